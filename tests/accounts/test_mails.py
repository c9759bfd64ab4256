"""Mails are sent once what they tell of is committed, in the language of the reader."""

import pytest
from django.db import transaction

from accounts import mails

TEMPLATE = """{% load i18n %}{% translate "Sign in" %}

{{ word }}: {{ root }}/here
"""


@pytest.fixture
def _a_template(settings, tmp_path):
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "greeting.txt").write_text(TEMPLATE, encoding="utf-8")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]


@pytest.mark.django_db
@pytest.mark.usefixtures("_a_template")
def test_a_mail_has_a_subject_a_text_and_a_whole_address(
    mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        mails.send("greeting", "ana@example.org", "es", word="Acá")
    (mail,) = mailoutbox
    assert (mail.subject, mail.to) == ("Entrar", ["ana@example.org"])
    assert mail.body == "Acá: http://localhost:8000/here\n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_a_template")
def test_what_was_not_committed_is_told_to_nobody(mailoutbox):
    with transaction.atomic():
        mails.send("greeting", "ana@example.org", "en", word="Here")
        transaction.set_rollback(True)
    assert mailoutbox == []

"""Mails that one can answer from: what, by whom, until when, and one link."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation


def send(name: str, to: str, language: str, **words) -> None:
    """Send a mail once what it tells of is committed.

    name: of the template under templates/mails, whose first line is the subject. words: what the
    template needs; `root` is the address of this site.
    """
    with translation.override(language):
        text = render_to_string(f"mails/{name}.txt", {**words, "root": settings.ROOT})
    subject, _line, body = text.strip().partition("\n")
    mail = EmailMessage(subject=subject.strip(), body=body.strip() + "\n", to=[to])
    transaction.on_commit(mail.send, robust=True)

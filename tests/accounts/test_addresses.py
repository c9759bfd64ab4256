"""Moving to another e-mail: both e-mails have to agree."""

import importlib
import re

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import addresses, people
from accounts.models import User
from changes.models import Change, record
from changes.veils import veiled
from tests.accounts.conftest import is_in, link_in
from tests.factories import PASSWORD

NEW = "moved@rumbo.example"
PAGE = "/account/email"


@pytest.fixture
def ask(client, sign_in, postbox):
    """Somebody asks to move, and gets the mails that went out."""

    def go(person, email=NEW):
        sign_in(person)
        postbox.clear()
        client.post(PAGE, {"email": email, "action_add": "1"})
        return postbox

    return go


def agree(mail):
    """Follow the link of a mail and press the button there, in a browser of its own."""
    browser = Client()
    link = link_in(mail)
    assert browser.get(link).status_code == 200
    return browser.post(link, follow=True)


def test_everybody_has_one_confirmed_e_mail(registrar, editor):
    for person in (registrar, editor):
        own = EmailAddress.objects.get(user=person)
        assert (own.email, own.verified, own.primary) == (person.email, True, True)


def test_SR_31_an_account_moves_when_both_e_mails_have_agreed(client, ask, editor, sign_in):
    old = editor.email
    (first,) = mails = ask(editor)
    assert first.to == [old]
    assert NEW in first.body
    agree(first)
    second = mails[1]
    assert second.to == [NEW]
    agree(second)
    assert User.objects.get(pk=editor.pk).email == NEW
    assert mails[2].to == [old]
    assert mails[2].subject == "Your account has changed"
    client.post("/sign-out")
    assert sign_in(editor).status_code == 200  # the old one
    data = {"login": NEW, "password": PASSWORD}
    assert client.post("/sign-in", data).status_code == 302


def test_SR_31_the_new_e_mail_alone_moves_nothing(ask, editor):
    mails = ask(editor)
    pending = EmailAddress.objects.get(email=NEW)
    assert len(mails) == 1
    assert not pending.verified
    assert User.objects.get(pk=editor.pk).email != NEW


def test_SR_31_the_old_e_mail_alone_moves_nothing(ask, editor):
    mails = ask(editor)
    agree(mails[0])
    assert User.objects.get(pk=editor.pk).email != NEW


def test_to_look_at_a_link_moves_nothing_and_signs_nobody_out(client, ask, editor):
    mails = ask(editor)
    client.get(link_in(mails[0]))
    assert len(mails) == 1
    agree(mails[0])
    client.get(link_in(mails[1]))
    assert User.objects.get(pk=editor.pk).email != NEW
    assert is_in(client)


@pytest.mark.parametrize("way", ["/sign-in/password", "/sign-in/code"])
def test_SR_31_an_e_mail_that_waits_opens_nothing(client, ask, editor, postbox, way):
    ask(editor)
    client.post("/sign-out")
    postbox.clear()
    client.post(way, {"email": NEW})
    assert postbox[-1].subject == "There is no account for this e-mail"
    client.get("/sign-in")
    client.post("/sign-in", {"login": NEW, "password": PASSWORD})
    assert not is_in(client)


def test_a_move_leaves_a_line_in_the_log(ask, editor):
    old = editor.email
    mails = ask(editor)
    agree(mails[0])
    agree(mails[1])
    told = Change.objects.within(editor).last()
    emails = [veiled(email, editor.secret) for email in (old, NEW)]
    assert (told.actor, told.verb, told.fields) == (editor, "edited", {"email": emails})


def test_a_move_can_be_called_off(client, ask, editor):
    mails = ask(editor)
    client.post(PAGE, {"email": NEW, "action_remove": "1"})
    page = Client().get(link_in(mails[0])).content.decode()
    assert "no longer good" in page
    assert not EmailAddress.objects.filter(email=NEW).exists()


def test_a_link_is_good_once(ask, editor):
    mails = ask(editor)
    agree(mails[0])
    agree(mails[1])
    for mail in mails[:2]:
        assert "no longer good" in Client().get(link_in(mail)).content.decode()


@pytest.mark.parametrize("key", ["x", "MQ:1uXyZa:abc", "é", "a" * 500])
@pytest.mark.parametrize("way", ["release", "confirm"])
def test_a_made_up_link_leads_nowhere(client, db, way, key):
    assert "no longer good" in client.get(f"{PAGE}/{way}/{key}").content.decode()
    assert client.post(f"{PAGE}/{way}/{key}").status_code in (200, 404)


def test_SR_26_that_an_e_mail_opens_another_account_is_told_to_its_owner_only(
    ask, client, editor, partner
):
    mails = ask(editor, partner.email)
    page = client.get(PAGE).content.decode()
    assert "another account" not in page
    agree(mails[0])
    page = agree(mails[1])
    assert "belongs to another account" in page.content.decode()
    assert User.objects.get(pk=partner.pk).email == partner.email
    assert User.objects.get(pk=editor.pk).email == editor.email


def test_the_only_e_mail_cannot_be_taken_away(client, sign_in, editor):
    sign_in(editor)
    for action in ("action_remove", "action_primary", "action_send"):
        client.post(PAGE, {"email": editor.email, action: "1"})
    assert EmailAddress.objects.get(user=editor).verified


@pytest.mark.parametrize("email", ["", "x", "a@b", "x" * 300 + "@rumbo.example", "a\0b@c.example"])
def test_what_is_no_e_mail_is_not_asked(client, ask, editor, email):
    assert ask(editor, email) == []
    assert EmailAddress.objects.count() == User.objects.count()


def test_an_account_is_kept_under_an_e_mail_in_small_letters(registrar):
    person = people.add(registrar, " Ana@Rumbo.Example ", PASSWORD)
    assert person.email == "ana@rumbo.example"
    assert addresses.owner("ANA@rumbo.example") == person
    with pytest.raises(ValidationError, match="already"):
        people.add(registrar, "ANA@RUMBO.EXAMPLE", PASSWORD)


def test_who_may_no_longer_sign_in_owns_no_e_mail_that_opens_anything(registrar, editor):
    record(registrar, "edited", editor, is_active=False)
    assert addresses.owner(editor.email) is None


def test_people_who_were_there_before_are_confirmed(registrar, editor):
    EmailAddress.objects.all().delete()
    migration = importlib.import_module("accounts.migrations.0003_emails_are_confirmed")
    migration.confirm(apps, None)
    migration.confirm(apps, None)
    assert addresses.owner(editor.email) == editor
    assert EmailAddress.objects.count() == User.objects.count()


def test_the_page_says_for_what_one_waits(client, ask, editor):
    ask(editor)
    page = client.get(PAGE).content.decode()
    assert re.search(rf"move to {re.escape(NEW)}", page)

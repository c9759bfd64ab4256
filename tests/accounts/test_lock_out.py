"""Strangers who guess, or have mails sent, do not keep the owner of an account out."""

import pytest
from django.test import Client

from accounts import passwords, throttles
from tests.accounts.conftest import is_in, link_in
from tests.factories import PASSWORD

WRONG = "not this one"
ANOTHER = "the river knows where it goes"
STRANGER = "192.0.2.1"


@pytest.fixture
def besiege(editor):
    """A stranger in another network tries everything that one can try without being known."""

    def go(network=STRANGER):
        thief = Client(REMOTE_ADDR=network)
        for _try in range(11):
            thief.post("/sign-in", {"login": editor.email, "password": WRONG})
        for way in ("code", "password"):
            for _try in range(6):
                answer = thief.post(f"/sign-in/{way}", {"email": editor.email})
        return answer

    return go


@pytest.fixture
def follow(client, postbox):
    """Follows the link in the last mail to its end, and gives the answer."""

    def go():
        page = client.get(link_in(postbox[-1]), follow=True)
        data = {"password1": ANOTHER, "password2": ANOTHER}
        return client.post(page.redirect_chain[-1][0], data)

    return go


def test_SR_26_the_owner_comes_in_with_a_new_browser_while_strangers_guess(
    client, sign_in, editor, besiege, follow, postbox
):
    assert besiege().status_code == 429
    assert sign_in(editor).status_code == 429
    assert client.post("/sign-in/code", {"email": editor.email}).status_code == 302
    assert client.post("/sign-in/password", {"email": editor.email}).status_code == 302
    assert follow().status_code == 302
    besiege()
    assert sign_in(editor, ANOTHER).status_code == 302
    assert is_in(client)


def test_SR_26_mails_of_one_kind_use_up_none_of_another(client, editor, postbox):
    for _try in range(6):
        answer = client.post("/sign-in/code", {"email": editor.email})
    assert answer.status_code == 429
    assert client.post("/sign-in/password", {"email": editor.email}).status_code == 302


def test_SR_26_all_networks_together_do_not_flood_an_address_either(editor, postbox):
    for number in range(20):
        browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        answer = browser.post("/sign-in/code", {"email": editor.email})
    assert answer.status_code == 429
    assert len(postbox) == 15


def test_SR_26_a_network_that_has_to_wait_uses_up_nothing_of_an_account(
    client, sign_in, editor, monkeypatch
):
    monkeypatch.setattr(throttles, "NETWORK", "3 per 15 minute")
    thief = Client(REMOTE_ADDR=STRANGER)
    for _try in range(20):
        thief.post("/sign-in", {"login": editor.email, "password": WRONG})
    assert sign_in(editor).status_code == 302


def test_SR_26_in_a_known_browser_mails_are_counted_alone_too(client, sign_in, editor, postbox):
    sign_in(editor)
    client.post("/sign-out")
    for number in range(20):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post("/sign-in/code", {"email": editor.email})
    assert client.post("/sign-in/code", {"email": editor.email}).status_code == 302


def test_a_browser_that_knew_an_old_password_is_a_stranger_again(client, sign_in, editor, besiege):
    sign_in(editor)
    client.post("/sign-out")
    passwords.change(editor, ANOTHER)
    besiege()
    assert sign_in(editor, ANOTHER).status_code == 429


def test_a_move_counts_for_the_e_mail_that_gets_the_mail_and_keeps_nothing_when_refused(
    client, sign_in, editor, postbox
):
    sign_in(editor)
    for number in range(6):
        data = {"email": f"new{number}@rumbo.example", "action_add": "1"}
        answer = client.post("/account/email", data)
    assert answer.status_code == 429
    assert [mail.to for mail in postbox] == [[editor.email]] * 5
    waiting = editor.emailaddress_set.filter(verified=False).values_list("email", flat=True)
    assert list(waiting) == ["new4@rumbo.example"]


@pytest.mark.parametrize(("prefix", "sentence"), [("/es", "le enviamos"), ("", "that we send you")])
def test_who_has_to_wait_is_told_the_way_round(client, editor, besiege, prefix, sentence):
    besiege("127.0.0.1")
    data = {"login": editor.email, "password": PASSWORD}
    html = client.post(f"{prefix}/sign-in", data).content.decode()
    assert sentence in html
    assert f'href="{prefix}/sign-in/password"' in html

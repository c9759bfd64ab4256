"""Whoever has come half way does not profit from what was before, and leaves nothing behind."""

import json

import pytest
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.models import EmailAddress

from accounts import keys, passwords, people
from accounts.models import User
from changes.models import Change, record
from tests.accounts import authenticator
from tests.accounts.conftest import is_in, link_in
from tests.accounts.test_sessions import GRAVE
from tests.factories import PASSWORD

STEP = "/sign-in/second-step"
ANOTHER = "the river knows where it goes"


def test_SR_30_a_log_in_that_was_begun_with_an_old_password_is_not_finished(
    client, sign_in, editor, app
):
    sign_in(app(editor))
    passwords.change(editor, ANOTHER)
    answer = client.post(STEP, {"code": authenticator.fresh_code()})
    assert answer.headers["Location"] == "/sign-in"
    assert not is_in(client)


def test_SR_30_nor_one_of_somebody_who_may_no_longer_sign_in(
    client, sign_in, editor, app, registrar
):
    sign_in(app(editor))
    record(registrar, "edited", User.objects.get(pk=editor.pk), is_active=False)
    answer = client.post(STEP, {"code": authenticator.fresh_code()})
    assert answer.headers["Location"] == "/sign-in"
    assert not is_in(client)


@pytest.mark.parametrize(("address", "data"), GRAVE)
def test_SR_31_what_a_stranger_posts_waits_for_nobody(client, sign_in, editor, address, data):
    answer = client.post(address, data)
    assert answer.headers["Location"].startswith("/sign-in?next=")
    assert STATE_SESSION_KEY not in client.session


def test_SR_31_what_was_put_aside_before_somebody_came_in_is_not_done(client, sign_in, editor):
    client.post("/sign-in/code", {"email": "nobody@rumbo.example"})
    session = client.session
    session[STATE_SESSION_KEY] = {"request": "{}"}
    session.save()
    sign_in(editor)
    assert is_in(client)
    assert STATE_SESSION_KEY not in client.session


def test_SR_29_what_is_put_aside_holds_no_credentials(client, sign_in, editor, later):
    sign_in(editor)
    later(minutes=11)
    client.post(*GRAVE[1], headers={"Authorization": "Basic secret"})
    kept = client.session[STATE_SESSION_KEY]["request"]
    assert json.loads(kept)["path"] == "/account/keys"
    assert client.cookies["sessionid"].value not in kept
    assert "secret" not in kept


@pytest.mark.parametrize(
    "headers", [{"Accept": "application/json"}, {"X-Requested-With": "XMLHttpRequest"}]
)
def test_what_was_typed_is_repeated_to_no_script(client, editor, headers):
    wrong = "not this one, I think"
    answer = client.post("/sign-in", {"login": editor.email, "password": wrong}, headers=headers)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert wrong not in answer.content.decode()


def test_SR_30_a_link_sets_no_password_of_somebody_who_may_no_longer_sign_in(
    client, editor, registrar, postbox
):
    client.post("/sign-in/password", {"email": editor.email})
    page = client.get(link_in(postbox[0]), follow=True)
    record(registrar, "edited", User.objects.get(pk=editor.pk), is_active=False)
    data = {"password1": ANOTHER, "password2": ANOTHER}
    answer = client.post(page.redirect_chain[-1][0], data)
    assert "no longer good" in answer.content.decode()
    assert not User.objects.get(pk=editor.pk).check_password(ANOTHER)


@pytest.fixture
def key(editor):
    """A key of the editor, and what a program brings that has it."""
    made, secret = keys.make(editor, "Nightly copy", ["read"])
    return made, {"Authorization": f"Bearer {secret}"}


def test_SR_30_a_password_that_is_set_by_a_link_revokes_the_keys(client, editor, key, postbox):
    made, brought = key
    client.post("/sign-in/password", {"email": editor.email})
    page = client.get(link_in(postbox[0]), follow=True)
    assert client.get("/api/v1/me", headers=brought).status_code == 200
    data = {"password1": ANOTHER, "password2": ANOTHER}
    done = client.post(page.redirect_chain[-1][0], data, follow=True)
    assert "Keys of programs are revoked" in done.content.decode()
    assert client.get("/api/v1/me", headers=brought).status_code == 401
    assert Change.objects.of(made).last().verb == "revoked"
    assert "keys that you had for programs are revoked" in postbox[-1].body


@pytest.mark.parametrize(("said", "status"), [({}, 200), ({"with_keys": "on"}, 401)])
def test_SR_30_who_changes_the_password_says_whether_the_keys_end(
    client, sign_in, editor, key, said, status
):
    sign_in(editor)
    data = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    assert client.post("/account/password", data | said).status_code == 302
    assert client.get("/api/v1/me", headers=key[1]).status_code == status


def test_a_link_that_is_followed_after_the_account_was_closed_writes_nothing(
    client, editor, postbox
):
    client.post("/sign-in/password", {"email": editor.email})
    people.close(editor, User.objects.get(pk=editor.pk))
    page = client.get(link_in(postbox[0]), follow=True)
    assert "no longer good" in page.content.decode()
    assert not EmailAddress.objects.filter(user=editor).exists()

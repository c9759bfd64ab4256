"""Who has to show a second factor, how one is set up and shown, and what is closed until then."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import factors, keys, people
from changes.models import Change
from roadmaps import roadmap as maps
from tests.accounts import authenticator
from tests.accounts.conftest import is_in
from tests.factories import PASSWORD

PAGE = "/account/second-factor"
CLOSED = ["/", "/es/", "/account", "/account/keys", "/account/sessions", "/account/password",
          "/account/email", "/roadmaps/electromobility", "/indicators"]  # fmt: skip
API = ["/api/v1/me", "/api/v1/goals", "/api/v1/roadmaps/electromobility?draft=true",
       "/api/v1/changes", "/api/v1/tokens"]  # fmt: skip


@pytest.fixture
def chief(registrar, ministry):
    """Works at the ministry, and has no role of their own."""
    person = people.add(registrar, "chief@rumbo.example", PASSWORD, name="Chief")
    people.join(registrar, person, ministry)
    return person


@pytest.mark.parametrize("who", ["registrar", "steward", "approver", "chief"])
def test_SR_25_who_is_trusted_reaches_nothing_without_a_second_factor(
    request, client, sign_in, steward, roadmap, ministry, who
):
    person = request.getfixturevalue(who)
    if who == "chief":
        maps.grant(steward, roadmap, "approver", organisation=ministry)
    assert sign_in(person).status_code == 302
    for address in CLOSED:
        answer = client.get(address)
        prefix = "/es" if address.startswith("/es/") else ""
        assert (answer.status_code, answer.headers["Location"]) == (302, prefix + PAGE), address
    for address in API:
        answer = client.get(address)
        assert answer.status_code == 403, address
        assert "second factor" in answer.json()["detail"]
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert client.get(PAGE).status_code == 200
    assert client.get(f"{PAGE}/app").status_code == 200
    assert client.get(f"{PAGE}/passkeys/add").status_code == 200


def test_SR_25_who_is_held_up_may_leave(client, sign_in, steward):
    sign_in(steward)
    assert client.post("/sign-out").headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_SR_25_what_is_posted_is_held_up_too(client, sign_in, steward, roadmap):
    sign_in(steward)
    lines = Change.objects.count()
    address = "/roadmaps/electromobility/elements/EMO-C01/edit"
    assert client.post(address, {"title": "Mine", "base": "1"}).status_code in (302, 404)
    answer = client.post("/account/keys", {"name": "Mine", "scopes": ["read"], "days": "9"})
    assert answer.headers["Location"] == PAGE
    assert Change.objects.count() == lines


@pytest.mark.parametrize("who", ["editor", "partner", "stranger", "chief"])
def test_who_is_not_trusted_with_that_needs_no_second_factor(
    request, client, sign_in, roadmap, who
):
    sign_in(request.getfixturevalue(who))
    assert is_in(client)


def test_SR_25_a_role_that_is_granted_later_counts_at_the_next_request(
    client, sign_in, steward, roadmap, chief, ministry
):
    sign_in(chief)
    assert is_in(client)
    held = maps.grant(steward, roadmap, "approver", organisation=ministry)
    assert client.get("/account").headers["Location"] == PAGE
    maps.revoke(steward, held)
    assert is_in(client)


def test_SR_25_it_costs_no_question_more_and_none_for_the_public(
    client, sign_in, steward, app, django_assert_num_queries
):
    with django_assert_num_queries(0):
        client.get("/sign-in")
    sign_in(app(steward))
    client.post("/sign-in/second-step", {"code": authenticator.code()})
    with django_assert_num_queries(
        2
    ):  # the session, and the person with what they are trusted with
        assert client.get("/account").status_code == 200


def test_SR_25_with_an_app_set_up_everything_opens(client, sign_in, steward, roadmap, set_up):
    sign_in(steward)
    set_up()
    codes = re.findall(r"<li>(\d{8})</li>", client.get(f"{PAGE}/codes").content.decode())
    assert len(set(codes)) == 10
    assert client.get("/roadmaps/electromobility").status_code == 200
    assert client.get("/api/v1/me").json()["name"] == "Steward"


def test_SR_25_a_session_from_before_does_not_profit_from_a_factor_set_up_in_another(
    client, sign_in, steward, set_up
):
    thief = Client()
    sign_in(steward, by=thief)
    sign_in(steward)
    set_up()
    assert is_in(client)
    assert not is_in(thief)


def test_SR_25_a_password_alone_leads_to_the_second_step(client, sign_in, steward, app):
    answer = sign_in(app(steward))
    assert answer.headers["Location"] == "/sign-in/second-step"
    assert not is_in(client)


def test_SR_25_nobody_who_needs_a_factor_is_left_without_one(client, step, steward, app):
    step(app(steward), authenticator.fresh_code())
    page = client.post(f"{PAGE}/app/remove", follow=True).content.decode()
    assert "You need a second factor" in page
    assert factors.of(steward).count() == 1


def test_SR_25_who_has_a_factor_but_has_not_shown_it_is_asked_for_it(
    client, sign_in, editor, app, steward, roadmap
):
    sign_in(editor)
    app(editor)
    maps.grant(steward, roadmap, "approver", user=editor)
    page = client.get("/account", follow=True).content.decode()
    assert "Show your second factor" in page
    client.post("/account/is-it-you/code", {"code": authenticator.fresh_code()})
    assert is_in(client)


@pytest.mark.parametrize("way", ["app", "passkeys/add"])
def test_SR_25_who_has_not_shown_the_factor_they_have_adds_no_other(
    client, sign_in, editor, app, steward, roadmap, way
):
    sign_in(editor)
    Authenticator.objects.create(user=editor, type="webauthn", data={"name": "Theirs"})
    maps.grant(steward, roadmap, "approver", user=editor)
    for ask in (client.get, client.post):
        assert ask(f"{PAGE}/{way}").headers["Location"] == PAGE
    assert factors.of(editor).count() == 1


def test_SR_25_a_code_by_mail_is_no_second_factor(client, app, steward, postbox):
    client.post("/sign-in/code", {"email": app(steward).email})
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", postbox[0].body)[0]
    answer = client.post("/sign-in/code/sent", {"code": code})
    assert answer.headers["Location"] == "/sign-in/second-step"
    assert not is_in(client)


def test_SR_25_without_a_factor_one_makes_and_uses_no_keys(client, steward, chief, roadmap):
    with pytest.raises(ValidationError, match="second factor"):
        keys.make(steward, "Mine", ["read"])
    key, secret = keys.make(chief, "Mine", ["read"])
    assert keys.find(secret) == key
    maps.grant(steward, roadmap, "approver", user=chief)
    assert keys.find(secret) is None
    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401
    factors.tie_app(chief, authenticator.SECRET)
    assert keys.find(secret) == key


def test_SR_35_a_good_key_is_not_held_up_by_a_cookie_that_owes_a_factor(
    client, sign_in, steward, editor, roadmap
):
    _key, secret = keys.make(editor, "Mine", ["read"])
    sign_in(steward)
    assert client.get("/api/v1/me").status_code == 403
    answer = client.get("/api/v1/me", headers={"Authorization": f"bearer {secret}"})
    assert answer.json()["name"] == "Editor"
    for address in API:  # and a bad one opens nothing that the cookie would not
        answer = client.get(address, headers={"Authorization": "Bearer rumbo_wrong"})
        assert answer.status_code == 401, address
    answer = client.get("/account", headers={"Authorization": f"Bearer {secret}"})
    assert answer.headers["Location"] == PAGE


def test_a_key_is_found_with_one_question_of_who_has_a_factor_and_with_two_of_others(
    editor, steward, django_assert_num_queries
):
    factors.tie_app(steward, authenticator.SECRET)
    for person, number in ((editor, 2), (steward, 1)):
        _key, secret = keys.make(person, "Mine", ["read"])
        with django_assert_num_queries(number):
            assert keys.find(secret).user == person


def test_the_command_line_makes_no_key_for_one_without_a_factor(steward):
    with pytest.raises(CommandError, match="second factor"):
        call_command("key", steward.email, scopes="read")

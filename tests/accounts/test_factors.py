"""Setting up second factors, showing them, taking them back, and losing them."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts import factors, sealing
from changes.models import Change
from roadmaps import roadmap as maps
from tests.accounts import authenticator
from tests.accounts.conftest import is_in

PAGE = "/account/second-factor"


def test_who_sets_up_a_factor_is_told_by_mail_and_in_the_log(
    client, sign_in, steward, set_up, postbox
):
    sign_in(steward)
    secret = set_up()
    told = Change.objects.within(steward).last()
    assert (told.actor, told.verb, told.fields) == (steward, "factor_added", {})
    (mail,) = postbox
    assert mail.to == [steward.email]
    assert "An authenticator app was set up" in mail.body
    assert secret not in mail.body


def test_secrets_are_sealed_in_the_database(client, sign_in, steward, set_up, settings):
    sign_in(steward)
    secret = set_up()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        (stored,) = cursor.fetchone()
    assert secret not in stored
    sealed = Authenticator.objects.get(user=steward, type="totp").data["secret"]
    assert sealing.unseal(sealed) == secret
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert sealing.unseal(sealed) == secret


def test_the_code_of_the_app_lets_one_in(client, step, steward, app):
    step(app(steward), authenticator.fresh_code())
    assert is_in(client)


def test_a_code_is_good_once(client, step, steward, app):
    code = authenticator.fresh_code()
    step(app(steward), code)
    other = Client()
    answer = step(steward, code, by=other)
    assert "not right" in answer.content.decode()
    assert not is_in(other)


@pytest.mark.parametrize("code", ["000000", "", "abcdef", "1" * 500, "½½½½½½"])
def test_a_wrong_code_lets_nobody_in(client, step, steward, app, code):
    step(app(steward), code)
    assert not is_in(client)


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_a_code_has_its_time(client, step, steward, app, steps):
    step(app(steward), authenticator.code(steps=steps))
    assert not is_in(client)


def test_a_recovery_code_lets_one_in_once(client, sign_in, steward, set_up, step):
    sign_in(steward)
    set_up()
    codes = re.findall(r"<li>(\d{8})</li>", client.get(f"{PAGE}/codes").content.decode())
    client.post("/sign-out")
    step(steward, codes[3])
    assert is_in(client)
    left = client.get(f"{PAGE}/codes").content.decode()
    assert codes[3] not in left
    assert codes[4] in left
    other = Client()
    step(steward, codes[3], by=other)
    assert not is_in(other)


def test_new_recovery_codes_void_the_old_ones(client, sign_in, steward, set_up):
    sign_in(steward)
    set_up()
    before = client.get(f"{PAGE}/codes/file").content.decode()
    client.post(f"{PAGE}/codes/new")
    after = client.get(f"{PAGE}/codes/file").content.decode()
    assert not set(re.findall(r"\d{8}", before)) & set(re.findall(r"\d{8}", after))
    assert Change.objects.within(steward).last().verb == "codes_renewed"


def test_who_needs_none_may_take_it_back_and_other_sessions_end(
    client, sign_in, step, editor, app, steward, roadmap, postbox
):
    step(app(editor), authenticator.fresh_code())
    client.post(f"{PAGE}/app/remove")
    assert not Authenticator.objects.filter(user=editor).exists()
    assert Change.objects.within(editor).last().verb == "factor_removed"
    assert "was removed" in postbox[-1].body
    assert is_in(client)
    maps.grant(steward, roadmap, "approver", user=editor)
    assert not is_in(client)  # what was shown before it was taken back no longer counts


def test_nobody_sees_the_factors_of_somebody_else(client, editor, partner):
    other = Authenticator.objects.create(user=partner, type="webauthn", data={"name": "Theirs"})
    client.force_login(editor)
    for way in ("rename", "remove"):
        assert client.get(f"{PAGE}/passkeys/{other.pk}/{way}").status_code == 404
        assert client.post(f"{PAGE}/passkeys/{other.pk}/{way}", {"name": "Mine"}).status_code == 404
    other.refresh_from_db()
    assert other.data == {"name": "Theirs"}
    assert "Theirs" not in client.get(PAGE).content.decode()


WHAT_NO_DEVICE_SAYS = [
    *("", "null", "[]", "{}", "7", '"x"', "not json", '{"id": "x"}', '{"id": 1, "rawId": []}'),
    '{"id": "x", "rawId": "x", "type": "public-key", "response": {"clientDataJSON": "e30"}}',
    '{"id": "x", "rawId": "é", "type": "public-key", "response": []}',
]


@pytest.mark.parametrize("credential", WHAT_NO_DEVICE_SAYS)
def test_SR_21_what_no_device_says_makes_no_passkey(client, editor, credential):
    client.force_login(editor)
    client.get(f"{PAGE}/passkeys/add")
    data = {"name": "Laptop", "credential": credential}
    answer = client.post(f"{PAGE}/passkeys/add", data)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not factors.of(editor).exists()


@pytest.mark.parametrize("credential", WHAT_NO_DEVICE_SAYS)
def test_SR_21_what_no_device_says_lets_nobody_in(client, sign_in, editor, app, credential):
    sign_in(app(editor))
    client.get("/sign-in/second-step")
    answer = client.post("/sign-in/second-step", {"credential": credential})
    assert answer.status_code == 200
    assert not is_in(client)


def test_a_passkey_that_was_no_good_is_asked_for_again_and_leads_on(client, editor):
    editor.authenticator_set.create(type="webauthn", data={"name": "Mine", "credential": {}})
    client.force_login(editor)
    address = "/account/is-it-you/passkey?next=/account/keys"
    answer = client.post(address, {"credential": '{"id": "x"}', "next": "/account/keys"})
    assert answer.headers["Location"] == "/account/is-it-you/passkey?next=%2Faccount%2Fkeys"


def test_the_demo_tells_the_code_of_its_people(steward, app, editor, settings, capsys):
    settings.DEMO = True
    app(steward)
    call_command("code", steward.email)
    assert capsys.readouterr().out.strip() in {authenticator.code(), authenticator.code(steps=-1)}
    with pytest.raises(CommandError, match="has no authenticator app"):
        call_command("code", editor.email)
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("code", "nobody@rumbo.example")


def test_SR_52_nobody_else_tells_codes(steward, app, settings):
    app(steward)
    settings.DEMO = False
    with pytest.raises(CommandError, match="Only the demo"):
        call_command("code", steward.email)


def test_who_has_lost_the_factor_is_helped_by_those_who_run_the_server(
    client, step, sign_in, steward, app, postbox, capsys
):
    step(app(steward), authenticator.fresh_code())
    assert is_in(client)
    call_command("take_back_factors", steward.email.upper())
    assert "1 factors taken back" in capsys.readouterr().out
    assert not is_in(client)
    told = Change.objects.within(steward).last()
    assert (told.actor, told.verb) == (None, "factor_removed")
    assert "removed by those who run the server" in postbox[-1].body
    sign_in(steward)
    assert client.get("/account").headers["Location"] == PAGE  # to set up another one
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("take_back_factors", "nobody@rumbo.example")

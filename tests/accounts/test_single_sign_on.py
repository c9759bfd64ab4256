"""Signing in with the provider of a ministry, through every redirect of a real one."""

import json
import subprocess
import sys
import urllib.parse
import urllib.request

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts import factors, keys
from accounts.models import User
from changes.models import Change, record
from changes.verify import faults
from roadmaps import roadmap as maps
from tests.accounts.conftest import is_in
from tests.accounts.provider import NAME, ana, provider, use
from tests.tree import ROOT

BEGIN = f"/sign-in/with/{NAME}"
BACK = f"http://testserver/sign-in/with/{NAME}/back"


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@pytest.fixture
def come(client):
    """Goes to the provider and back again as one of its people, and gives our last answer."""

    def go(sub="ana", address=BEGIN, by=None):
        browser = by or client
        away = browser.get(address)
        assert away.status_code == 302
        there = away.headers["Location"]
        form = urllib.parse.urlencode({"sub": sub}).encode()
        opener = urllib.request.build_opener(NoRedirects)
        try:
            opener.open(there, form, timeout=10)
        except urllib.error.HTTPError as answer:
            back = answer.headers["Location"]
        assert back.startswith(BACK)
        return browser.get(back.removeprefix("http://testserver"))

    return go


def test_the_way_there_is_shown_only_where_there_is_one(client, db, settings):
    assert "/sign-in/with" not in client.get("/sign-in").content.decode()
    assert client.get(BEGIN).status_code == 404
    use(settings, "https://login.example")
    html = client.get("/es/sign-in?next=/es/account").content.decode()
    assert f'href="/es{BEGIN}?next=%2Fes%2Faccount"' in html
    assert "Entrar con the ministry" in html


def test_a_person_signs_in_with_the_provider_and_comes_to_where_they_wanted(
    client, come, editor, settings
):
    with provider(settings, ana(email=editor.email.upper())):
        answer = come(address=f"{BEGIN}?next=/account/keys")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/keys")
    assert is_in(client)
    assert client.get("/api/v1/me").json()["name"] == "Editor"


def test_SR_25_who_comes_from_the_provider_needs_no_second_factor(client, come, steward, settings):
    with provider(settings, ana(email=steward.email)):
        come()
    assert is_in(client)
    _key, secret = keys.make(steward, "Mine", ["read"])
    assert keys.find(secret)


def test_SR_25_by_password_the_same_person_does(client, come, sign_in, steward, settings):
    with provider(settings, ana(email=steward.email)):
        come()
    client.post("/sign-out")
    sign_in(steward)
    assert not is_in(client)


def test_SR_25_a_key_of_one_who_came_from_a_provider_ends_with_it(come, steward, settings):
    with provider(settings, ana(email=steward.email)):
        come()
    _key, secret = keys.make(steward, "Mine", ["read"])
    settings.SINGLE_SIGN_ON = ""
    assert keys.find(secret) is None


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_stranger_gets_no_account(client, come, editor, settings, prefix):
    before = User.objects.count()
    with provider(settings, ana(email="eve@evil.example")):
        answer = come(address=prefix + BEGIN)
    sentence = "made by invitation" if not prefix else "por invitación"
    assert sentence in answer.content.decode()
    assert not is_in(client)
    assert User.objects.count() == before
    assert client.get("/sign-up").status_code == 200


@pytest.mark.parametrize("verified", [False, None, "false", "true", 1])
def test_an_e_mail_that_the_provider_has_not_confirmed_opens_nothing(
    client, come, editor, settings, verified
):
    with provider(settings, ana(email=editor.email, email_verified=verified)):
        come()
    assert not is_in(client)


def test_an_e_mail_that_is_not_confirmed_here_opens_nothing(client, come, editor, settings):
    EmailAddress.objects.create(user=editor, email="waits@rumbo.example")
    with provider(settings, ana(email="waits@rumbo.example")):
        come()
    assert not is_in(client)


def test_who_may_no_longer_sign_in_does_not_by_the_provider_either(
    client, come, editor, registrar, settings
):
    with provider(settings, ana(email=editor.email)):
        come()
        client.post("/sign-out")
        record(registrar, "edited", User.objects.get(pk=editor.pk), is_active=False)
        answer = come()
    assert answer.headers["Location"] == "/sign-in/closed"
    assert not is_in(client)
    assert client.get("/sign-in/closed").status_code == 200


def test_the_account_is_tied_once_with_a_line_in_the_log_and_a_mail(
    client, come, editor, settings, postbox
):
    with provider(settings, ana(email=editor.email)):
        come()
        come()
    told = Change.objects.within(editor).filter(verb="tied")
    assert [(line.actor, line.fields) for line in told] == [(editor, {})]
    assert SocialAccount.objects.filter(user=editor, uid="ana", provider=NAME).count() == 1
    assert "Single sign-on now opens your account." in postbox[0].body
    assert list(faults()) == []


def test_afterwards_the_person_counts_and_not_the_e_mail(client, come, editor, settings):
    with provider(settings, ana(email=editor.email)) as address:
        come()
        client.post("/sign-out")
        tell(address, "ana", email="ana@elsewhere.example")
        come()
        assert is_in(client)
        client.post("/sign-out")
        tell(address, "eve", email=editor.email)  # the e-mail was passed on
        come("eve")
    assert not is_in(client)


def tell(address, sub, **claims):
    """The provider learns something of one of its people."""
    body = json.dumps({"email_verified": True, **claims}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/users/{sub}", body, headers, method="PUT")
    urllib.request.urlopen(request, timeout=10).close()


def test_SR_25_who_owes_a_factor_may_come_by_the_provider_instead(
    client, come, sign_in, steward, settings
):
    with provider(settings, ana(email=steward.email)):
        sign_in(steward)
        page = client.get("/account", follow=True).content.decode()
        assert f'href="{BEGIN}"' in page
        come(address=BEGIN)
        assert is_in(client)


def test_SR_25_whoever_came_by_the_provider_loses_nothing_with_their_last_factor(
    client, come, editor, roadmap, steward, app, settings
):
    with provider(settings, ana(email=editor.email)):
        come()
        app(editor)
        client.post("/account/second-factor/app/remove")
        assert not factors.of(editor).exists()
        maps.grant(steward, roadmap, "approver", user=editor)
        assert is_in(client)


def test_what_else_the_provider_says_of_a_person_is_not_kept(client, come, editor, settings):
    with provider(settings, ana(email=editor.email, phone_number="555")):
        for _time in range(2):
            come()
            assert SocialAccount.objects.get(user=editor).extra_data == {}
            client.post("/sign-out")


def test_who_turns_back_is_told_so(client, db, settings):
    with provider(settings):
        query = urllib.parse.urlsplit(client.get(BEGIN).headers["Location"]).query
        (state,) = urllib.parse.parse_qs(query)["state"]
        answer = client.get(f"{BEGIN}/back?error=access_denied&state={state}")
    assert answer.headers["Location"] == "/sign-in/cancelled"
    assert "did not sign in" in client.get("/sign-in/cancelled").content.decode()
    assert not is_in(client)


def test_a_provider_that_does_not_answer_is_told_of(client, db, settings):
    use(settings, "http://127.0.0.1:9")
    answer = client.get(BEGIN)
    assert answer.status_code == 401
    assert "could not be signed in" in answer.content.decode()


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=y", "?error=server_error&state=y"])
def test_nobody_comes_back_who_was_not_sent(client, db, settings, query):
    with provider(settings):
        answer = client.get(f"{BEGIN}/back{query}")
    assert answer.status_code == 401
    assert not is_in(client)


def test_the_answer_for_one_browser_lets_in_no_other(client, come, editor, settings):
    with provider(settings, ana(email=editor.email)):
        away = client.get(BEGIN).headers["Location"]
        thief = Client()
        state = urllib.parse.parse_qs(urllib.parse.urlsplit(away).query)["state"][0]
        assert thief.get(f"{BEGIN}/back?code=x&state={state}").status_code == 401


def test_the_way_there_serves_for_nothing_but_signing_in(client, come, editor, partner, settings):
    client.force_login(partner)
    with provider(settings, ana(email="eve@evil.example")):
        come(address=f"{BEGIN}?process=connect&scope=admin&next=//evil.example")
    assert not SocialAccount.objects.exists()


def test_what_is_asked_for_is_guarded_by_pkce_and_a_state(client, db, settings):
    with provider(settings) as address:
        there = client.get(f"{BEGIN}?scope=admin&auth_params=max_age%3D0").headers["Location"]
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(there).query))
    assert there.startswith(f"{address}/oauth2/authorize?")
    assert query["code_challenge_method"] == "S256"
    assert (query["response_type"], query["redirect_uri"]) == ("code", BACK)
    assert set(query["scope"].split()) == {"openid", "profile", "email"}
    assert len(query["state"]) >= 16
    assert "max_age" not in query


def test_SR_25_who_becomes_an_approver_later_goes_on(
    client, come, editor, roadmap, steward, settings
):
    with provider(settings, ana(email=editor.email)):
        come()
    maps.grant(steward, roadmap, "approver", user=editor)
    assert is_in(client)


def told_by(**environment):
    """What the settings make of an environment."""
    script = "from django.conf import settings as s; print(s.SINGLE_SIGN_ON, s.OIDC_NAME)"
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": "postgresql://x@/x"}
        | environment,
        capture_output=True,
        text=True,
    )


def test_each_provider_has_a_name_of_its_own_in_our_addresses():
    said = told_by(OIDC_ISSUER="https://login.example/realms/Economia/")
    assert said.stdout == "login-example-realms-economia login.example\n"
    assert told_by(OIDC_ISSUER="").stdout == " \n"


def test_SR_52_a_provider_without_https_is_refused_on_a_server():
    said = told_by(OIDC_ISSUER="http://login.example", SECRET_KEY="x" * 60)
    assert said.returncode != 0
    assert "OIDC_ISSUER:" in said.stderr

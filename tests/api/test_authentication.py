"""Who asks by a key, and who by a cookie; what a key may do; where no secret may appear."""

import io
import json
import logging
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import keys
from accounts.models import Key
from changes.models import Change, erase, record
from tests.api.conftest import OF_THE_REQUEST, ROOT, told

DRAFTS = "/roadmaps?draft=true"
DRAFT = "/roadmaps/electromobility?draft=true"


@pytest.fixture
def made(editor):
    return keys.make(editor, "Nightly copy", ["read"])


@pytest.fixture
def key(made):
    return made[0]


@pytest.fixture
def secret(made):
    return made[1]


@pytest.fixture
def by(client):
    """Asks an address with a secret and no cookie."""

    def ask(address, secret, method="get"):
        return getattr(client, method)(f"{ROOT}{address}", headers=bearer(secret))

    return ask


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


def test_a_key_speaks_for_its_owner(by, roadmap, secret):
    items = json.loads(by(DRAFTS, secret).content)["items"]
    assert [item["slug"] for item in items] == ["electromobility"]
    assert by(DRAFT, secret).status_code == 200


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_the_scheme_may_be_written_in_any_case(client, secret, scheme):
    headers = {"Authorization": f"{scheme} {secret}"}
    assert client.get(f"{ROOT}/me", headers=headers).status_code == 200


def test_an_answer_to_a_key_is_for_nobody_else(by, published, secret):
    for address in ("/me", "/goals", DRAFT):
        response = by(address, secret)
        assert response.headers["Cache-Control"] == "private, no-cache", address
        assert "Access-Control-Allow-Origin" not in response.headers


def revoked(key, editor, registrar):
    keys.revoke(editor, key)


def expired(key, editor, registrar):
    record(editor, "edited", key, expires_on=timezone.localdate())


def idle(key, editor, registrar):
    record(registrar, "edited", editor, is_active=False)


@pytest.mark.parametrize("end", [revoked, expired, idle])
def test_SR_28_a_key_that_ended_looks_like_one_that_never_was(
    by, key, secret, editor, registrar, end
):
    end(key, editor, registrar)
    answers = []
    for tried in (secret, "rumbo_" + "A" * 43):
        response = by("/me", tried)
        problem = told(response, 401)
        headers = {
            name: value for name, value in response.headers.items() if name not in OF_THE_REQUEST
        }
        answers.append((problem | {"request_id": ""}, headers))
    assert answers[0] == answers[1]
    assert answers[0][1]["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer rumbo_", "Bearer a b c", "Bearer ñ", "Bearer " + "x" * 5000],
)
@pytest.mark.parametrize("address", ["/me", "/goals", DRAFTS, "/vocabularies", "/"])
def test_a_wrong_key_is_refused_also_where_none_is_needed(client, published, address, header):
    response = client.get(ROOT + address, headers={"Authorization": header})
    told(response, 401)
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_wrong_key_is_refused_also_for_the_current_edition(by, published, secret):
    assert by("/roadmaps/electromobility", secret).status_code == 200
    told(by("/roadmaps/electromobility", "rumbo_wrong"), 401)


def test_SR_35_a_request_with_a_key_ignores_cookies(client, roadmap, partner, editor, secret):
    client.force_login(partner)
    response = client.get(f"{ROOT}/me", headers=bearer(secret))
    assert json.loads(response.content)["id"] == str(editor.pk)


def test_SR_35_a_wrong_key_is_not_helped_by_a_cookie(client, editor):
    client.force_login(editor)
    told(client.get(f"{ROOT}/me", headers=bearer("rumbo_wrong")), 401)


def test_SR_35_a_session_writes_only_with_its_token(editor, key):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    told(client.delete(f"{ROOT}/tokens/{key.pk}"), 403)
    assert Key.objects.get().is_valid
    client.get("/account/keys")  # where the browser gets its token
    token = client.cookies["csrftoken"].value
    response = client.delete(f"{ROOT}/tokens/{key.pk}", headers={"X-CSRFToken": token})
    assert response.status_code == 204
    assert not Key.objects.get().is_valid


def test_SR_35_a_key_writes_without_the_token_of_a_page(editor, key):
    _other, secret = keys.make(editor, "For keys", ["admin"])
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    response = client.delete(f"{ROOT}/tokens/{key.pk}", headers=bearer(secret))
    assert response.status_code == 204


def test_SR_35_a_key_opens_no_session_and_no_page(client, editor, secret):
    client.get(f"{ROOT}/me", headers=bearer(secret))
    assert not client.cookies
    assert not Session.objects.exists()
    assert client.get("/account/keys", headers=bearer(secret)).status_code == 302


def test_SR_28_a_key_does_what_it_was_made_for_and_no_more(by, roadmap, editor):
    _key, secret = keys.make(editor, "Writes", ["comment", "write", "publish", "admin"])
    for address in ("/me", "/tokens", "/goals", DRAFTS, DRAFT):
        problem = told(by(address, secret), 403)
        assert problem["detail"] == "This key may not do this: it needs the scope “read”."
    problem = told(by(f"{DRAFT}&lang=es", secret), 403)
    assert "read" in problem["detail"]


def test_SR_28_a_key_for_reading_changes_nothing(by, key, secret):
    problem = told(by(f"/tokens/{key.pk}", secret, "delete"), 403)
    assert problem["detail"] == "This key may not do this: it needs the scope “admin”."
    assert Key.objects.get().is_valid


def test_a_method_that_an_address_does_not_know_is_told_before_scopes(by, secret):
    response = by("/indicators", secret, "post")
    told(response, 405)


def test_a_wrong_format_is_told_before_one_looks_at_the_key(by, db):
    assert told(by("/me?format=AAA", "rumbo_wrong"), 400)["errors"][0]["pointer"] == "?format"


def test_SR_28_a_key_may_never_more_than_its_owner_may_now(by, roadmap, steward, editor, secret):
    assert by(DRAFT, secret).status_code == 200
    erase(steward, "withdrawn", roadmap.roles.get(user=editor))
    missing = told(by("/roadmaps/nowhere?draft=true", secret), 404)
    hidden = told(by(DRAFT, secret), 404)
    assert hidden | {"request_id": ""} == missing | {"request_id": ""}


def test_SR_28_the_key_of_a_stranger_opens_no_draft(by, roadmap, stranger):
    _key, secret = keys.make(stranger, "All", ["read", "write", "publish", "admin"])
    told(by(DRAFT, secret), 404)
    assert json.loads(by(DRAFTS, secret).content)["items"] == []


def test_the_use_of_a_key_is_noted_and_that_of_a_wrong_one_is_not(by, key, secret):
    by("/me", "rumbo_wrong")
    assert Key.objects.get().last_used_at is None
    by("/me", secret)
    assert timezone.now() - Key.objects.get().last_used_at < timedelta(seconds=10)


@pytest.mark.parametrize("name", ["access_token", "token", "key", "bearer", "authorization"])
@pytest.mark.parametrize("address", ["/me", "/goals", "/roadmaps/electromobility", "/tokens"])
def test_SR_29_a_key_in_the_address_is_refused(client, published, editor, address, name):
    _key, secret = keys.make(editor, "In the address", ["read"])
    client.force_login(editor)
    response = client.get(f"{ROOT}{address}", {name: secret})
    told(response, 400)
    assert secret not in response.content.decode()
    assert Key.objects.get().last_used_at is None


def test_SR_29_a_key_in_the_address_does_not_say_who_asks(client, secret):
    told(client.get(f"{ROOT}/me", {"access_token": secret}), 400)
    told(client.get(f"{ROOT}/me", {"access_token": secret[6:]}), 401)


def test_SR_29_no_log_holds_a_secret(client, key, secret, editor, caplog):
    heard = io.StringIO()
    listener = logging.StreamHandler(heard)
    logging.getLogger().addHandler(listener)
    caplog.set_level(logging.DEBUG)
    for address in ("/me", "/tokens", "/nowhere", f"/tokens/{key.pk}"):
        client.get(ROOT + address, headers=bearer(secret))
        client.get(ROOT + address, headers=bearer(secret + "x"))
        client.delete(ROOT + address, headers=bearer(secret))
    logging.getLogger().removeHandler(listener)
    assert "Unauthorized" in caplog.text
    lines = json.dumps(list(Change.objects.values_list("fields", flat=True)))
    for written in (caplog.text, heard.getvalue(), lines):
        assert secret not in written
        assert key.digest not in written

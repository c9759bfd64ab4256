"""What may be an attack is written down: one line of JSON, without secrets, that nobody forges."""

import json
import logging
import re

import pytest
from django.test import Client, RequestFactory

from accounts import events, keys
from changes.models import record
from tests.addresses import everywhere
from tests.api.conftest import ROOT
from tests.tree import product, texts

NOTE = re.compile(r"events\.note\(\s*\"([a-z-]+)\"")


def line(kind, request=None, **facts):
    """What would be written down."""
    said = logging.LogRecord(events.LOG.name, logging.WARNING, "", 0, kind, None, None)
    said.facts = {**events._of(request), **facts}
    return events.Line().format(said)


@pytest.mark.parametrize(
    "text", ["a\nb", "a\r\nb", "a\u2028b", "a\x85b", '"}\n{"kind": "x"', "\x1b[2J"]
)
def test_SR_51_whatever_a_caller_writes_it_stays_one_line(text):
    request = RequestFactory().get("/nowhere")
    request.path_info = f"/{text}"
    told = line("hostile-input", request, word=text)
    assert len(told.splitlines()) == 1
    assert told.isascii()
    assert json.loads(told)["word"] == text
    assert json.loads(told)["route"] == text.strip("/").partition("/")[0]


def test_SR_51_a_line_holds_no_key_and_no_endless_word():
    secret = "rumbo_" + "s" * 43
    told = line("hostile-input", word=f"before {secret} after", more="x" * 10_000)
    assert secret not in told
    assert json.loads(told)["word"] == "before rumbo_… after"
    assert len(told) < 1000


def test_SR_51_a_line_says_when_where_and_what(client, editor, noted):
    client.force_login(editor)
    client.post("/account/keys/00000000-0000-4000-8000-000000000000/revoke?next=secret")
    client.get("/account/keys")
    client.put("/account/keys")
    request = RequestFactory().get("/roadmaps/x?secret=1")
    told = json.loads(line("not-allowed", request))
    assert told.keys() == {"at", "kind", "request", "from", "method", "route"}
    assert (told["from"], told["method"]) == ("127.0.0.1", "GET")
    assert told["route"] == "roadmaps/<slug:slug>"
    assert "secret" not in str(told)


def test_SR_51_what_django_finds_suspicious_is_a_line_too(client, db, capsys):
    said = logging.LogRecord("django.security.X", logging.ERROR, "", 0, "a\nb %s", ("c",), None)
    told = events.Line().format(said)
    assert "\n" not in told
    assert json.loads(told)["said"] == "a\nb c"
    handlers = logging.getLogger("django.security").handlers
    assert [type(each.formatter) for each in handlers] == [events.Line]


def test_SR_51_failed_authorisation_is_noted(client, roadmap, partner, noted):
    assert client.get(f"{ROOT}/me").status_code == 401
    assert noted("not-signed-in")[0]["route"] == "api/v1/me"
    client.force_login(partner)
    body = {"title": "Mine", "base": roadmap.revision}
    response = client.patch(f"{ROOT}/elements/EMO-C01", body, "application/json")
    assert response.status_code == 403
    told = noted("not-allowed")[0]
    assert (told["person"], told["method"]) == (str(partner.pk), "PATCH")
    assert "Mine" not in str(told)


def test_SR_51_a_page_that_is_forbidden_is_noted(client, roadmap, partner, noted):
    client.force_login(partner)
    response = client.post("/roadmaps/electromobility/elements/EMO-C01/withdraw")
    assert response.status_code == 403
    assert noted("not-allowed")[0]["person"] == str(partner.pk)


def test_SR_51_a_form_without_its_token_is_noted(editor, noted):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    response = client.post("/account/keys", {"name": "x"})
    assert response.status_code == 403
    assert "on another site" in response.content.decode()
    assert len(noted("forged-form")) == 1
    assert noted("not-allowed") == []


def test_SR_51_the_use_of_a_key_that_ended_is_noted(client, editor, noted):
    key, secret = keys.make(editor, "Old", ["read"])
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get(f"{ROOT}/me", headers=headers).status_code == 200
    keys.revoke(editor, key)
    assert client.get(f"{ROOT}/me", headers=headers).status_code == 401
    told = noted("key-ended")[0]
    assert (told["key"], told["owner"]) == (str(key.pk), str(editor.pk))
    assert secret not in str(told)
    client.get(f"{ROOT}/me", headers={"Authorization": "Bearer rumbo_never"})
    assert len(noted("key-ended")) == 1
    assert len(noted("not-signed-in")) == 1


def test_SR_51_so_is_that_of_a_key_whose_owner_may_not_sign_in(client, editor, registrar, noted):
    _key, secret = keys.make(editor, "Old", ["read"])
    record(registrar, "edited", editor, is_active=False)
    client.get(f"{ROOT}/me", headers={"Authorization": f"Bearer {secret}"})
    assert len(noted("key-ended")) == 1


@pytest.mark.parametrize("query", ["cursor=eyJ4IjoxfQ:abc", "cursor=AAAA"])
def test_SR_51_a_forged_cursor_is_noted(client, published, noted, query):
    assert client.get(f"{ROOT}/goals?{query}").status_code == 400
    assert client.get(f"{ROOT}/changes?{query.replace('cursor', 'after')}").status_code == 400
    assert len(noted("forged-cursor")) == 2


def test_SR_51_hostile_bodies_are_noted(client, roadmap, editor, noted):
    client.force_login(editor)
    for body in (b'{"title": "\\u0000"}', b"[" * 20_000, b'{"a": NaN}'):
        client.patch(f"{ROOT}/elements/EMO-C01", body, "application/json")
    assert len(noted("hostile-input")) == 3


def test_SR_51_a_key_in_an_address_is_noted_without_the_key(client, db, noted):
    client.get("/?token=rumbo_" + "x" * 43)
    assert noted("key-in-address")[0]["route"] == ""
    assert "xxx" not in str(noted("key-in-address"))


def test_SR_51_what_is_allowed_is_no_event(client, published, caplog):
    for _route, address in everywhere():
        response = client.get(address)
        # 400: nothing was said of what has to be said
        assert response.status_code in (200, 302, 400, 401, 404, 405), address
    said = [each for each in caplog.records if each.name == events.LOG.name]
    assert {each.getMessage() for each in said} <= {"not-signed-in"}


def test_every_kind_of_event_is_known_and_explained():
    found = {
        kind for name, text in texts().items() if name in product() for kind in NOTE.findall(text)
    }
    assert found | set(events.BY_STATUS.values()) <= set(events.KINDS)
    paper = texts()["docs/operations.md"]
    assert [kind for kind in events.KINDS if f"| `{kind}` |" not in paper] == []

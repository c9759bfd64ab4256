"""Who is let in: from our own pages, signed in, with a role on the map. All else looks missing."""

import pytest
from django.conf import settings
from websockets.exceptions import InvalidStatus

from accounts.models import User
from api.live.handshake import Knock
from changes.models import record
from tests.api.live.conftest import cookie, until

pytestmark = pytest.mark.django_db(transaction=True)
FOREIGN = [
    None, "null", "", "https://evil.example", "http://localhost.evil.example", "http://localhost:1",
    "file://", "http://evil@127.0.0.1", "http://[", "http://127.0.0.1:99999", "127.0.0.1", "*",
]  # fmt: skip


def test_SR_36_a_page_of_ours_is_let_in(open_page, published, editor):
    assert open_page(editor).hear()["type"] == "welcome"


@pytest.mark.parametrize("origin", FOREIGN)
def test_SR_36_a_page_of_somebody_else_is_refused_before_anything_is_said(
    open_page, published, editor, origin
):
    with pytest.raises(InvalidStatus) as refusal:
        open_page(editor, origin=origin)
    assert refusal.value.response.status_code == 403


def test_SR_36_a_hidden_map_looks_like_a_missing_one(open_page, knock, published, stranger, editor):
    hidden = ("/live/electromobility", stranger), ("/live/missing", stranger)
    nowhere = ("/live/", editor), ("/live/a/b", editor), ("/elsewhere", editor), ("/", editor)
    endings = [ending(open_page(person, path)) for path, person in (*hidden, *nowhere)]
    endings += [ending(knock()), ending(knock("/live/missing"))]
    assert set(endings) == {(4404, "")}


@pytest.mark.parametrize(
    "session", ["sessionid=", "sessionid=made0up0by0somebody0else0000000", "sessionid=%00%27", "x"]
)
def test_SR_36_a_session_that_does_not_hold_is_nobody(knock, published, session):
    assert ending(knock(headers=[("Cookie", session)])) == (4404, "")


def test_SR_36_a_session_does_not_survive_a_new_password(knock, published, editor):
    brought = [("Cookie", cookie(editor))]
    record(editor, "edited", User.objects.get(pk=editor.pk), password="another")
    assert ending(knock(headers=brought)) == (4404, "")


def test_SR_36_who_may_no_longer_sign_in_is_nobody(knock, published, editor):
    brought = [("Cookie", cookie(editor))]
    record(editor, "edited", User.objects.get(pk=editor.pk), is_active=False)
    assert ending(knock(headers=brought)) == (4404, "")


def ending(page):
    return page.is_closed_with(), page.line.close_reason


def came(origin, host="rumbo.example", scheme="ws", **headers):
    said = {"host": host, "origin": origin, **headers}
    pairs = [(name.encode(), value.encode()) for name, value in said.items()]
    return Knock({"headers": pairs, "scheme": scheme, "path": "/live/x"}).comes_from_our_page()


def test_the_name_of_the_host_has_to_be_one_of_ours(monkeypatch):
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["rumbo.example", ".maps.example", "*"])
    assert came("http://rumbo.example")
    assert came("http://RUMBO.example")
    assert came("http://rumbo.example", host="10.0.0.7:8000")  # what a proxy may say
    assert came("http://rumbo.example:8000", host="rumbo.example:8000")
    assert came("http://mx.maps.example", host="mx.maps.example")
    assert not came("http://rumbo.example:8001", host="rumbo.example:8000")
    assert not came("http://rumbo.example.evil", host="rumbo.example.evil")
    assert not came("http://evil.example", host="evil.example")


def test_a_page_over_https_belongs_to_a_socket_over_https(monkeypatch):
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["rumbo.example"])
    assert came("https://rumbo.example", scheme="wss")
    assert not came("http://rumbo.example", scheme="wss")
    assert not came("https://rumbo.example")
    monkeypatch.setattr(settings, "SECURE_PROXY_SSL_HEADER", ("HTTP_X_FORWARDED_PROTO", "https"))
    assert came("https://rumbo.example", **{"x-forwarded-proto": "https"})
    monkeypatch.setattr(settings, "SECURE_SSL_REDIRECT", True)
    assert came("https://rumbo.example")
    assert not came("http://rumbo.example")


def test_other_names_can_be_trusted_by_name(monkeypatch):
    trusted = ["https://maps.example", "https://*.ministry.example"]
    monkeypatch.setattr(settings, "CSRF_TRUSTED_ORIGINS", trusted)
    assert came("https://maps.example")
    assert came("https://mx.ministry.example")
    assert not came("http://mx.ministry.example")
    assert not came("https://ministry.example.evil")


def test_SR_51_a_socket_that_is_refused_is_noted(
    server, knock, open_page, roadmap, stranger, noted
):
    with pytest.raises(InvalidStatus):
        knock(origin="https://evil.example")
    until(lambda: noted("socket-refused"))
    told = noted("socket-refused")[0]
    assert (told["why"], told["origin"]) == ("origin", "https://evil.example")
    assert (told["from"], told["route"]) == ("127.0.0.1", "live")
    open_page(stranger).is_closed_with()
    until(lambda: len(noted("socket-refused")) == 2)
    assert noted("socket-refused")[1]["why"] == "hidden or missing"

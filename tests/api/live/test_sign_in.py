"""How somebody came in counts for open maps too, and so does the end of their session."""

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import factors, sessions
from api.live import protocol
from roadmaps import roadmap as maps
from tests.accounts import authenticator
from tests.api.live.test_rights import welcomed
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def come_in(knock):
    """Signs somebody in with a password, and gives the browser and a socket that it opens."""

    def go(person, code=""):
        browser = Client()
        browser.post("/sign-in", {"login": person.email, "password": PASSWORD})
        if code:
            browser.post("/sign-in/second-step", {"code": code})
        name = settings.SESSION_COOKIE_NAME
        cookie = f"{name}={browser.cookies[name].value}"
        return browser, knock(headers=[("Cookie", cookie)])

    return go


def test_SR_25_SR_36_without_the_second_factor_a_map_is_not_there(come_in, roadmap, steward):
    _browser, page = come_in(steward)
    assert page.is_closed_with() == protocol.NOT_FOUND


def test_SR_25_with_it_the_map_opens(come_in, roadmap, steward):
    factors.tie_app(steward, authenticator.SECRET)
    _browser, page = come_in(steward, authenticator.fresh_code())
    welcomed(page)


def test_SR_25_who_becomes_an_approver_without_a_factor_is_shown_out(
    come_in, roadmap, editor, steward
):
    _browser, page = come_in(editor)
    welcomed(page)
    maps.grant(steward, roadmap, "approver", user=editor)
    assert page.is_closed_with() == protocol.FORBIDDEN


def test_SR_30_to_sign_out_in_one_browser_closes_the_sockets_of_all(come_in, roadmap, editor):
    _first, page = come_in(editor)
    second, other = come_in(editor)
    welcomed(page)
    welcomed(other)
    second.post("/sign-out")
    assert page.is_closed_with() == protocol.FORBIDDEN
    assert other.is_closed_with() == protocol.FORBIDDEN


def test_SR_30_a_session_that_is_ended_from_elsewhere_takes_its_sockets_along(
    come_in, roadmap, editor
):
    _first, page = come_in(editor)
    second, other = come_in(editor)
    welcomed(page)
    welcomed(other)
    second.post("/account/sessions/end-others")
    assert page.is_closed_with() == protocol.FORBIDDEN
    other.say(type="since", revision=0)
    other.hear_of("changes")


def test_SR_30_who_becomes_an_approver_and_did_nothing_for_half_an_hour_is_shown_out(
    open_page, roadmap, editor, steward
):
    page, other = open_page(editor), open_page(steward)
    welcomed(page)
    welcomed(other)
    for row in Session.objects.all():
        store = SessionStore(row.pk)
        store[sessions.SEEN] -= 40 * 60
        store.save()
    assert other.is_closed_with() == protocol.FORBIDDEN
    page.say(type="since", revision=0)
    page.hear_of("changes")  # others may do nothing for a week
    maps.grant(steward, roadmap, "approver", user=editor)
    assert page.is_closed_with() == protocol.FORBIDDEN


def test_SR_36_a_map_that_opens_after_the_key_of_the_server_has_changed_ends_no_session(
    come_in, knock, roadmap, editor, monkeypatch
):
    browser, page = come_in(editor)
    welcomed(page)
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [settings.SECRET_KEY])
    monkeypatch.setattr(settings, "SECRET_KEY", "another" * 9)
    number = browser.cookies[settings.SESSION_COOKIE_NAME].value
    welcomed(knock(headers=[("Cookie", f"{settings.SESSION_COOKIE_NAME}={number}")]))
    assert Session.objects.filter(pk=number).exists()
    assert browser.get("/account").status_code == 200


def test_SR_30_an_open_map_alone_keeps_no_session_alive(come_in, roadmap, editor):
    browser, page = come_in(editor)
    welcomed(page)
    mine = Session.objects.filter(pk=browser.cookies[settings.SESSION_COOKIE_NAME].value)
    mine.update(expire_date=timezone.now())
    assert page.is_closed_with() == protocol.FORBIDDEN

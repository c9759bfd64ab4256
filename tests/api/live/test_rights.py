"""Rights that are taken away end at open sockets too, within five seconds."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, User
from api.live import protocol
from changes.models import Change, erase, record
from roadmaps import elements
from roadmaps import roadmap as maps
from tests import factories
from tests.api.live.test_sockets import edit

pytestmark = pytest.mark.django_db(transaction=True)


def welcomed(page):
    page.hear_of("welcome")
    return page


def test_SR_14_SR_37_who_lost_the_role_is_shown_out_within_five_seconds(
    open_page, roadmap, editor, steward
):
    page, other = welcomed(open_page(editor)), welcomed(open_page(steward))
    maps.revoke(steward, roadmap.roles.get(user=editor))
    assert page.is_closed_with() == protocol.FORBIDDEN
    assert other.hear_of("changes")["changes"][0]["verb"] == "revoked"
    assert [each["name"] for each in other.hear_of("people")["people"]] == ["Steward"]


def test_SR_14_also_when_the_notice_is_lost(open_page, roadmap, editor, steward, monkeypatch):
    page = welcomed(open_page(editor))
    monkeypatch.setattr("changes.bus._bus.hand_out", lambda notice: None)
    maps.revoke(steward, roadmap.roles.get(user=editor))
    assert page.is_closed_with() == protocol.FORBIDDEN


def test_SR_14_who_left_the_organisation_is_shown_out(open_page, roadmap, partner, registrar):
    page = welcomed(open_page(partner))
    erase(registrar, "left", Membership.objects.get(user=partner))
    assert page.is_closed_with() == protocol.FORBIDDEN


def test_SR_30_who_may_no_longer_sign_in_is_shown_out(open_page, roadmap, editor, registrar):
    page = welcomed(open_page(editor))
    record(registrar, "edited", User.objects.get(pk=editor.pk), is_active=False)
    assert page.is_closed_with() == protocol.FORBIDDEN


def test_SR_30_who_signs_out_is_shown_out(open_page, roadmap, editor, steward):
    page, other = welcomed(open_page(editor)), welcomed(open_page(steward))
    mine = [each for each in Session.objects.all() if owner(each) == str(editor.pk)]
    assert len(mine) == 1
    mine[0].delete()
    assert page.is_closed_with() == protocol.FORBIDDEN
    assert other.hear_of("people")


def owner(session):
    return session.get_decoded()["_auth_user_id"]


def test_SR_30_a_new_password_ends_the_sockets_of_the_old_one(open_page, roadmap, editor):
    page = welcomed(open_page(editor))
    record(editor, "edited", User.objects.get(pk=editor.pk), password="another")
    assert page.is_closed_with() == protocol.FORBIDDEN


def test_who_loses_a_role_but_keeps_another_stays_and_sees_less(
    open_page, roadmap, editor, steward
):
    maps.grant(steward, roadmap, "steward", user=editor)
    page = welcomed(open_page(editor))
    elements.add(steward, roadmap, "challenge", title="First", visibility="internal")
    assert page.hear_of("changes")["changes"][0]["verb"] == "added"
    maps.revoke(steward, roadmap.roles.get(user=editor, role="steward"))
    assert page.hear_of("changes")["changes"][0]["verb"] == "revoked"
    elements.add(steward, roadmap, "challenge", title="Second", visibility="internal")
    assert page.hears_nothing_of("changes")


def test_nobody_is_told_what_was_done_after_the_right_was_lost(
    open_page, roadmap, editor, steward, challenge
):
    page = welcomed(open_page(editor))
    with transaction.atomic():
        maps.revoke(steward, roadmap.roles.get(user=editor))
        edit(steward, challenge, title="Only for those who are left")
    assert page.is_closed_with() == protocol.FORBIDDEN
    assert page.heard
    assert "Only for those" not in str(page.heard)


def test_SR_37_who_asks_the_log_is_asked_again_who_they_are(
    open_page, roadmap, editor, steward, monkeypatch
):
    monkeypatch.setattr("api.live.hall.SWEEP", 60)
    monkeypatch.setattr("changes.bus._bus.hand_out", lambda notice: None)
    page = welcomed(open_page(editor))
    maps.revoke(steward, roadmap.roles.get(user=editor))
    page.say(type="since", revision=0)
    assert page.is_closed_with() == protocol.FORBIDDEN


def test_who_gains_a_role_sees_more_without_coming_again(open_page, roadmap, editor, steward):
    page = welcomed(open_page(editor))
    maps.grant(steward, roadmap, "steward", user=editor)
    page.hear_of("changes")
    elements.add(steward, roadmap, "challenge", title="For stewards", visibility="internal")
    assert page.hear_of("changes")["changes"][0]["fields"]["title"] == [None, "For stewards"]


def test_a_map_of_others_is_not_touched(open_page, roadmap, editor, steward, programme):
    other = factories.roadmap(steward, programme, slug="other")
    factories.maps.grant(steward, other, "editor", user=editor)
    here, there = welcomed(open_page(editor)), welcomed(open_page(editor, "/live/other"))
    maps.revoke(steward, roadmap.roles.get(user=editor))
    assert here.is_closed_with() == protocol.FORBIDDEN
    elements.add(steward, other, "challenge", title="Still told")
    assert there.hear_of("changes")["changes"][0]["verb"] == "added"


def test_SR_14_whose_role_ends_with_the_day_is_shown_out_without_any_write(
    open_page, roadmap, editor, steward, stranger, monkeypatch
):
    today = timezone.localdate()
    maps.grant(steward, roadmap, "editor", user=stranger, until=today)
    page, other = welcomed(open_page(stranger)), welcomed(open_page(editor))
    lines, real = Change.objects.count(), timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=1))
    assert page.is_closed_with() == protocol.FORBIDDEN
    assert Change.objects.count() == lines
    assert [each["name"] for each in other.hear_of("people")["people"]] == ["Editor"]
    elements.add(steward, roadmap, "challenge", title="For those who are left")
    assert other.hear_of("changes")["changes"][0]["verb"] == "added"


def test_SR_14_whose_stronger_role_ends_with_the_day_stays_and_sees_less(
    open_page, roadmap, editor, steward, monkeypatch
):
    maps.grant(steward, roadmap, "approver", user=editor, until=timezone.localdate())
    page, real = welcomed(open_page(editor)), timezone.now
    elements.add(steward, roadmap, "challenge", title="First", visibility="internal")
    assert page.hear_of("changes")["changes"][0]["verb"] == "added"
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=1))
    elements.add(steward, roadmap, "challenge", title="Second", visibility="internal")
    assert page.hears_nothing_of("changes")


def test_while_somebody_looks_with_other_eyes_no_socket_is_opened(server, roadmap, steward, knock):
    browser = Client()
    browser.force_login(steward)

    def open_line():
        name = settings.SESSION_COOKIE_NAME
        return knock(headers=[("Cookie", f"{name}={browser.cookies[name].value}")])

    before = welcomed(open_line())
    browser.post("/account/view-as", {"eyes": "role:editor"})
    assert open_line().is_closed_with() == protocol.NOT_FOUND
    assert before.is_closed_with() == protocol.FORBIDDEN
    browser.post("/account/view-as/end")
    welcomed(open_line())

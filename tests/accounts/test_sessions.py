"""Sessions: how long they last, which there are, how they end, and when one is asked again."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts import sessions
from accounts.browsers import name_of
from changes.models import record
from roadmaps import roadmap as maps
from tests.accounts import authenticator
from tests.accounts.conftest import is_in
from tests.factories import PASSWORD

PAGE = "/account/sessions"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
MOBILE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def trusted(client, sign_in, steward, app, later):
    """The steward, who has come in with both factors."""
    sign_in(app(steward))
    client.post("/sign-in/second-step", {"code": authenticator.fresh_code()})
    assert is_in(client)
    return steward


def test_SR_30_who_is_trusted_and_does_nothing_for_half_an_hour_is_out(client, trusted, later):
    later(minutes=29)
    assert is_in(client)
    later(minutes=29)
    assert is_in(client)
    later(minutes=31)
    assert not is_in(client)


def test_SR_30_who_is_trusted_is_out_after_twelve_hours_whatever_they_do(client, trusted, later):
    for _half_hour in range(28):
        later(minutes=25)
        assert is_in(client)
    later(minutes=25)
    assert not is_in(client)


def test_SR_30_others_stay_a_week_without_a_sign_and_a_month_at_most(
    client, sign_in, editor, later
):
    sign_in(editor)
    for _week in range(4):
        later(days=6, hours=23)
        assert is_in(client)
    later(days=3)
    assert not is_in(client)


def test_others_are_out_after_a_week_without_a_sign(client, sign_in, editor, later):
    sign_in(editor)
    later(days=7, minutes=1)
    assert not is_in(client)


def test_SR_30_who_becomes_an_approver_is_held_to_the_shorter_time_at_once(
    client, sign_in, editor, app, steward, roadmap, later
):
    sign_in(app(editor))
    client.post("/sign-in/second-step", {"code": authenticator.fresh_code()})
    later(hours=2)
    maps.grant(steward, roadmap, "approver", user=editor)
    assert not is_in(client)


def test_SR_30_a_page_that_asks_by_itself_is_no_sign_of_life(client, trusted, roadmap, later):
    for _look in range(3):
        later(minutes=11)
        answer = client.get("/api/v1/changes?roadmap=electromobility")
    assert answer.status_code == 200
    assert not is_in(client)


def test_SR_30_nor_is_a_page_that_renews_itself(client, trusted, roadmap, later):
    for _look in range(3):
        later(minutes=11)
        client.get("/roadmaps/electromobility", headers={"Sec-Fetch-Dest": "empty"})
    assert not is_in(client)


def test_what_is_written_by_the_api_is_a_sign_of_life(client, trusted, roadmap, later):
    for _write in range(3):
        later(minutes=11)
        client.post("/api/v1/bulk", "{}", content_type="application/json")
    assert is_in(client)


def test_a_session_from_before_there_were_limits_is_over(client, editor):
    client.force_login(editor)
    session = client.session
    del session[sessions.BEGUN]
    session.save()
    assert not is_in(client)


def test_SR_30_the_end_of_a_session_stands_in_its_row(client, trusted):
    row = Session.objects.get(pk=client.cookies["sessionid"].value)
    left = row.expire_date - timezone.now()
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)


def test_life_is_noted_once_a_minute(client, trusted, later, django_assert_num_queries):
    later(seconds=50)
    with django_assert_num_queries(2):
        client.get("/account")
    later(seconds=20)
    client.get("/account")
    with django_assert_num_queries(2):
        client.get("/account")


def test_SR_32_the_cookie_is_for_this_site_and_no_script(client, sign_in, editor, settings):
    settings.SESSION_COOKIE_SECURE = True
    settings.KNOWN_BROWSER_COOKIE = "__Host-known_browser"
    sign_in(editor)
    for name in ("sessionid", "__Host-known_browser"):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_my_sessions_are_listed_with_browser_network_and_time(client, sign_in, editor, partner):
    other = Client(headers={"User-Agent": MOBILE}, REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    sign_in(editor, by=other)
    sign_in(partner, by=Client(headers={"User-Agent": "Nobody's business"}))
    client.defaults["HTTP_USER_AGENT"] = FIREFOX
    sign_in(editor)
    html = client.get(PAGE).content.decode()
    assert "Firefox, Windows" in html
    assert "Safari, iOS" in html
    assert "2001:db8:1:2::" in html
    assert "3:4:5:6" not in html
    assert html.count("This one") == 1
    assert "business" not in html
    assert len(re.findall(r"/account/sessions/\d+/end", html)) == 1


def test_a_page_of_sessions_takes_a_fixed_number_of_queries(
    client, sign_in, editor, django_assert_num_queries
):
    for _browser in range(4):
        sign_in(editor, by=Client())
    sign_in(editor)
    with django_assert_num_queries(3):
        client.get(PAGE)


def test_SR_30_a_session_is_ended_from_another_one(client, sign_in, editor):
    other = Client()
    sign_in(editor, by=other)
    sign_in(editor)
    (address,) = re.findall(r"/account/sessions/\d+/end", client.get(PAGE).content.decode())
    client.post(address)
    assert not is_in(other)
    assert is_in(client)
    assert client.post(address).status_code == 404


def test_SR_30_all_others_are_ended_at_once(client, sign_in, editor):
    others = [Client() for _number in range(3)]
    for other in others:
        sign_in(editor, by=other)
    sign_in(editor)
    client.post(f"{PAGE}/end-others")
    assert not any(is_in(other) for other in others)
    assert is_in(client)


def test_SR_05_nobody_ends_the_session_of_somebody_else(client, sign_in, editor, partner):
    other = Client()
    sign_in(partner, by=other)
    sign_in(editor)
    theirs = UserSession.objects.get(user=partner)
    assert client.post(f"{PAGE}/{theirs.pk}/end").status_code == 404
    assert client.post(f"{PAGE}/999999/end").status_code == 404
    assert is_in(other)


def test_SR_30_a_session_is_still_ended_after_the_key_of_the_server_has_changed(
    client, sign_in, editor, settings
):
    sign_in(editor)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9
    before = client.cookies["sessionid"].value
    assert is_in(client)
    assert client.cookies["sessionid"].value != before
    sessions.end_all(editor)
    assert not is_in(client)


def test_SR_30_who_may_no_longer_sign_in_is_out_everywhere(client, sign_in, editor, registrar):
    sign_in(editor)
    record(registrar, "edited", editor, is_active=False)
    assert not is_in(client)


GRAVE = [
    ("/account/email", {"email": "new@rumbo.example", "action_add": "1"}),
    ("/account/keys", {"name": "Mine", "scopes": ["read"], "days": "9"}),
    ("/account/second-factor/app", {"code": "123456"}),
    ("/account/second-factor/passkeys/add", {"name": "Laptop", "credential": "{}"}),
    ("/account/sessions/end-others", {}),
    ("/account/sessions/7/end", {}),
]


@pytest.mark.parametrize(("address", "data"), GRAVE)
def test_SR_31_before_grave_things_one_is_asked_again_who_one_is(
    client, sign_in, editor, later, address, data
):
    sign_in(editor)
    later(minutes=11)
    answer = client.post(address, data)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/is-it-you?next=")
    assert not editor.keys.exists()


def test_SR_31_who_says_it_goes_on_where_they_were(client, sign_in, editor, later):
    sign_in(editor)
    later(minutes=11)
    page = client.post(*GRAVE[1], follow=True)
    address = page.redirect_chain[-1][0]
    next_ = re.search(r'name="next" value="([^"]+)"', page.content.decode())[1]
    wrong = client.post(address, {"password": "not this one", "next": next_})
    assert "This is not your password." in wrong.content.decode()
    assert not editor.keys.exists()
    done = client.post(address, {"password": PASSWORD, "next": next_})
    assert "The key “Mine” is made" in done.content.decode()
    assert editor.keys.count() == 1


def test_SR_31_the_page_of_keys_can_be_read_without_that(client, sign_in, editor, later):
    sign_in(editor)
    later(hours=3)
    assert client.get("/account/keys").status_code == 200


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (MOBILE, "Safari, iOS"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8.5.0", "Another program"),
        ("", "Another program"),
        ("<script>alert(1)</script>", "Another program"),
    ],
)
def test_browsers_are_called_as_people_know_them(agent, name):
    assert name_of(agent) == name


def test_what_is_known_of_sessions_that_are_over_is_forgotten(
    client, sign_in, editor, partner, later, capsys
):
    sign_in(partner, by=Client())
    later(days=8)
    sign_in(editor)
    call_command("forget_sessions")
    assert capsys.readouterr().out == "1 sessions forgotten.\n"
    assert [each.user for each in UserSession.objects.all()] == [editor]
    assert Session.objects.count() == 1
    assert is_in(client)

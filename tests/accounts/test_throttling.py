"""How often somebody may try to come in, one after the other and many at once."""

import http.client
import re
import threading
import time
from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from accounts import throttles
from tests.accounts import authenticator
from tests.accounts.conftest import is_in
from tests.api.live.conftest import Server
from tests.factories import PASSWORD

WRONG = "not this one"
MANY = 96


@pytest.fixture
def server(transactional_db):
    """The product as it runs, in a thread of its own."""
    with Server() as running:
        yield running


@pytest.fixture
def fail(client):
    """Tries so often with a wrong password, and gives the last answer."""

    def go(email, times, by=None, **more):
        data = {"login": email, "password": WRONG}
        for _try in range(times):
            answer = (by or client).post("/sign-in", data, **more)
        return answer

    return go


@pytest.mark.parametrize(
    ("prefix", "sentence"), [("", "minutes, then try again"), ("/es", "minutos y vuelva")]
)
def test_SR_26_after_ten_failures_one_waits_a_quarter_of_an_hour_at_most(
    client, fail, editor, prefix, sentence
):
    assert fail(editor.email, 10).status_code == 200
    data = {"login": editor.email, "password": PASSWORD}
    answer = client.post(f"{prefix}/sign-in", data)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert sentence in answer.content.decode()
    assert not is_in(client)


def test_SR_26_when_the_time_is_over_one_comes_in(client, fail, sign_in, editor, monkeypatch):
    fail(editor.email, 11)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 15 * 60 + 1)
    assert sign_in(editor).status_code == 302


def test_SR_26_unknown_e_mails_are_throttled_like_known_ones(fail, editor):
    def told(email):
        answers = [fail(email, 1) for _try in range(11)]
        return [answer.status_code for answer in answers]

    assert told(editor.email) == told("nobody@rumbo.example") == [200] * 10 + [429]


def test_SR_26_the_account_is_guarded_against_guesses_from_everywhere(fail, editor):
    for number in range(10):
        fail(editor.email, 1, by=Client(REMOTE_ADDR=f"192.0.2.{number}"))
    assert fail(editor.email, 1, by=Client(REMOTE_ADDR="198.51.100.7")).status_code == 429


def test_SR_26_strangers_do_not_lock_out_who_has_signed_in_here_before(
    client, fail, sign_in, editor
):
    sign_in(editor)
    client.post("/sign-out")
    fail(editor.email, 20, by=Client(REMOTE_ADDR="192.0.2.1"))
    assert sign_in(editor).status_code == 302
    client.post("/sign-out")
    assert fail(editor.email, 11).status_code == 429  # but guessing is not for them either


def test_a_mark_of_a_known_browser_is_not_made_up_nor_passed_on(client, fail, sign_in, editor):
    other = Client()
    other.cookies["known_browser"] = "made:up"
    assert fail(editor.email, 11, by=other).status_code == 429
    sign_in(editor, by=Client())
    assert fail("somebody@rumbo.example", 11).status_code == 429


def test_SR_26_one_network_does_not_try_many_accounts(fail, editor, monkeypatch):
    monkeypatch.setattr(throttles, "NETWORK", "20 per 15 minute")
    tries = [fail(f"person{number}@rumbo.example", 1) for number in range(21)]
    assert [answer.status_code for answer in tries] == [200] * 20 + [429]
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert fail("person99@rumbo.example", 1, by=other).status_code == 200


def test_SR_47_a_network_is_not_what_the_caller_says(db, fail, monkeypatch):
    monkeypatch.setattr(throttles, "NETWORK", "5 per 15 minute")
    tries = [
        fail(f"person{number}@rumbo.example", 1, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
        for number in range(6)
    ]
    assert tries[-1].status_code == 429


def test_SR_47_behind_a_proxy_each_network_is_counted_alone(db, fail, monkeypatch, settings):
    settings.TRUSTED_PROXIES = 1
    monkeypatch.setattr(throttles, "NETWORK", "5 per 15 minute")
    tries = [
        fail(f"person{number}@rumbo.example", 1, HTTP_X_FORWARDED_FOR=f"10.0.0.1, 192.0.2.{number}")
        for number in range(6)
    ]
    assert tries[-1].status_code == 200


def test_a_success_does_not_count(sign_in, editor):
    answers = [sign_in(editor, by=Client()) for _time in range(25)]
    assert {answer.status_code for answer in answers} == {302}


def test_a_success_forgives_no_failures(fail, sign_in, editor):
    fail(editor.email, 9)
    sign_in(editor, by=Client())
    fail(editor.email, 1)
    assert fail(editor.email, 1).status_code == 429


@pytest.mark.parametrize("address", ["/sign-in/code", "/sign-in/password"])
def test_SR_26_nobody_is_flooded_with_mails(client, editor, postbox, address):
    answers = [Client().post(address, {"email": editor.email}) for _time in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert len(postbox) == 5


def test_one_network_does_not_send_mails_to_many(client, db, postbox, monkeypatch):
    monkeypatch.setattr(throttles, "MAILS_OF_NETWORK", "3 per 15 minute")
    for number in range(4):
        answer = Client().post("/sign-in/code", {"email": f"person{number}@rumbo.example"})
    assert answer.status_code == 429
    assert len(postbox) == 3


def test_SR_26_codes_of_the_app_are_not_guessed(client, sign_in, editor, app):
    sign_in(app(editor))
    for _try in range(10):
        assert client.post("/sign-in/second-step", {"code": "000000"}).status_code == 200
    answer = client.post("/sign-in/second-step", {"code": authenticator.fresh_code()})
    assert answer.status_code == 429
    assert not is_in(client)


def test_SR_26_to_begin_anew_gives_no_more_tries_for_the_code(sign_in, editor, app):
    app(editor)
    for _try in range(11):
        browser = Client()
        sign_in(editor, by=browser)
        answer = browser.post("/sign-in/second-step", {"code": "000000"})
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/account/is-it-you", {"password": WRONG}),
        ("/account/password", {"oldpassword": WRONG, "password1": "x", "password2": "x"}),
    ],
)
def test_SR_26_who_is_signed_in_does_not_guess_the_password_either(
    client, sign_in, editor, address, data
):
    sign_in(editor)
    for _try in range(10):
        assert client.post(address, data).status_code == 200
    assert client.post(address, data).status_code == 429


@pytest.mark.django_db(transaction=True)
def test_SR_27_of_96_log_ins_at_once_ten_passwords_are_checked(server, editor, monkeypatch):
    checked = []
    verify = MD5PasswordHasher.verify

    def counted(self, password, encoded):
        checked.append(password)
        return verify(self, password, encoded)

    monkeypatch.setattr(MD5PasswordHasher, "verify", counted)
    token, cookies = form(server.host)
    body = urlencode({"login": editor.email, "password": WRONG, "csrfmiddlewaretoken": token})
    together, statuses = threading.Barrier(MANY), []

    def post():
        line = http.client.HTTPConnection(server.host, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        together.wait(30)
        line.request("POST", "/sign-in", body, headers)
        statuses.append(line.getresponse().status)
        line.close()

    threads = [threading.Thread(target=post) for _number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * 10 + [429] * (MANY - 10)
    assert len(checked) == 10


def form(host):
    """The token of the form and the cookie that belongs to it."""
    line = http.client.HTTPConnection(host, timeout=30)
    line.request("GET", "/sign-in")
    answer = line.getresponse()
    html, cookies = answer.read().decode(), answer.headers.get_all("Set-Cookie")
    line.close()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
    return token, "; ".join(cookie.partition(";")[0] for cookie in cookies)

"""People who come in by the pages, as real ones do."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts import factors
from tests.accounts import authenticator
from tests.factories import PASSWORD

LINK = re.compile(r"http://localhost:8000(/\S+)")


@pytest.fixture
def sign_in(client):
    """Signs somebody in with a password, and gives the answer."""

    def post(person, password=PASSWORD, by=None, **more):
        data = {"login": person.email, "password": password, **more}
        return (by or client).post("/sign-in", data)

    return post


@pytest.fixture
def app():
    """Gives somebody an authenticator app with a secret that the tests know."""

    def tie(person):
        factors.tie_app(person, authenticator.SECRET)
        return person

    return tie


@pytest.fixture
def step(client, sign_in):
    """Signs somebody in as far as the second step, and then types a code there."""

    def go(person, code, by=None):
        sign_in(person, by=by)
        return (by or client).post("/sign-in/second-step", {"code": code}, follow=True)

    return go


@pytest.fixture
def set_up(client):
    """Sets up an app in a browser in which somebody is signed in, and gives its secret."""

    def go(by=None):
        browser = by or client
        html = browser.get("/account/second-factor/app").content.decode()
        (secret,) = re.findall(r'id="secret" tabindex="0">(\w+)<', html)
        code = authenticator.fresh_code(secret)
        answer = browser.post("/account/second-factor/app", {"code": code})
        assert answer.headers["Location"] == "/account/second-factor/codes"
        return secret

    return go


@pytest.fixture
def postbox(db, mailoutbox, monkeypatch):
    """The mails that went out. A test never commits, so that they would wait for ever."""
    monkeypatch.setattr(transaction, "on_commit", lambda send, using=None, robust=False: send())
    return mailoutbox


@pytest.fixture
def later(monkeypatch):
    """Moves the time on by so much."""
    begun, passed = datetime.now(UTC), timedelta()
    monkeypatch.setattr(timezone, "now", lambda: begun + passed)

    def move(**much):
        nonlocal passed
        passed += timedelta(**much)

    return move


def link_in(mail):
    """The one link of a mail."""
    (link,) = LINK.findall(mail.body)
    return link


def is_in(client):
    """Whether somebody is signed in in this browser."""
    return client.get("/account").status_code == 200

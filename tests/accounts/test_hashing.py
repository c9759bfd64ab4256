"""Passwords are hashed a few at a time, and nobody holds what others need meanwhile."""

import threading

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection

from accounts import hashing, invitations, passwords
from tests.accounts.test_limits import together
from tests.factories import PASSWORD

ANOTHER = "the river knows where it goes"


@pytest.fixture
def crowded(monkeypatch):
    """All places are taken, and nobody has the patience to wait."""
    monkeypatch.setattr(hashing, "PLACES", threading.BoundedSemaphore(1))
    monkeypatch.setattr(hashing, "PATIENCE", 0)
    with hashing.place():
        yield


@pytest.fixture
def hashing_within(monkeypatch):
    """How many transactions are open whenever a password is hashed."""
    encode, depths = MD5PasswordHasher.encode, []

    def noted(self, *args):
        depths.append(len(connection.savepoint_ids))
        return encode(self, *args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", noted)
    return depths


@pytest.mark.parametrize(
    ("prefix", "sentence"), [("/es", "El servidor está ocupado."), ("", "The server is busy.")]
)
def test_who_finds_no_place_is_told_to_come_back(client, editor, crowded, prefix, sentence):
    data = {"login": editor.email, "password": PASSWORD}
    answer = client.post(f"{prefix}/sign-in", data)
    assert answer.status_code == 503
    assert sentence in answer.content.decode()
    assert "Retry-After" in answer.headers


@pytest.mark.django_db
def test_never_more_than_two_passwords_are_hashed_at_once(monkeypatch):
    encode, within, most = MD5PasswordHasher.encode, [], []

    def slowly(self, *args):
        within.append(1)
        most.append(len(within))
        threading.Event().wait(0.02)
        within.pop()
        return encode(self, *args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", slowly)
    together(8, lambda: hashing.hashed(PASSWORD))
    assert max(most) == hashing.AT_ONCE


def test_nothing_is_locked_while_a_password_is_hashed(
    client, editor, steward, association, hashing_within
):
    passwords.change(editor, ANOTHER)
    letter = invitations.invite(steward, association, "new@rumbo.example")
    invitations.open_account(letter, ANOTHER, name="New")
    assert hashing_within == [len(connection.savepoint_ids)] * 2


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_place_holds_no_connection(editor):
    assert connection.connection is not None
    with hashing.place():
        assert connection.connection is None

"""Becoming somebody else in the database for a moment, and oneself again whatever happens."""

import pytest
from django.db import DatabaseError, connection, transaction

from changes import roles
from changes.models import Change
from tests.api.live.conftest import until


def whoami():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def test_one_is_a_reader_within_the_block_and_oneself_again_after_it(db):
    with roles.as_reader():
        assert whoami() == roles.reader()
    assert whoami() == roles.web()


def test_one_is_oneself_again_after_an_error(db):
    with pytest.raises(ZeroDivisionError), roles.as_reader():
        raise ZeroDivisionError(whoami())
    assert whoami() == roles.web()


@pytest.mark.django_db(transaction=True)
def test_one_is_oneself_again_after_an_error_of_the_database():
    with pytest.raises(DatabaseError), roles.as_reader(), connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column")
    assert whoami() == roles.web()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_taken_back_does_not_take_the_reader_along():
    with roles.as_reader():
        with transaction.atomic():
            assert whoami() == roles.reader()
            transaction.set_rollback(True)
        assert whoami() == roles.reader()
    assert whoami() == roles.web()


@pytest.mark.django_db(transaction=True)
def test_the_next_transaction_does_not_lose_the_reader():
    with roles.as_reader():
        with transaction.atomic():
            assert whoami() == roles.reader()
            transaction.set_rollback(True)
        with transaction.atomic():
            assert whoami() == roles.reader()
    assert whoami() == roles.web()


@pytest.mark.django_db(transaction=True)
def test_a_line_that_broke_gives_the_reader_no_other_rights():
    with roles.as_reader():
        assert whoami() == roles.reader()
        connection.close()
        assert whoami() == roles.reader()
    assert whoami() == roles.web()


@pytest.mark.django_db(transaction=True)
def test_a_line_that_is_given_back_too_early_makes_nobody_a_reader():
    with roles.as_reader():
        whoami()
        line = connection.connection
        connection.close()
        until(lambda: line.closed or not line.is_taken_on)  # the pool does it beside us
    assert whoami() == roles.web()
    assert line.closed or line.execute("SELECT current_user").fetchone() == (roles.web(),)


@pytest.mark.django_db(transaction=True)
def test_a_line_on_which_one_cannot_be_oneself_again_is_given_to_nobody():
    with roles.as_reader():
        whoami()
        line = connection.connection
        line.execute("BEGIN")
        with pytest.raises(Exception, match="no_such_column"):
            line.execute("SELECT no_such_column")
    assert line.closed
    connection.close()
    assert whoami() == roles.web()


@pytest.mark.django_db(transaction=True)
def test_a_role_that_cannot_be_taken_on_is_a_fault_of_the_database(monkeypatch):
    monkeypatch.setattr(roles, "reader", lambda: "no_such_role")
    with pytest.raises(DatabaseError), roles.as_reader():
        whoami()
    assert whoami() == roles.web()


def test_who_asks_nothing_pays_nothing(db, django_assert_num_queries):
    before = connection.connection
    with django_assert_num_queries(0), roles.as_reader():
        pass
    assert connection.connection is before
    with django_assert_num_queries(1), roles.as_reader():
        Change.objects.only("id").exists()


def test_a_database_without_a_reader_is_asked_as_ever(db, settings, monkeypatch):
    monkeypatch.setattr(roles, "reader", lambda: "")
    with roles.as_reader():
        assert whoami() == roles.web()


@pytest.mark.django_db(transaction=True)
def test_the_owner_is_the_owner_within_the_block_and_never_in_the_middle_of_something():
    with roles.as_owner():
        assert whoami() == roles.settings.DATABASE.owner["USER"]
    assert whoami() == roles.web()
    with transaction.atomic(), roles.as_owner():
        assert whoami() == roles.web()

"""Emptying the tables between tests that commit."""

import pytest
from django.conf import settings
from django.core.management.color import no_style
from django.core.management.commands import flush
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

from roadmaps.grants import MADE_BY_THE_OWNER

TRUNCATE = DatabaseOperations.sql_flush


@pytest.fixture(scope="session", autouse=True)
def tables_may_be_emptied_between_tests():
    """Only the owner may, past the triggers that keep the log and the editions for ever."""
    tell = flush.emit_post_migrate_signal
    flush.emit_post_migrate_signal = _tell_nobody
    DatabaseOperations.sql_flush = _sql_flush
    yield
    DatabaseOperations.sql_flush = TRUNCATE
    flush.emit_post_migrate_signal = tell


def truncate():
    """For what fills them: of a table emptied row by row the database expects that little comes."""
    statements = TRUNCATE(connection.ops, no_style(), _tables())
    connection.ops.execute_sql_flush(_as_the_owner(statements))


def hold():
    """To the end of the transaction nobody counts these tables, in which others see nothing yet."""
    names = ", ".join(connection.ops.quote_name(name) for name in _tables())
    held = f"LOCK TABLE {names} IN SHARE UPDATE EXCLUSIVE MODE"
    connection.ops.execute_sql_flush(_as_the_owner([held]))


def analyse():
    """For what was filled and is not committed: whoever counts beside it finds all tables empty."""
    names = ", ".join(connection.ops.quote_name(name) for name in _tables())
    connection.ops.execute_sql_flush(_as_the_owner([f"ANALYZE {names}"]))


def _tables():
    name = connection.settings_dict["NAME"]
    assert name.startswith("test_"), f"{name} is no database of tests."
    found = connection.introspection.table_names()
    return [name for name in found if name not in MADE_BY_THE_OWNER]


def _sql_flush(operations, style, tables, **kwargs):
    """Of small tables to delete all takes a fifth of the time that it takes to truncate them."""
    written = [operations.quote_name(name) for name in tables if name not in MADE_BY_THE_OWNER]
    # What another thread is still writing has to be there to be deleted: the lock waits for it.
    held = f"LOCK TABLE {', '.join(written)} IN ACCESS EXCLUSIVE MODE"
    return _as_the_owner([held, *(f"DELETE FROM {name}" for name in written)])


def _as_the_owner(statements):
    owner = f"SET ROLE {settings.DATABASE.owner['USER']}"
    role = "SET session_replication_role = %s"
    return [owner, role % "replica", *statements, role % "DEFAULT", "RESET ROLE"]


def _tell_nobody(*args, **kwargs):
    """What is made after migrations was never emptied."""

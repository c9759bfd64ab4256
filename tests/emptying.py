"""Emptying the tables between tests that commit: only those that hold something, and at once."""

import pytest
from django.conf import settings
from django.core.management.commands import flush
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


def _sql_flush(operations, style, tables, **kwargs):
    written = [name for name in tables if name not in MADE_BY_THE_OWNER]
    if not (full := _full(operations.connection, written)):
        return []
    owner = f"SET ROLE {settings.DATABASE.owner['USER']}"
    role = "SET session_replication_role = %s"
    statements = [f"DELETE FROM {operations.quote_name(name)}" for name in full]
    return [owner, role % "replica", *statements, role % "DEFAULT", "RESET ROLE"]


def _full(connection, tables):
    """Those of the tables in which anything stands; to empty all takes ten times as long."""
    asked = " UNION ALL ".join(
        f"(SELECT '{name}' FROM {connection.ops.quote_name(name)} LIMIT 1)" for name in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


def _tell_nobody(*args, **kwargs):
    """What is made after migrations was never emptied."""

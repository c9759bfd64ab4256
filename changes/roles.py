"""As whom the database is asked: by the web server, by the owner of the tables, by a mere reader.

The web server logs in as a role that owns nothing. The owner makes the tables; `manage.py migrate`
becomes the owner for as long as it lasts. For somebody who has not signed in, the web server takes
on the role of a reader, to whom the database itself shows what is published and nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql
from psycopg.pq import TransactionStatus

WHO = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


def web() -> str:
    """The role of the web server."""
    return settings.DATABASE.web["USER"]


def reader() -> str:
    """The role of a mere reader; empty where this database has none."""
    return settings.DATABASE.reader


def is_divided() -> bool:
    """Whether the web server is somebody else than the owner of the tables."""
    return web() != settings.DATABASE.owner["USER"]


@contextmanager
def as_owner() -> Iterator[None]:
    """Ask as the owner of the tables until the end of the block."""
    if connection.in_atomic_block:  # nobody becomes somebody else in the middle of something
        yield
        return
    before = {name: connection.settings_dict[name] for name in WHO}
    _become(settings.DATABASE.owner)
    try:
        yield
    finally:
        _become(before)


def _become(who):
    connection.close()
    connection.close_pool()
    connection.settings_dict.update({name: who[name] for name in WHO})


@contextmanager
def as_reader() -> Iterator[None]:
    """Ask as a mere reader until the end of the block, if this database has one."""
    if not reader():
        yield
        return
    turn = Turn(reader())
    try:
        with connection.execute_wrapper(turn):
            yield
    finally:
        turn.end()


class Turn:
    """Takes on a role right before the first question, so that who asks nothing pays nothing."""

    def __init__(self, role: str):
        self.take_on = sql.SQL("SET ROLE {}").format(sql.Identifier(role))
        self.line: Any = None  # on which the role was taken on
        self.depth = 0  # how many transactions were open then

    def __call__(self, execute, query, parameters, many, context):
        depth = len(connection.atomic_blocks)
        # A transaction that was taken back took the role back too, and a new line never had it.
        # A transaction in which nothing has been asked yet may be another one than that.
        is_new = depth and _stage_of(connection.connection) == TransactionStatus.IDLE
        if connection.connection is not self.line or depth < self.depth or is_new:
            self.line, self.depth = connection.connection, depth
            with connection.wrap_database_errors:
                self.line.execute(self.take_on)
            self.line.is_taken_on = True
        return execute(query, parameters, many, context)

    def end(self) -> None:
        """Be oneself again; a line on which that fails is given to nobody else."""
        if self.line is None or self.line.closed:
            return
        if self.depth and _stage_of(self.line) == TransactionStatus.INERROR:
            return  # the transaction in which the role was taken on ends, and takes it back
        try:
            self.line.execute("RESET ROLE")
            self.line.is_taken_on = False
        except psycopg.Error:
            self.line.close()


def give_back(line) -> None:
    """What the pool does with a line that is given back: it is nobody's but the web server's.

    Where a line was given back in the middle of a turn, the end of the turn finds another one.
    """
    if getattr(line, "is_taken_on", False):
        line.execute("RESET ROLE")
        line.commit()
        line.is_taken_on = False


def _stage_of(line):
    return line.info.transaction_status

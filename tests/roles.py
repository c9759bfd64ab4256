"""Tests work as the web server does; here is how they become somebody else for a moment."""

import os
from contextlib import contextmanager
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from changes import roles


@contextmanager
def owner():
    """Somebody to whom the tables belong, and who has all rights in the database."""
    with become(settings.DATABASE.owner["USER"]) as cursor:
        yield cursor


@contextmanager
def past_the_triggers():
    """The same, for whom no trigger and no constraint holds."""
    with owner() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = DEFAULT")


@contextmanager
def become(role):
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
        try:
            yield cursor
        finally:
            cursor.execute("RESET ROLE")


def address(role) -> str:
    """The database of this test, as a process of its own logs in to it as one of the roles."""
    place = {name: quote(str(each), safe="") for name, each in connection.settings_dict.items()}
    return f"postgresql://{role}@:{place['PORT']}/{place['NAME']}?host={place['HOST']}"


def environment(**more: str) -> dict[str, str]:
    """What a process of its own needs to work as the web server on the database of this test."""
    return {
        **os.environ,
        "DATABASE_URL": address(roles.web()),
        "READER_ROLE": roles.reader(),
        **more,
    }

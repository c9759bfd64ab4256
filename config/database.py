"""Which database this is, and as whom one asks it: the web server owns nothing there."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from changes import roles
from config.postgres import OWNER, READER, WEB, Server

NAMES = "Each of DATABASE_URL and MIGRATION_DATABASE_URL"
PLACE = ("user", "password", "host", "port")
# Nobody waits longer for one answer, and nobody holds up others for longer.
LIMITS = "-c statement_timeout=10s -c lock_timeout=5s"


@dataclass(frozen=True)
class Database:
    """The database as Django has it, for the web server and for the owner of the tables."""

    web: dict[str, Any]
    owner: dict[str, Any]  # the same, where nobody said how to become the owner
    reader: str  # the role by which people read who have not signed in; empty where there is none


def database(data: Path) -> Database:
    """The database in DATABASE_URL, or our own, which is running then."""
    if url := os.environ.get("DATABASE_URL"):
        web, owner = _read(url), _read(os.environ.get("MIGRATION_DATABASE_URL") or url)
        reader = os.environ.get("READER_ROLE", "")
    else:
        place = {"dbname": OWNER, "host": str(Server(data / "postgres").start())}
        web, owner, reader = place | {"user": WEB}, place | {"user": OWNER}, READER
    web["options"] = f"{LIMITS} {web.get('options', '')}".strip()
    return Database(entry(web), entry(owner), reader)


def entry(said: dict[str, Any]) -> dict[str, Any]:
    """What Django calls the parts of an address."""
    rest = {name: value for name, value in said.items() if name not in (*PLACE, "dbname")}
    # Under ASGI each request has its own thread: a pool keeps the connections, not the thread.
    pool = {"min_size": 1, "max_size": 20, "timeout": 10, "reset": roles.give_back}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": said.get("dbname", ""),
        **{name.upper(): said.get(name, "") for name in PLACE},
        "OPTIONS": {"pool": pool, **rest},
    }


def _read(url):
    try:
        return dict(conninfo_to_dict(url))
    except psycopg.ProgrammingError as error:
        # The address itself is not repeated: it may hold a password.
        raise SystemExit(f"{NAMES} has to be postgresql://user:password@host/name.") from error

"""The cast: set up once by the commands that people use, and put back as it was before each test.

To tell the same story anew takes longer than most tests themselves. What it left in the database
and in memory is kept, and the next test that asks for the same people begins where it ended.
"""

import copy
import inspect

import pytest
from django.db import connection, transaction

from roadmaps.grants import MADE_BY_THE_OWNER

MEMBERS = {}  # how each of them is set up, by name
KEPT = {}  # what was left in the database and in memory, by who was set up
COLUMNS = """
    SELECT t.table_name, array_agg(c.column_name::text) FROM information_schema.tables t
    JOIN information_schema.columns c USING (table_schema, table_name)
    WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
    GROUP BY t.table_name ORDER BY t.table_name
"""


def member(set_up):
    """A fixture of somebody or something that stands there before a test begins.

    set_up names the members before it as its parameters, and nothing else.
    """
    name = set_up.__name__
    assert name not in MEMBERS, f"There is a “{name}” already, whom others may mean."
    MEMBERS[name] = set_up

    def given(company):
        return _add(company, name)

    given.member = name
    return pytest.fixture(name=name)(given)


@pytest.fixture
def company(db, request):
    """Everybody of the cast for whom the test asks, by name."""
    # A test may have somebody of its own under the same name, who is no member.
    asked = request.node._fixtureinfo.name2fixturedefs
    names = [name for name, found in asked.items() if hasattr(found[-1].func, "member")]
    # Whoever sets the time wants to see it in what is set up.
    if "clock" in request.fixturenames or (kept := KEPT.get(frozenset(names))) is None:
        return _first(names, may_be_kept="clock" not in request.fixturenames)
    rows, memory = kept
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(rows)
    return copy.deepcopy(memory)


def _first(names, may_be_kept):
    may_be_kept = may_be_kept and not any(_rows())
    found = {}
    for name in names:
        _add(found, name)
    if may_be_kept and names:
        KEPT[frozenset(names)] = ";".join(_rows()), copy.deepcopy(found)
    return found


def _add(found, name):
    if name not in found:
        needs = inspect.signature(MEMBERS[name]).parameters
        found[name] = MEMBERS[name](**{each: _add(found, each) for each in needs})
    return found[name]


def _rows():
    """What stands in the database, as the statements that write it again."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, columns in cursor.fetchall():
            if table in MADE_BY_THE_OWNER:
                continue
            names = ", ".join(f'"{each}"' for each in columns)
            values = ", ".join(f'quote_nullable("{each}"::text)' for each in columns)
            row = f"'(' || concat_ws(', ', {values}) || ')'"
            cursor.execute(f"SELECT string_agg({row}, ', ' ORDER BY ctid) FROM {table}")
            if (said := cursor.fetchone()[0]) is not None:
                yield f"INSERT INTO {table} ({names}) VALUES {said}"

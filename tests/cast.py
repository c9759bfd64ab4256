"""The cast: set up once by the commands that people use, and put back as it was before each test.

To tell the same story anew takes longer than most tests themselves. What it left in the database
and in memory is kept, and the next test that asks for the same people begins where it ended; one
that asks for more people begins with the most of them that have been told of.
"""

import copy
import inspect
from collections import defaultdict
from functools import cache

import pytest
from django.db import connection, transaction
from django.utils import timezone

from roadmaps.grants import MADE_BY_THE_OWNER

MEMBERS = {}  # how each of them is set up, by name
# What was left in the database and in memory, by when it was, if a test says so, and for whom.
KEPT = defaultdict(dict)
NOW = timezone.now  # before a test sets the time
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
    whole = frozenset().union(*map(_with_those_before, names))
    # Whoever sets the time wants to see it in what is set up.
    kept = KEPT[timezone.now() if timezone.now is not NOW else None]
    if whole in kept:
        return _put_back(*kept[whole])
    if _is_begun():
        return _told({}, names)
    most = max((each for each in kept if each < whole), key=len, default=None)
    found = _told(_put_back(*kept[most]) if most else {}, names)
    if whole:
        kept[whole] = ";".join(_rows()), copy.deepcopy(found)
    return found


@cache
def _with_those_before(name):
    before = inspect.signature(MEMBERS[name]).parameters
    return frozenset({name}).union(*map(_with_those_before, before))


def _told(found, names):
    for name in names:
        _add(found, name)
    return found


def _add(found, name):
    if name not in found:
        needs = inspect.signature(MEMBERS[name]).parameters
        found[name] = MEMBERS[name](**{each: _add(found, each) for each in needs})
    return found[name]


def _put_back(rows, memory):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(rows)
    return copy.deepcopy(memory)


@cache
def _columns():
    """The columns of each table that the product writes."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        return [each for each in cursor.fetchall() if each[0] not in MADE_BY_THE_OWNER]


def _is_begun():
    """Whether something stands in the database already, which is nobody's of the cast."""
    any_row = " OR ".join(f"EXISTS (SELECT FROM {table})" for table, _names in _columns())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {any_row}")
        return cursor.fetchone()[0]


def _rows():
    """What stands in the database, as the statements that write it again."""
    with connection.cursor() as cursor:
        for table, columns in _columns():
            names = ", ".join(f'"{each}"' for each in columns)
            values = ", ".join(f'quote_nullable("{each}"::text)' for each in columns)
            row = f"'(' || concat_ws(', ', {values}) || ')'"
            cursor.execute(f"SELECT string_agg({row}, ', ' ORDER BY ctid) FROM {table}")
            if (said := cursor.fetchone()[0]) is not None:
                yield f"INSERT INTO {table} ({names}) VALUES {said}"

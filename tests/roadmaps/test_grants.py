"""What each role of the database may do, tried with real statements and real commands."""

import subprocess
import sys

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError

from changes import roles
from changes.models import Change
from roadmaps import elements, grants, workflow
from roadmaps.models import Consultation, Edition, Element, Figure, Roadmap
from tests.roles import address, environment, owner, past_the_triggers
from tests.tree import ROOT

pytestmark = pytest.mark.django_db

OF_THE_OWNER = [  # what the web server may not do to the log, the editions and the tables
    "UPDATE changes_change SET verb = 'forged'",
    "DELETE FROM changes_change",
    "TRUNCATE changes_change",
    "UPDATE roadmaps_edition SET content = 'x'",
    "UPDATE roadmaps_edition SET sha256 = 'x'",
    "DELETE FROM roadmaps_edition",
    "TRUNCATE roadmaps_element CASCADE",
    "ALTER TABLE changes_change DISABLE TRIGGER ALL",
    "ALTER TABLE changes_change DISABLE TRIGGER lines_are_for_ever",
    "DROP TRIGGER lines_are_for_ever ON changes_change",
    "CREATE OR REPLACE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NEW; END $$",
    "SET session_replication_role = replica",
    "ALTER TABLE roadmaps_roadmap ADD COLUMN x int",
    "ALTER TABLE roadmaps_roadmap DISABLE ROW LEVEL SECURITY",
    "DROP POLICY reader_sees ON roadmaps_roadmap",
    "DROP TABLE roadmaps_entry",
    "CREATE TABLE public.mine (x int)",
    "CREATE TEMPORARY TABLE mine (x int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE mine SUPERUSER",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "COPY changes_change TO PROGRAM 'cat'",
    "COPY changes_change FROM '/etc/passwd'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "SET ROLE {owner}",
    "SET SESSION AUTHORIZATION {owner}",
    "UPDATE django_migrations SET name = 'x'",
]


@pytest.fixture(scope="module")
def line(django_db_setup):
    """The database as the web server logs in to it, in a session of its own."""
    with psycopg.connect(address(roles.web()), autocommit=True) as web:
        yield web


@pytest.mark.parametrize("statement", OF_THE_OWNER)
def test_SR_54_SR_49_the_web_server_may_not(line, statement):
    said = statement.format(owner=settings.DATABASE.owner["USER"])
    with pytest.raises(psycopg.Error) as refusal:
        line.execute(said)
    assert isinstance(refusal.value, psycopg.errors.InsufficientPrivilege), refusal.value


def test_SR_54_the_web_server_gives_itself_no_rights(line):
    line.execute(
        "GRANT ALL ON changes_change TO CURRENT_USER"
    )  # it is told that nothing came of it
    asked = "SELECT has_table_privilege('changes_change', 'UPDATE, DELETE, TRUNCATE, TRIGGER')"
    assert line.execute(asked).fetchone() == (False,)


def test_SR_54_the_tests_themselves_work_as_the_web_server(editor, challenge):
    elements.edit(editor, challenge, challenge.revision, title="Too few people")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone()[0] == roles.web()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Change.objects.update(verb="forged")


def test_SR_54_nothing_belongs_to_the_web_server_or_the_reader(line):
    owned = """SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
               WHERE r.rolname = ANY(%s) UNION SELECT p.proname FROM pg_proc p
               JOIN pg_roles r ON r.oid = p.proowner WHERE r.rolname = ANY(%s)"""
    names = [roles.web(), roles.reader()]
    assert line.execute(owned, [names, names]).fetchall() == []
    rights = """SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
                FROM pg_roles WHERE rolname = ANY(%s)"""
    assert set(line.execute(rights, [names]).fetchall()) == {(False,) * 5}


@pytest.mark.django_db(transaction=True)
def test_SR_54_a_program_of_its_own_makes_nothing_as_the_web_server(roadmap):
    manage = [sys.executable, "manage.py"]
    pipes = {"cwd": ROOT, "env": environment(), "capture_output": True, "text": True}
    held = subprocess.run([*manage, "verify"], **pipes)
    assert held.stdout.startswith("The log holds: ")
    undone = subprocess.run([*manage, "migrate", "api", "zero"], **pipes)
    assert undone.returncode != 0
    assert "must be owner of table" in undone.stderr


PUBLISHED = [*grants._open(), *grants.ROWS]


def tables(models):
    return sorted(model._meta.db_table for model in models)


@pytest.fixture
def hidden(roadmap, published, steward, approver, editor, challenge):
    """Beside what is published: a new draft of it, and a map of which nothing is published."""
    workflow.open_refresh(steward, published)
    elements.edit(editor, challenge, challenge.revision, title="Secret technicians")
    return published


def seen(query):
    with roles.as_reader(), connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_SR_03_the_reader_sees_no_row_of_a_working_copy(hidden):
    assert Element.objects.exists()
    for model in grants.WORKING_COPY:
        assert seen(f"SELECT * FROM {model._meta.db_table}") == [], model


def test_SR_03_the_reader_sees_no_map_before_its_first_edition(roadmap):
    assert Roadmap.objects.exists()
    assert seen("SELECT slug FROM roadmaps_roadmap") == []
    assert seen("SELECT id FROM roadmaps_edition") == []
    assert seen("SELECT id FROM changes_change") == []


def test_SR_03_the_reader_sees_what_was_published_and_nothing_that_came_later(hidden):
    assert seen("SELECT slug FROM roadmaps_roadmap") == [(hidden.slug,)]
    assert seen("SELECT major FROM roadmaps_edition") == [(1,)]
    told = seen("SELECT data::text FROM roadmaps_entry")
    assert told
    assert "Secret" not in str(told)
    assert seen("SELECT DISTINCT verb FROM changes_change") == [("published",)]
    assert seen("SELECT id FROM roadmaps_figure") == []
    assert Figure.objects.exists()


@pytest.mark.parametrize("column", ["title", "summary", "vision", "note", "revision", "lead_id"])
def test_SR_03_the_reader_cannot_ask_what_the_working_copy_says_of_the_map(hidden, column):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        seen(f"SELECT {column} FROM roadmaps_roadmap")


@pytest.mark.parametrize("column", ["fields", "actor_id", "request", "hash"])
def test_SR_50_the_reader_cannot_ask_who_published_it(hidden, column):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        seen(f"SELECT {column} FROM changes_change")


def test_SR_03_the_reader_sees_no_edition_that_some_are_consulted_on(published):
    with past_the_triggers() as cursor:
        cursor.execute("UPDATE roadmaps_edition SET kind = 'consultation'")
    assert Edition.objects.exists()
    assert seen("SELECT id FROM roadmaps_edition") == []
    assert seen("SELECT id FROM changes_change") == []


def test_SR_03_the_reader_sees_a_draft_as_long_as_everybody_is_asked_about_it(story):
    story.take(story.steward, "submit_for_review", reason="A lead is still sought.")
    story.ask(story.steward, "publication")
    story.consult()
    assert seen("SELECT slug FROM roadmaps_roadmap") == [(story.roadmap.slug,)]
    assert seen("SELECT minor FROM roadmaps_edition") == [(1,)]
    assert seen("SELECT title FROM roadmaps_consultation") == [("Round one",)]
    assert seen("SELECT id FROM changes_change") == seen("SELECT id FROM roadmaps_signoff") == []
    story.take(story.approver, "close_consultation", reason="Everybody has answered.")
    assert seen("SELECT id FROM roadmaps_edition") == []
    Consultation.objects.update(audience="invited", closed_at=None)
    for table in ("roadmap", "edition", "consultation"):
        assert seen(f"SELECT id FROM roadmaps_{table}") == []


def test_SR_03_no_other_table_is_open_to_the_reader(db):
    """A table that somebody adds is closed to the public until it is named."""
    listed = """SELECT table_name FROM information_schema.column_privileges
                WHERE grantee = %s AND privilege_type = 'SELECT' GROUP BY 1 ORDER BY 1"""
    with owner() as cursor:
        cursor.execute(listed, [roles.reader()])
        readable = [name for (name,) in cursor.fetchall()]
    assert readable == tables({*PUBLISHED, *grants.WORKING_COPY})
    everything = tables(apps.get_models(include_auto_created=True))
    assert {"accounts_user", "accounts_key", "django_session"} <= {*everything} - {*readable}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM accounts_user",
        "SELECT * FROM accounts_membership",
        "SELECT * FROM accounts_key",
        "SELECT * FROM django_session",
        "SELECT * FROM api_answer",
        "SELECT * FROM roadmaps_notice",
        "SELECT * FROM roadmaps_noticepreference",
        "INSERT INTO roadmaps_entry (kind) VALUES ('x')",
        "UPDATE roadmaps_roadmap SET is_published = true",
        "DELETE FROM sectors_sector",
        "SELECT slug FROM roadmaps_roadmap FOR UPDATE",
        "SELECT raise_access_epoch(ARRAY(SELECT id FROM roadmaps_roadmap))",
    ],
)
def test_SR_03_the_reader_may_not(published, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        seen(statement)


@pytest.mark.django_db(transaction=True)
def test_rights_can_be_given_again_and_again(published, capsys):
    call_command("grants")
    before = rights()
    call_command("grants")
    assert rights() == before
    assert f"to {roles.web()}, {roles.reader()}." in capsys.readouterr().out


def rights():
    asked = "SELECT relname, relacl::text, relrowsecurity FROM pg_class WHERE relacl IS NOT NULL"
    policies = """SELECT polname, polrelid::regclass::text, pg_get_expr(polqual, polrelid), oid
                  FROM pg_policy"""
    with owner() as cursor:
        cursor.execute(f"{asked} ORDER BY 1")
        told = cursor.fetchall()
        cursor.execute(f"{policies} ORDER BY 1, 2")
        return told, cursor.fetchall()

"""Which role of the database may do what: the web server with each table, a mere reader with few.

The reader stands for somebody who has not signed in. Of a table that holds both what is published
and what is not, it sees the rows that `ROWS` describes; of the working copies none at all. So a
filter that somebody forgets in a public page gives away nothing.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from accounts.models import Organisation
from changes import roles
from changes.models import Change
from roadmaps import models

APPS = ("sectors",)  # registers: whoever reads one row may read all of them
OPEN = {Organisation, Organisation.predecessors.through, models.Entry, models.Council, models.Seat}
# Of these the web server only adds, or changes a few columns; the triggers say the same.
FOR_EVER: dict[Any, tuple[str, ...]] = {
    Change: (), models.Edition: ("status", "revision"), models.Step: (), models.Snapshot: (),
}  # fmt: skip
MADE_BY_THE_OWNER = ("django_migrations", "django_content_type", "auth_permission")
COLUMNS = {
    each: each.OPEN for each in (models.Roadmap, models.Seat, Change)
}  # the reader sees no other ones
EDITIONS = "SELECT 'roadmaps.edition:' || id FROM roadmaps_edition WHERE kind <> 'consultation'"
MADE = "recommendation_id IN (SELECT id FROM roadmaps_recommendation)"  # as far as it is seen
GIVEN = "reply_id IN (SELECT id FROM roadmaps_reply)"
PUBLISHED_ELEMENT = "element_id IN (SELECT uid FROM roadmaps_entry)"
ROWS = {  # which rows the reader sees; where it sees all, a table is not named here
    models.Roadmap: "is_published OR id IN (SELECT roadmap_id FROM roadmaps_consultation)",
    models.Edition: "kind <> 'consultation' OR id IN "
    "(SELECT edition_id FROM roadmaps_consultation WHERE closed_at IS NULL)",
    models.Consultation: "audience = 'public' OR answered_at IS NOT NULL",
    models.Outcome: "consultation_id IN (SELECT id FROM roadmaps_consultation) AND edition_id IN "
    "(SELECT id FROM roadmaps_edition)",
    models.Figure: "visibility = 'public' AND element_id IS NULL AND on_roadmap_id IS NULL",
    models.Review: "edition_id IN (SELECT id FROM roadmaps_edition WHERE kind <> 'consultation')",
    models.Recommendation: "made_on IS NOT NULL AND (roadmap_id IS NULL OR roadmap_id IN "
    "(SELECT id FROM roadmaps_roadmap WHERE is_published))",
    models.Recommendation.elements.through: f"{MADE} AND {PUBLISHED_ELEMENT}",
    models.Reply: MADE,
    models.Reply.commitments.through: f"{GIVEN} AND {PUBLISHED_ELEMENT}",
    models.Followup: MADE,
    Change: f"verb IN ('published', 'superseded', 'edition_withdrawn') AND subject IN ({EDITIONS})",
}
WORKING_COPY = (
    models.Element, models.Element.sectors.through, models.Challenge, models.FDITarget,
    models.Goal, models.Infrastructure, models.Initiative, models.Skill, models.Technology,
    models.Participation, models.Link, models.Milestone, models.ProgressUpdate, models.Relation,
    models.MapRole, models.Signoff, models.Submission, models.Comment, models.Proposal,
    models.Proposal.elements.through, models.Proposal.figures.through, models.Response,
    models.Answered, models.Verdict, models.Consulted, models.Remark, models.Thread, models.Note,
    models.Note.mentions.through, models.Narrative, models.Step, models.Snapshot,
    models.Passage,
)  # fmt: skip
HIDDEN = dict.fromkeys(WORKING_COPY, "false")
PATIENCE = "2s"  # for a table that others use; then nothing has been done, and one tries again

LISTED = """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') ORDER BY c.relname"""
POLICIES = """SELECT c.relname, p.polname, obj_description(p.oid, 'pg_policy')
              FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"""


def give() -> list[str]:
    """Give each role its rights, and take away all others. Returns what was done, in words."""
    if not roles.is_divided():
        return ["The web server is the owner of the tables: there is nobody to give rights to."]
    with roles.as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        said = [f"Made the role {name}." for name in _make_roles(cursor)]
        cursor.execute(LISTED)
        tables = [name for (name,) in cursor.fetchall()]
        for statement in [*_of_the_place(), *_of_the_web(tables), *_of_the_reader(tables)]:
            cursor.execute(statement)
        _show_rows(cursor, tables)
    return [*said, f"Gave rights on {len(tables)} tables to {', '.join(_names())}."]


def _names():
    return [name for name in (roles.web(), roles.reader()) if name]


def _make_roles(cursor) -> Iterator[str]:
    """Make the roles that are not there yet, with the password of the web server's address."""
    for name in _names():
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [name])
        if not cursor.rowcount:
            cursor.execute(_new(cursor.connection, name))
            yield name
    if roles.reader():
        asked = "SELECT FROM pg_auth_members WHERE roleid = %s::regrole AND member = %s::regrole"
        cursor.execute(asked, [_quoted(roles.reader()), _quoted(roles.web())])
        if not cursor.rowcount:
            cursor.execute(_said("GRANT {} TO {}", roles.reader(), roles.web()))


def _new(line, name):
    if name != roles.web():
        return _said("CREATE ROLE {} NOLOGIN", name)
    password = settings.DATABASE.web["PASSWORD"]
    if not password:
        return _said("CREATE ROLE {} LOGIN", name)
    # What the server's log may show of this statement opens nothing.
    sealed = line.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
    return _said("CREATE ROLE {} LOGIN PASSWORD ", name) + sql.Literal(sealed.decode())


def _of_the_place():
    """Nobody but the owner makes anything here, not even for a moment."""
    yield sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    yield _said("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", connection.settings_dict["NAME"])
    for name in _names():
        yield _said("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}", name)
        yield _said("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}", name)
        yield _said("GRANT USAGE ON SCHEMA public TO {}", name)


def _of_the_web(tables):
    for_ever = {model._meta.db_table: columns for model, columns in FOR_EVER.items()}
    yield _said("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}", roles.web())
    for table in tables:
        if table in MADE_BY_THE_OWNER:
            yield _said("GRANT SELECT ON {} TO {}", table, roles.web())
        elif table in for_ever:
            yield _said("GRANT SELECT, INSERT ON {} TO {}", table, roles.web())
            if columns := for_ever[table]:
                yield _on_columns("UPDATE", columns, table, roles.web())
        else:
            yield _said("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}", table, roles.web())


def _of_the_reader(tables):
    reader = roles.reader()
    for model in [*_open(), *ROWS, *HIDDEN] if reader else ():
        table = model._meta.db_table
        if table in tables:
            columns = COLUMNS.get(model)
            yield (
                _on_columns("SELECT", columns, table, reader)
                if columns
                else _said("GRANT SELECT ON {} TO {}", table, reader)
            )


def _open():
    registers = [apps.get_app_config(name).get_models(include_auto_created=True) for name in APPS]
    return [*(model for models in registers for model in models), *OPEN]


def _show_rows(cursor, tables):
    """Show each role its rows. What is as it should be is not touched: that would stop readers."""
    cursor.execute(POLICIES)
    known = {(table, name): said for table, name, said in cursor.fetchall()}
    shown = {model._meta.db_table: rows for model, rows in (ROWS | HIDDEN).items()}
    if not roles.reader() or shown.keys() - set(tables):
        return  # there is no reader, or not every table has been made yet
    for table, rows in shown.items():
        policies = (("web_works", roles.web(), "true"), ("reader_sees", roles.reader(), rows))
        for name, role, seen in policies:
            told = f"{role}: {seen}"
            if known.get((table, name)) != told:
                _show(cursor, table, name, role, seen, told)


def _show(cursor, table, name, role, seen, told):
    cursor.execute(_said("ALTER TABLE {} ENABLE ROW LEVEL SECURITY", table))
    cursor.execute(_said("DROP POLICY IF EXISTS {} ON {}", name, table))
    verb = "FOR SELECT " if seen != "true" else ""
    policy = _said("CREATE POLICY {} ON {} " + verb + "TO {}", name, table, role)
    cursor.execute(policy + sql.SQL(f" USING ({seen})"))
    cursor.execute(_said("COMMENT ON POLICY {} ON {} IS ", name, table) + sql.Literal(told))


def _on_columns(right, columns, table, role):
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return _said("GRANT " + right + " ({}) ON {} TO {}", listed, table, role)


def _said(text, *names):
    parts = [name if isinstance(name, sql.Composable) else sql.Identifier(name) for name in names]
    return sql.SQL(text).format(*parts)


def _quoted(name):
    return sql.Identifier(name).as_string()

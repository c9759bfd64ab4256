"""What `manage.py check --deploy --database default` says of the roles of the database."""

from django.core.checks import Error, Tags, register
from django.db import connection

from changes import roles

OWNS = """
SELECT r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls
       OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid)
       OR has_schema_privilege(r.oid, 'public', 'CREATE')
FROM pg_roles r WHERE r.rolname = current_user
"""
KEEPS = "SELECT has_table_privilege('changes_change', 'UPDATE, DELETE, TRUNCATE, TRIGGER')"
READS = "SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = %s"


@register(Tags.database, deploy=True)
def the_web_server_owns_nothing(app_configs, databases=None, **kwargs):
    """Whoever takes over the web server must not be able to change the log or the tables."""
    if not databases:
        return []
    hint = "Give it a role of its own in DATABASE_URL; docs/operations.md says how."
    found = []
    if _says(OWNS) or _says(KEEPS):
        said = "The web server asks the database as somebody who may change its tables or the log."
        found.append(Error(said, hint=hint, id="rumbo.E002"))
    if not (roles.reader() and _says(READS, roles.reader())):
        said = (
            "Whoever has not signed in reads as the web server, which sees what is not published."
        )
        found.append(Error(said, hint="Set READER_ROLE, then migrate.", id="rumbo.E003"))
    return found


def _says(question, *values):
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        row = cursor.fetchone()
    return bool(row and row[0])

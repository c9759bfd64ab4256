from django.db import migrations

FORBID = """
CREATE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'Rows of % are for ever.', TG_TABLE_NAME; END $$;
CREATE TRIGGER lines_are_for_ever BEFORE UPDATE OR DELETE ON changes_change
FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER log_is_never_emptied BEFORE TRUNCATE ON changes_change
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
"""
ALLOW = """
DROP TRIGGER lines_are_for_ever ON changes_change;
DROP TRIGGER log_is_never_emptied ON changes_change;
DROP FUNCTION refuse_to_rewrite();
"""


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_first")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]

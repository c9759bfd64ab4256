from django.db import migrations

# What an edition says never changes; only its standing does (current, superseded, withdrawn).
FORBID = """
CREATE FUNCTION refuse_to_rewrite_edition() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'status' - 'revision')
                        = (to_jsonb(OLD) - 'status' - 'revision') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Editions are for ever.';
END $$;
CREATE TRIGGER editions_are_for_ever BEFORE UPDATE OR DELETE ON roadmaps_edition
FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_edition();
CREATE TRIGGER editions_are_never_emptied BEFORE TRUNCATE ON roadmaps_edition
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_edition();
"""
ALLOW = """
DROP TRIGGER editions_are_for_ever ON roadmaps_edition;
DROP TRIGGER editions_are_never_emptied ON roadmaps_edition;
DROP FUNCTION refuse_to_rewrite_edition();
"""


class Migration(migrations.Migration):
    dependencies = [("roadmaps", "0001_first")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]

from django.db import migrations

# Whatever changes anybody's rights on a map raises its epoch in the same transaction, and waits
# for whoever is just writing on it. So nothing that was authorised before can be stored after.
# Rows are taken in one order: two such changes must not wait for one another for ever.
RAISE = """
CREATE FUNCTION raise_access_epoch(maps uuid[]) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN
  PERFORM 1 FROM roadmaps_roadmap WHERE id = ANY (maps) ORDER BY id FOR NO KEY UPDATE;
  UPDATE roadmaps_roadmap SET access_epoch = access_epoch + 1 WHERE id = ANY (maps);
END $$;

CREATE FUNCTION role_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  PERFORM raise_access_epoch(ARRAY[OLD.roadmap_id, NEW.roadmap_id]);
  RETURN NULL;
END $$;
CREATE TRIGGER role_changes_rights AFTER INSERT OR UPDATE OR DELETE ON roadmaps_maprole
FOR EACH ROW EXECUTE FUNCTION role_changed();

CREATE FUNCTION membership_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  PERFORM raise_access_epoch(ARRAY(
    SELECT roadmap_id FROM roadmaps_maprole
    WHERE organisation_id IN (OLD.organisation_id, NEW.organisation_id)));
  RETURN NULL;
END $$;
CREATE TRIGGER membership_changes_rights AFTER INSERT OR UPDATE OR DELETE ON accounts_membership
FOR EACH ROW EXECUTE FUNCTION membership_changed();

CREATE FUNCTION person_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  PERFORM raise_access_epoch(ARRAY(
    SELECT roadmap_id FROM roadmaps_maprole
    WHERE user_id = NEW.id OR organisation_id IN
      (SELECT organisation_id FROM accounts_membership WHERE user_id = NEW.id)));
  RETURN NULL;
END $$;
CREATE TRIGGER person_changes_rights AFTER UPDATE OF is_active ON accounts_user
FOR EACH ROW WHEN (OLD.is_active IS DISTINCT FROM NEW.is_active)
EXECUTE FUNCTION person_changed();

CREATE FUNCTION stage_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  NEW.access_epoch := OLD.access_epoch + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER stage_changes_rights BEFORE UPDATE OF stage, is_published ON roadmaps_roadmap
FOR EACH ROW WHEN (OLD.stage IS DISTINCT FROM NEW.stage
                   OR OLD.is_published IS DISTINCT FROM NEW.is_published)
EXECUTE FUNCTION stage_changed();
"""
LEAVE = """
DROP TRIGGER stage_changes_rights ON roadmaps_roadmap;
DROP TRIGGER person_changes_rights ON accounts_user;
DROP TRIGGER membership_changes_rights ON accounts_membership;
DROP TRIGGER role_changes_rights ON roadmaps_maprole;
DROP FUNCTION stage_changed(), person_changed(), membership_changed(), role_changed();
DROP FUNCTION raise_access_epoch(uuid[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("roadmaps", "0003_what_is_written_can_be_withdrawn"),
        ("accounts", "0001_first"),
    ]
    operations = [migrations.RunSQL(RAISE, LEAVE)]

from django.db import migrations

REPORTS = """
INSERT INTO roadmaps_entry (roadmap_id, kind, key, uid, earliest, latest, data)
SELECT entry.roadmap_id, 'progress_update',
       entry.key || '@' || (report ->> 'as_of') || '#' || (report ->> 'id'),
       (report ->> 'id')::uuid, NULL, NULL,
       report || jsonb_build_object('initiative', entry.key, 'roadmap', entry.data -> 'roadmap')
FROM roadmaps_entry entry, jsonb_array_elements(entry.data -> 'progress') report
WHERE entry.kind = 'initiative'
ON CONFLICT DO NOTHING
"""
MILESTONES = """
UPDATE roadmaps_entry SET data = data || '{"told_on": null}'
WHERE kind = 'milestone' AND NOT jsonb_exists(data, 'told_on')
"""
BACK = "DELETE FROM roadmaps_entry WHERE kind = 'progress_update'"


class Migration(migrations.Migration):
    dependencies = [
        ("roadmaps", "0009_councils_review_and_recommend"),
    ]

    operations = [
        migrations.RunSQL(REPORTS, BACK),
        migrations.RunSQL(MILESTONES, migrations.RunSQL.noop),
    ]

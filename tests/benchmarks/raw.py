"""The draft of a map as JSON made by PostgreSQL itself, to see what our own way costs."""

from django.db import connection

from roadmaps.elements import KINDS

FIGURE = """
json_build_object('id', f.id, 'metric', f.metric, 'label', f.label, 'kind', f.kind,
  'operator', f.operator, 'low', f.low::text, 'high', f.high::text, 'unit', f.unit,
  'currency', f.currency, 'basis', f.basis, 'period', f.period, 'period_note', f.period_note,
  'scope', f.scope, 'price_basis', f.price_basis, 'condition', f.condition,
  'told_as', f.told_as_id, 'part_of', f.part_of_id, 'shared', f.shared,
  'shared_with', f.shared_with, 'note', f.note, 'certainty', f.certainty,
  'visibility', f.visibility, 'translations', f.translations, 'revision', f.revision,
  'source', s.code, 'baseline', json_build_object('value', f.baseline_value::text,
  'unit', f.baseline_unit, 'period', f.baseline_period, 'note', f.baseline_note))
"""
PART = """
json_build_object('role', p.role, 'group', p."group", 'note', p.note, 'organisation',
  json_build_object('code', o.code, 'name', o.name, 'short_name', o.short_name, 'kind', o.kind))
"""
END = """
json_build_object('code', {0}.code, 'kind', {0}.kind, 'title', {0}.title,
  'translations', {0}.translations, 'period', {0}.period, 'roadmap', {0}m.slug)
"""
FIGURES = f"""SELECT coalesce(json_agg({FIGURE} ORDER BY f.position), '[]')
  FROM roadmaps_figure f LEFT JOIN sectors_source s ON s.id = f.source_id WHERE """
PARTS = f"""SELECT coalesce(json_agg({PART} ORDER BY p.role, o.code), '[]')
  FROM roadmaps_participation p LEFT JOIN accounts_organisation o ON o.id = p.organisation_id
  WHERE """
OWN = " ".join(
    f"LEFT JOIN roadmaps_{kind.replace('_', '')} AS k{number} ON k{number}.element_ptr_id = e.id"
    for number, kind in enumerate(KINDS)
)
PLAIN = " || ".join(f"coalesce(to_jsonb(k{number}), '{{}}')" for number in range(len(KINDS)))
UNDER = """SELECT coalesce(json_agg(to_jsonb(t)), '[]') FROM roadmaps_{} t
  WHERE t.initiative_id = e.id"""
STATEMENT = f"""
SELECT json_build_object(
  'roadmap', (SELECT to_jsonb(m) - 'head' || jsonb_build_object('programme', to_jsonb(g),
     'sector', to_jsonb(c), 'lead', to_jsonb(l))
     FROM sectors_programme g, sectors_sector c, accounts_organisation l
     WHERE g.id = m.programme_id AND c.id = m.sector_id AND l.id = m.lead_id),
  'elements', (SELECT json_agg(to_jsonb(e) || {PLAIN} || jsonb_build_object(
      'source', (SELECT code FROM sectors_source s WHERE s.id = e.source_id),
      'sectors', (SELECT json_agg(c.code ORDER BY c.code) FROM roadmaps_element_sectors es
         JOIN sectors_sector c ON c.id = es.sector_id WHERE es.element_id = e.id),
      'figures', ({FIGURES} f.element_id = e.id),
      'participations', ({PARTS} p.element_id = e.id),
      'milestones', ({UNDER.format("milestone")}), 'progress', ({UNDER.format("progressupdate")})
    ) ORDER BY e.kind, e.number) FROM roadmaps_element e {OWN} WHERE e.roadmap_id = m.id),
  'figures', ({FIGURES} f.on_roadmap_id = m.id),
  'participations', ({PARTS} p.on_roadmap_id = m.id),
  'links', (SELECT json_agg(json_build_object('id', k.id, 'kind', k.kind,
      'strength', k.strength, 'reason', k.reason, 'is_finish_only', k.is_finish_only,
      'certainty', k.certainty, 'evidence', v.code, 'source', {END.format("a")},
      'target', {END.format("b")}) ORDER BY a.code, k.kind, k.id)
    FROM roadmaps_link k JOIN roadmaps_element a ON a.id = k.source_id
    JOIN roadmaps_element b ON b.id = k.target_id
    JOIN roadmaps_roadmap am ON am.id = a.roadmap_id
    JOIN roadmaps_roadmap bm ON bm.id = b.roadmap_id
    LEFT JOIN sectors_source v ON v.id = k.evidence_id
    WHERE a.roadmap_id = m.id OR b.roadmap_id = m.id),
  'sources', (SELECT json_agg(to_jsonb(s) ORDER BY s.code) FROM sectors_source s WHERE s.id IN (
     SELECT source_id FROM roadmaps_element WHERE roadmap_id = m.id UNION
     SELECT f.source_id FROM roadmaps_figure f JOIN roadmaps_element e ON e.id = f.element_id
       WHERE e.roadmap_id = m.id))
)::text FROM roadmaps_roadmap m WHERE m.slug = %s
"""


def build(slug: str) -> str:
    """The whole draft of a map in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [slug])
        return cursor.fetchone()[0]

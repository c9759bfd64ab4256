"""The whole map as one plain dictionary: what is published, compared, drawn and exported.

Every empty value is None, decimals are strings, sources are cited by code. What the reader may
not see is not in it. The number of queries does not depend on the size of the map.
"""

import json

from roadmaps.document.elements import standing
from roadmaps.document.links import links
from roadmaps.document.rows import named, organisation, plain, row
from roadmaps.roadmap import Roadmap
from sectors.models import Source

SCHEMA = 1
ROADMAP = (
    "id",
    "slug",
    "prefix",
    "title",
    "summary",
    "vision",
    "note",
    "languages",
    "translations",
)
HORIZONS = ("base_year", "short_until", "medium_until", "vision_year")
SOURCE = ("code", "title", "publisher", "date", "url", "kind", "licence", "note")


def build(roadmap, actor) -> dict:
    """The map as this actor may read it. Members see what was withdrawn; others do not."""
    roadmap = Roadmap.objects.select_related("programme", "sector", "lead").get(pk=roadmap.pk)
    seen = standing(roadmap, roadmap.sight_of(actor))
    own = {element["code"] for element in seen["elements"]}
    document = {
        "schema": SCHEMA,
        "roadmap": _roadmap(roadmap, actor),
        **seen,
        "links": links(roadmap, actor, own),
    }
    return document | {"sources": _sources(document)}


def canonical(document: dict) -> bytes:
    """The one way to write a document down, so that equal documents have equal bytes."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _roadmap(roadmap, actor):
    sector, programme = roadmap.sector, roadmap.programme
    return {
        **{name: plain(getattr(roadmap, name)) for name in ROADMAP},
        "programme": named(programme) | {"place": programme.place},
        "sector": sector and named(sector),
        "lead": roadmap.lead and organisation(roadmap.lead.__dict__),
        "horizons": {name: getattr(roadmap, name) for name in HORIZONS},
        "relations": _relations(roadmap, actor),
    }


def _relations(roadmap, actor):
    relations = list(roadmap.relations.all())
    others = {relation.other_id for relation in relations} - {None}
    seen = Roadmap.objects.visible_to(actor).filter(pk__in=others) if others else ()
    slugs = {other.pk: other.slug for other in seen}
    return [
        {
            "kind": relation.kind,
            "slug": slugs.get(relation.other_id),
            "name": relation.other_name,
            "on": plain(relation.on),
            "note": plain(relation.note),
        }
        for relation in relations
    ]


def _sources(document):
    cited = {link["evidence"] for link in document["links"]}
    for thing in [*document["elements"], *document["figures"]]:
        cited |= {thing["source"], *(figure["source"] for figure in thing.get("figures", []))}
    rows = Source.objects.filter(code__in=cited - {None}).order_by("code")
    return [row(values, SOURCE) for values in rows.values(*SOURCE)]

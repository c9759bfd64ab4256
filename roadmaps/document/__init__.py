"""The whole map as one plain dictionary: what is published, compared, drawn and exported.

Every empty value is None, decimals are strings, sources are cited by code. What the reader may
not see is not in it. The number of queries does not depend on the size of the map.
"""

import json

from django.db import transaction

from changes.models import lock
from roadmaps import prose
from roadmaps.document.elements import standing
from roadmaps.document.links import links
from roadmaps.document.narratives import texts
from roadmaps.document.past import Past, Present, in_order
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
RELATION = ("kind", "other_name", "on", "note")
SOURCE = ("code", "title", "publisher", "date", "url", "kind", "licence", "note")


def build(roadmap, actor, at: int | None = None) -> dict:
    """The map as this actor may read it, as it is or as it was at one of its revisions.

    Members see what was withdrawn; others do not. The rights are those of today, and what is
    meant for fewer readers now than it was then is told to the fewer ones. Registers, other maps
    and the links that come from them are told as they are today.
    """
    roadmap = _held(roadmap)
    if at is None:
        return _told(roadmap, actor, Present())
    document = _told(roadmap, actor, Past(roadmap, at))
    if _held(roadmap).revision == roadmap.revision:
        return document
    with transaction.atomic():  # somebody wrote while we read: once more, and nobody writes
        held = _held(lock(roadmap))
        return _told(held, actor, Past(held, at))


def _held(roadmap):
    return Roadmap.objects.select_related("programme", "sector", "lead").get(pk=roadmap.pk)


def _told(roadmap, actor, when):
    roadmap = when.restored(roadmap)
    sight = roadmap.sight_of(actor)
    seen = standing(roadmap, sight, when)
    own = {element["code"]: element for element in seen["elements"]}
    document = {
        "schema": SCHEMA,
        "roadmap": _roadmap(roadmap, actor, when),
        **seen,
        "links": links(roadmap, actor, own, when),
        "narratives": texts(roadmap, own, when, sight.is_member),
    }
    return document | {"sources": _sources(document)}


def canonical(document: dict) -> bytes:
    """The one way to write a document down, so that equal documents have equal bytes."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _roadmap(roadmap, actor, when):
    sector, programme = roadmap.sector, roadmap.programme
    return {
        **{name: plain(getattr(roadmap, name)) for name in ROADMAP},
        "programme": named(programme) | {"place": programme.place},
        "sector": sector and named(sector),
        "lead": roadmap.lead and organisation(roadmap.lead.__dict__),
        "horizons": {name: getattr(roadmap, name) for name in HORIZONS},
        "relations": _relations(roadmap, actor, when),
    }


def _relations(roadmap, actor, when):
    found = when.rows(roadmap.relations.all(), ("other", *RELATION), is_withdrawn=False)
    rows = in_order(found, "on", "pk")
    others = {values["other"] for values in rows} - {None}
    seen = Roadmap.objects.visible_to(actor).filter(pk__in=others) if others else ()
    slugs = {other.pk: other.slug for other in seen}
    return [
        {
            "kind": values["kind"],
            "slug": slugs.get(values["other"]),
            "name": values["other_name"],
            "on": plain(values["on"]),
            "note": plain(values["note"]),
        }
        for values in rows
    ]


def _sources(document):
    cited = {link["evidence"] for link in document["links"]}
    for text in document["narratives"]:
        cited |= prose.cited(text["document"])
    for thing in [*document["elements"], *document["figures"]]:
        cited |= {thing["source"], *(figure["source"] for figure in thing.get("figures", []))}
    rows = Source.objects.filter(code__in=cited - {None}).order_by("code")
    return [row(values, SOURCE) for values in rows.values(*SOURCE)]

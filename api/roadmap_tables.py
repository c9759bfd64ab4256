"""The tables of one map: what its document says, as rows and columns."""

from collections.abc import Iterator
from typing import Any

from api import elements, figures, links, milestones, tables
from api.sources import SourceSerializer
from roadmaps.elements import KINDS

Rows = list[dict[str, Any]]
FILES = {
    "challenge": "challenges",
    "goal": "goals",
    "fdi_target": "fdi-targets",
    "technology": "technologies",
    "skill": "skills",
    "infrastructure": "infrastructure",
    "initiative": "initiatives",
}
PARTICIPATIONS = tables.columns(
    "element", "group", "organisation.code", "organisation.name", "organisation.kind",
    "organisation.helix", "role", "note",
)  # fmt: skip
SOURCES = tables.columns(*(n for n in SourceSerializer.Meta.fields if n not in ("id", "revision")))
COLUMNS: dict[str, tables.Columns] = {
    "elements": elements.columns(),
    **{FILES[kind]: elements.columns(*model.OWN) for kind, model in KINDS.items()},
    "participations": PARTICIPATIONS,
    "figures": figures.COLUMNS,
    "links": links.COLUMNS,
    "milestones": milestones.COLUMNS,
    "progress": milestones.PROGRESS_COLUMNS,
    "sources": SOURCES,
}


def table(document: dict[str, Any], name: str) -> bytes:
    """One table of a map as CSV."""
    return tables.write(COLUMNS[name], rows(document, name))


def archive(document: dict[str, Any]) -> bytes:
    """Every table of a map, in one zip file."""
    return tables.archive({f"{name}.csv": table(document, name) for name in COLUMNS})


def rows(document: dict[str, Any], name: str) -> Rows:
    slug = document["roadmap"]["slug"]
    if name in ("links", "sources"):
        return [{"roadmap": slug} | row for row in document[name]]
    if name in SEVERAL:
        return [{"roadmap": slug} | row for row in SEVERAL[name](document)]
    kinds = [kind for kind, file in FILES.items() if name in (file, "elements")]
    found = [element for element in document["elements"] if element["kind"] in kinds]
    return [{"roadmap": slug} | element for element in found]


def _under(member, name):
    """What hangs on the map and its elements in a member, with the code of its element."""

    def found(document) -> Iterator[dict[str, Any]]:
        for thing in document.get(member, []):
            yield thing | {name: None}
        for element in document["elements"]:
            for thing in element.get(member, []):
                yield thing | {name: element["code"]}

    return found


SEVERAL = {
    "figures": _under("figures", "element"),
    "participations": _under("participations", "element"),
    "milestones": _under("milestones", "initiative"),
    "progress": _under("progress", "initiative"),
}

"""Loads the running texts, part by part, each as its writer would put it."""

from collections import defaultdict
from typing import Any

from demo.narratives import BODY, WRITERS
from roadmaps import document, narratives
from roadmaps.narratives import mentions, sections
from roadmaps.prose import marking

CLIENT = "demo"


def write_all(cast, records: list[dict[str, Any]], known) -> None:
    """Write the texts of maps on which everything stands that they can mention."""
    by_map = defaultdict(list)
    for record in records:
        by_map[record["map"]].append(record)
    for slug, texts in by_map.items():
        roadmap = known.roadmaps[slug]
        keys = mentions.keys(document.build(roadmap, cast[WRITERS["steward"]]))
        for record in sorted(texts, key=_place):
            _write(cast, roadmap, record, keys)


def _place(record):
    """Sections as they usually follow one another, and then the bodies."""
    kind = record["kind"]
    usual = [str(each) for each in sections.USUAL]
    rank = usual.index(kind) if kind in usual else len(usual)
    return rank, record["element"] or "", record["language"]


def _write(cast, roadmap, record, keys):
    writers = [cast[WRITERS[part["writer"]]] for part in record["parts"]]
    narrative = _begin(writers[0], roadmap, record)
    for number, writer in enumerate(writers, 1):
        said = "\n\n".join(part["markdown"] for part in record["parts"][:number])
        told = marking.parse(said, keys)
        narratives.put(writer, narrative, number - 1, told, CLIENT, number)


def _begin(writer, roadmap, record):
    if record["kind"] == BODY:
        element = roadmap.elements.get(code=record["element"])
        return sections.begin_body(writer, element, record["language"])
    return sections.add(writer, roadmap, record["kind"], language=record["language"])

"""What is compared of each thing in a document, and under which names.

What follows from something else (the days of a period) or counts (revisions) is left out, and so
is what registers and other maps say: an edition keeps their words of then, but they are no edits of
this map.
"""

from collections.abc import Iterable
from typing import Any

from roadmaps.phrases import OF_A_NUMBER

Thing = dict[str, Any]
HANGING = {  # what stands on an element, by its name in the document
    "figures": "figure",
    "participations": "participation",
    "milestones": "milestone",
    "progress": "progress_update",
}
# Of these people say in what order they stand.
ROWS = {"figure", "participation", "milestone", "narrative"}
OF_THE_MAP = ("title", "summary", "vision", "note", "languages")
HORIZONS = ("base_year", "short_until", "medium_until", "vision_year")
RELATION = ("kind", "slug", "name", "on", "note")
LINK = ("kind", "strength", "reason", "is_finish_only", "evidence", "certainty")
OF_A_BASELINE = ("value", "unit", "period")
UNTOLD = {
    *("id", "revision", "earliest", "latest", "translations", "is_withdrawn"),
    *("code", "number", "kind", *HANGING),
}
UNTOLD_OF_A_FIGURE = {*UNTOLD, *OF_A_NUMBER, "baseline"} - {"number"}


def contents(subject: str, thing: Thing) -> Thing:
    """The fields of a thing by their names, without what stands on it."""
    return READ.get(subject, _whole)(thing)


def hanging(element: Thing) -> Iterable[tuple[str, list[Thing]]]:
    """What stands on an element: its kind, and the things in their order."""
    for name, subject in HANGING.items():
        if name in element:
            yield subject, element[name]


def texts(thing: Thing) -> dict[tuple[str, str], str]:
    """Its translations by language and field."""
    return {
        (language, field): said["text"]
        for language, fields in (thing.get("translations") or {}).items()
        for field, said in fields.items()
        if said["text"]
    }


def _roadmap(head):
    named = {name: head.get(name) for name in OF_THE_MAP}
    registers = {name: _code(head.get(name)) for name in ("sector", "lead")}
    return named | registers | {name: head["horizons"][name] for name in HORIZONS}


def _element(element):
    return {name: value for name, value in element.items() if name not in UNTOLD}


def _figure(figure):
    """A number is one thing: nobody is told first of its lower end, then of its unit."""
    told = {name: value for name, value in figure.items() if name not in UNTOLD_OF_A_FIGURE}
    baseline = figure.get("baseline") or {}
    start = {name: baseline.get(name) for name in OF_A_BASELINE}
    return told | {
        "number": {name: figure.get(name) for name in OF_A_NUMBER},
        "baseline": start if any(start.values()) else None,
        "baseline_note": baseline.get("note"),
    }


def _participation(part):
    told = {name: part[name] for name in ("role", "group", "note")}
    return told | {"organisation": _code(part["organisation"])}


def _link(link):
    return {name: link.get(name) for name in LINK} | {"target": link["target"]["code"]}


def _relation(relation):
    return {name: relation.get(name) for name in RELATION}


def _narrative(text):
    return {name: text[name] for name in ("kind", "title", "language", "text")}


def _whole(thing):
    return {name: value for name, value in thing.items() if name not in UNTOLD}


def _code(thing):
    return thing and thing["code"]


READ = {
    "roadmap": _roadmap,
    "element": _element,
    "figure": _figure,
    "participation": _participation,
    "link": _link,
    "relation": _relation,
    "narrative": _narrative,
}

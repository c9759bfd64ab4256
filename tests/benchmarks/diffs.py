"""Comparing two editions of a large map, in sentences, and how that grows with the map."""

import copy

from roadmaps import diff
from tests.benchmarks.measuring import Row, medians, told
from tests.roadmaps.drawings import KINDS, document, element, link

ROUNDS = 20
FEW, MANY = 200, 2000
LONG = "What stands here is told in a text of the usual length, with its reasons and its sources. "


def rows() -> list[Row]:
    """What it takes to tell every difference of two editions, where a tenth of a map changed."""
    few, many = editions(FEW), editions(MANY)
    taken = medians(ROUNDS, few=lambda: tell(*few), many=lambda: tell(*many))
    growth = taken["many"] / taken["few"] / (MANY / FEW)
    edits = len(diff.compare(*many))
    milliseconds = taken["many"] * 1000
    return [
        Row(
            f"Two editions of {MANY} elements compared, {edits} sentences, in milliseconds",
            told({"diff": taken["many"]}),
            milliseconds,
            "≤ 500",
            milliseconds <= 500,
        ),
        Row(
            f"Comparing editions: time for each element, with {MANY} against {FEW}",
            told(taken),
            growth,
            "≤ 1.3",
            growth <= 1.3,
        ),
    ]


def tell(old, new):
    return diff.tell(diff.compare(old, new), old, new)


def editions(number: int) -> tuple[dict, dict]:
    """Two editions of one map: of ten elements one is gone, one new, and one has other words."""
    made = [whole(place) for place in range(number)]
    later = copy.deepcopy(made)
    for place in range(0, number, 10):
        later[place]["title"] = f"Another title {place}"
        later[place]["summary"] = LONG * 3 + "And more of it. "
        later[place]["figures"][0]["low"] = "3500000000"
        later[place + 1] = whole(number + place)
    return map_of(made), map_of(later)


def whole(number):
    """An element with a long text, a number and somebody who leads it."""
    ministry = {"code": "ministry", "name": "Ministry"}
    return element(
        KINDS[number % len(KINDS)],
        number,
        title=f"Element {number} with a title of the usual length",
        summary=LONG * 4,
        figures=[figure(number)],
        participations=[
            {"id": f"p{number}", "role": "lead", "group": None, "note": None}
            | {"organisation": ministry}
        ],
    )


def figure(number):
    return {
        "id": f"f{number}", "label": f"Figure {number}", "kind": "level", "operator": "eq",
        "low": "2500000000", "high": None, "unit": None, "currency": "USD", "basis": "target",
        "period": "2030", "baseline": None, "translations": {}, "visibility": "public",
    }  # fmt: skip


def map_of(elements):
    pairs = [(each, elements[(n * 7 + 1) % len(elements)]) for n, each in enumerate(elements)]
    drawn = [link(one, other) for one, other in pairs if one is not other]
    links = [each | {"id": f"{each['source']['code']} {each['target']['code']}"} for each in drawn]
    return document(elements, links) | {"figures": [], "participations": []}

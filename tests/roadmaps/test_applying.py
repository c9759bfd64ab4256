"""A list of edits, done: the working copy says what a document says."""

import pytest

from roadmaps import applying
from roadmaps.diff import compare
from roadmaps.document import build
from tests.roadmaps.writers import Writers

REVISIONS = {"revision"}


def standing(document):
    """A document without what was withdrawn and without what counts changes."""
    off = {each["code"] for each in document["elements"] if each["is_withdrawn"]}
    links = [
        each
        for each in document["links"]
        if not off & {each["source"]["code"], each["target"]["code"]}
    ]
    elements = [each for each in document["elements"] if each["code"] not in off]
    told = {**document, "elements": elements, "links": links, "sources": None}
    return uncounted(told)


def uncounted(value):
    if isinstance(value, dict):
        return {name: uncounted(each) for name, each in value.items() if name not in REVISIONS}
    return [uncounted(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(12))
def test_what_is_applied_makes_one_document_of_the_other(seed, roadmap, steward, editor, registers):
    writers = Writers(seed, (steward, editor), roadmap, registers)
    start = roadmap.revision
    for _number in range(40):
        writers.act()
    old = build(roadmap, steward, at=start + 1 + seed * 3 % 35)
    now = build(roadmap, steward)
    applying.apply(steward, roadmap, compare(now, old))
    again = build(roadmap, steward)
    assert standing(again) == standing(old)
    assert compare(again, old) == []

import copy

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from roadmaps import elements, figures
from roadmaps.diff import compare
from roadmaps.document import build


@pytest.fixture
def old(roadmap, editor):
    return build(roadmap, editor)


def sentences(old, new):
    return [str(edit) for edit in compare(old, new)]


def test_nothing_differs_from_itself(old):
    assert compare(old, old) == []


def test_an_edit_reads_as_a_sentence(old, editor, roadmap, challenge):
    elements.edit(editor, challenge, challenge.revision, title="Technicians are scarce", severity=5)
    assert sentences(old, build(roadmap, editor)) == [
        "“Technicians are scarce”: the title changed from Too few technicians to "
        "Technicians are scarce.",
        "“Technicians are scarce”: the severity changed from 4 to 5.",
    ]


def test_the_sentence_is_in_the_readers_language(old, editor, roadmap, challenge):
    elements.edit(editor, challenge, challenge.revision, severity=5)
    with translation.override("es"):
        assert "cambió de 4 a 5" in sentences(old, build(roadmap, editor))[0]


def test_what_came_and_what_went_is_told(old, editor, roadmap, goal):
    elements.add(editor, roadmap, "technology", title="Solid-state cells")
    figures.state(
        editor, goal, metric="m", label="Cars", kind="count", low=3, basis="actual", period="2025"
    )
    new = build(roadmap, editor)
    assert sentences(old, new) == ["“Cars” was added.", "“Solid-state cells” was added."]
    assert sentences(new, old) == ["“Cars” was removed.", "“Solid-state cells” was removed."]


def test_the_two_directions_tell_the_same_edits(old, editor, roadmap, challenge):
    elements.edit(editor, challenge, challenge.revision, summary="More", severity=2)
    new = build(roadmap, editor)
    there = {
        (edit.key, edit.field, str(edit.before), str(edit.after)) for edit in compare(old, new)
    }
    back = {(edit.key, edit.field, str(edit.after), str(edit.before)) for edit in compare(new, old)}
    assert there == back


FIELDS = st.dictionaries(st.sampled_from(["title", "summary", "note"]), st.text(max_size=5))


@given(before=FIELDS, after=FIELDS)
def test_every_field_that_differs_is_told_once(before, after):
    element = {
        "code": "A-C01", "title": "x", "summary": None, "note": None,
        "figures": [], "participations": [],
    }  # fmt: skip
    empty = {"roadmap": {}, "figures": [], "links": [], "elements": []}
    blank = dict.fromkeys(["title", "summary", "vision", "note", "languages", "horizons"])
    old = empty | {"roadmap": blank, "elements": [element | before]}
    new = copy.deepcopy(empty) | {"roadmap": blank, "elements": [element | after]}
    told = [edit.field for edit in compare(old, new)]
    one, other = old["elements"][0], new["elements"][0]
    assert sorted(told) == sorted(name for name in one if one[name] != other[name])

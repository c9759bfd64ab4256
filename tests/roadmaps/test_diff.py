"""What is different between two documents of one map, and how it is said."""

import copy
import json

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from roadmaps import elements, figures, links, milestones, participations
from roadmaps import roadmap as maps
from roadmaps.diff import compare, tell
from roadmaps.diff.passages import passages
from roadmaps.document import build
from tests.roadmaps.things import now


@pytest.fixture
def told(scene):
    """What is said of the difference to the map as it was at the beginning."""
    before = build(scene.roadmap, scene.steward)

    def say(language="en"):
        after = build(scene.roadmap, scene.steward)
        with translation.override(language):
            return [each.sentence for each in tell(compare(before, after), before, after)]

    return say


def test_nothing_differs_from_itself(scene):
    document = build(scene.roadmap, scene.editor)
    assert compare(document, document) == []


def test_values_are_said_as_people_say_them(scene, told):
    scene.edit("challenge", title="Technicians are scarce", severity=5, barrier="skills")
    scene.edit("initiative", period="2027-35/2029", status="completed", places=["MX-PUE"])
    assert told() == [
        "“Technicians are scarce”: “title” changed from “Too few technicians” to “Technicians are "
        "scarce”.",
        "“Technicians are scarce”: “barrier” is now Skills.",
        "“Technicians are scarce”: “severity” changed from Severe to Critical.",
        "“Dual training” was moved: 2026–2027 before, Q3 2027 – 2029 now.",
        "“Dual training”: “states” is now Puebla.",
        "“Dual training”: “status” changed from In delivery to Completed.",
    ]


def test_a_number_is_one_thing(scene, told):
    scene.edit("figure", low="3500000000", operator="ge")
    (sentence,) = told()
    assert sentence == (
        "The figure “Battery cell plants” of “Share of electric cars” was raised from USD 2.5 "
        "billion to at least USD 3.5 billion (2030)."
    )


def test_where_a_number_starts_is_one_thing_too(scene, told):
    scene.edit("figure", baseline_value="1000000000", baseline_period="2024")
    (sentence,) = told()
    assert sentence.endswith(" is now counted from USD 1 billion in 2024.")


def test_what_comes_is_told_with_all_that_stands_on_it(scene, told):
    editor, roadmap = scene.editor, scene.roadmap
    goal = elements.add(editor, roadmap, "goal", title="Cells")
    said = {"metric": "jobs", "label": "Jobs", "kind": "count", "unit": "jobs", "basis": "target"}
    figures.state(editor, goal, low="3000", period="2030", **said)
    participations.involve(editor, goal, scene.association, "partner")
    links.draw(editor, scene.initiative, goal, "contributes_to")
    milestones.plan(editor, scene.initiative, "Second course", planned="2028")
    assert told() == [
        "The milestone “Second course” of “Dual training” was added: 2028.",
        "“Cells” was added: Goal.",
        "The figure “Jobs” of “Cells” was added: 3,000 jobs (2030).",
        "The part of Battery Association in “Cells” was added: Partner.",
        "The link from “Dual training” to “Cells” was added: contributes to.",
    ]


def test_what_goes_takes_with_it_what_stands_on_it(scene, told):
    scene.withdraw("initiative").withdraw("figure")
    sentences = told()
    assert "“Dual training” was withdrawn." in sentences
    assert len(sentences) == 2


def test_what_was_withdrawn_comes_back(scene):
    scene.withdraw("initiative")
    before = build(scene.roadmap, scene.steward)
    scene.restore("initiative").edit("report", narrative="Better.")
    after = build(scene.roadmap, scene.steward)
    verbs = [(edit.verb, edit.subject) for edit in compare(before, after)]
    assert verbs == [
        ("restored", "element"), ("edited", "progress_update"),
        ("restored", "link"), ("restored", "link"),
    ]  # fmt: skip


def test_translations_are_told_text_by_text(scene, told):
    texts = {"title": {"text": "Faltan técnicos", "revision": 1}}
    scene.edit("challenge", translations={"es": texts})
    assert told() == ["“Too few technicians”: “title in Spanish” is now “Faltan técnicos”."]
    assert told("es") == ["«Faltan técnicos»: «título en español» dice ahora «Faltan técnicos»."]


def test_the_map_and_what_it_follows_from_is_told(scene, told):
    relation = maps.relate(scene.editor, scene.roadmap, "split_from", other_name="Cars", on="2020")
    scene.describe(vision_year=2040, lead=scene.association)
    assert told() == [
        "The map: “lead” is now Battery Association.",
        "The map: “vision year” changed from 2035 to 2040.",
        "What is said of the map “Cars” was added: split from.",
    ]
    maps.unrelate(scene.editor, relation)
    assert len(told()) == 2


def test_the_order_is_told_once_a_row(scene, told):
    elements.reorder(scene.editor, scene.water)
    assert told() == ["What stands under “Challenge or opportunity” is in another order."]


def test_the_sentences_are_in_the_readers_language(scene, told):
    scene.edit("challenge", severity=5).withdraw("water").edit("figure", low="1")
    assert told("es") == [
        "«Too few technicians»: «gravedad» cambió de Grave a Crítico.",
        "Se retiró «Water».",
        "La cifra «Battery cell plants» de «Share of electric cars» bajó de "
        "2,500 millones de USD a 1 USD (2030).",
    ]


def test_a_long_text_is_told_word_by_word(scene):
    scene.edit("challenge", summary="Every year 1,200 leave and only 700 come. " * 4)
    before = build(scene.roadmap, scene.steward)
    scene.edit("challenge", summary="Every year 1,300 leave and only 700 come. " * 4)
    after = build(scene.roadmap, scene.steward)
    (told,) = tell(compare(before, after), before, after)
    assert told.sentence == "“Too few technicians”: “summary” was rewritten."
    assert [each.text for each in told.passages if each.kind == "removed"] == [" 1,200"] * 4


def test_a_link_is_called_by_its_ends(scene, told):
    scene.edit("link", reason="They are the same people", strength=1)
    assert told() == [
        "The link from “Dual training” to “Too few technicians”: “reason” is now “They are the "
        "same people”.",
        "The link from “Dual training” to “Too few technicians”: “strength” changed from 3 to 1.",
    ]


def test_an_edit_is_plain_data(scene):
    before = build(scene.roadmap, scene.steward, at=1)
    after = build(scene.roadmap, scene.steward)
    edits = compare(before, after)
    assert json.loads(json.dumps([edit.after for edit in edits])) == [e.after for e in edits]
    assert now(scene.roadmap)


def test_a_part_that_says_the_same_is_the_same(scene, told):
    participations.withdraw(scene.editor, scene.part)
    participations.involve(scene.editor, scene.initiative, None, "partner", group="the unions")
    assert told() == []


TEXT = st.text(alphabet=" abñ\n", max_size=60)


@given(before=TEXT, after=TEXT)
def test_passages_hold_both_texts(before, after):
    found = passages(before, after)
    assert "".join(each.text for each in found if each.kind != "added") == before
    assert "".join(each.text for each in found if each.kind != "removed") == after
    assert passages(before, before) == ([found[0].__class__("same", before)] if before else [])


def test_what_would_take_too_long_to_weigh_is_told_as_a_whole():
    before, after = "a b " * 2000 + "c", "b a a " * 2000 + "d"
    assert [each.kind for each in passages(before, after)] == ["removed", "added"]


FIELDS = st.dictionaries(st.sampled_from(["title", "summary", "note"]), st.text(max_size=5))


@given(before=FIELDS, after=FIELDS)
def test_every_field_that_differs_is_told_once(before, after):
    element = {
        "code": "A-C01", "title": "x", "summary": None, "note": None,
        "figures": [], "participations": [],
    }  # fmt: skip
    years = dict.fromkeys(["base_year", "short_until", "medium_until", "vision_year"])
    empty = {"roadmap": {"horizons": years}, "figures": [], "links": []}
    old = empty | {"elements": [element | before]}
    new = copy.deepcopy(empty) | {"elements": [element | after]}
    told = [edit.field for edit in compare(old, new)]
    one, other = old["elements"][0], new["elements"][0]
    assert sorted(told) == sorted(name for name in one if one[name] != other[name])

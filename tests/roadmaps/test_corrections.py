"""Corrections of an edition in force: what may be corrected, and what waits."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from accounts.rules import Refused
from changes.merging import Clash
from changes.models import Change
from changes.verify import faults
from roadmaps import elements, figures, workflow
from roadmaps import roadmap as maps
from roadmaps.corrections import EDITORIAL, FACTS, OF_A_NUMBER
from roadmaps.models import Edition, Entry, Roadmap
from tests import factories
from tests.roadmaps.things import KINDS, NUMBER, as_it_is, now
from tests.threads import at_once

ELEMENT = {
    "title": "Said better", "summary": "Said better.", "note": "A note.",
    "certainty": "illustrative", "places": ["MX-NLE"],
    "translations": {"es": {"title": {"text": "Mejor", "revision": 1}}},
}  # fmt: skip
FIGURE = {
    "label": "Said better", "note": "A note.", "scope": "Net jobs", "certainty": "illustrative",
    "translations": {"es": {"label": {"text": "Empleos", "revision": 1}}},
}  # fmt: skip
NUMBERS = {"operator": "ge", "low": "17", "unit": "people", "period": "2024"}
ON_ELEMENTS = sorted(elements.LETTERS)
ON_NUMBERS = ["figure", "figure of the map"]
OTHERS = sorted(KINDS.keys() - {*ON_ELEMENTS, *ON_NUMBERS})


@pytest.fixture
def things(scene, registers):
    """One of each kind on the map, a fact beside the aims, and all of it in force."""
    made = {name: kind.write(scene.editor, scene, 1) for name, kind in KINDS.items()}
    made["fact"] = figures.state(scene.editor, scene.goal, low="9", **NUMBER | {"basis": "actual"})
    made["relation"] = maps.relate(scene.editor, scene.roadmap, "split_from", other_name="Cars")
    workflow.adopt(scene.approver, [scene.roadmap], note="The first edition.", label="2026")
    scene.roadmap = made["map"] = Roadmap.objects.get(pk=scene.roadmap.pk)
    return made


@pytest.fixture
def correct(scene, things):
    """The approver corrects something, by its name or as it was read."""

    def named(thing):
        return as_it_is(things[thing]) if isinstance(thing, str) else thing

    def correct(*edits, who=None, reason="A slip of the pen."):
        told = [{"thing": named(thing), "fields": fields} for thing, fields in edits]
        return workflow.take(
            who or scene.approver, scene.roadmap, "correct", reason=reason, edits=told
        )

    return correct


def numbers(scene):
    return [each.number for each in scene.roadmap.editions.all()]


@pytest.mark.parametrize("kind", ["challenge", "initiative", *ON_NUMBERS, "fact"])
def test_what_is_said_of_a_thing_is_corrected(correct, scene, things, kind):
    fields = ELEMENT if kind in ON_ELEMENTS else FIGURE
    for count, (name, value) in enumerate(fields.items(), 1):
        correct((kind, {name: value}))
        assert numbers(scene)[0] == f"1.{count}"
        assert getattr(as_it_is(things[kind]), name) == value
        line = Change.objects.of(things[kind]).last()
        assert (line.verb, list(line.fields), line.actor) == ("corrected", [name], scene.approver)


def test_a_number_is_corrected_where_it_says_what_is_and_not_what_is_aimed_at(correct):
    for name, value in NUMBERS.items():
        for aim in ON_NUMBERS:
            with pytest.raises(Refused, match=f"waits for a refresh: {name}"):
                correct((aim, {name: value}))
        correct(("fact", {name: value}))


@pytest.mark.parametrize("basis", ["target", "forecast", "pipeline"])
def test_aims_are_no_facts(basis):
    assert basis not in FACTS


def test_the_source_of_a_thing_is_corrected(correct, registers, scene, things):
    for kind in ("challenge", "figure"):
        correct((kind, {"source": registers["source"][1]}))
        assert as_it_is(things[kind]).source == registers["source"][1]
    assert numbers(scene) == ["1.2", "1.1", "1.0"]


def forbidden(thing):
    """What people may write of a thing, and no correction may."""
    kind = next((kind for kind in EDITORIAL if isinstance(thing, kind)), None)
    return sorted(set(thing.written) - EDITORIAL.get(kind, set()))


def test_SR_11_a_correction_makes_no_new_promise(correct, scene, things):
    revision, tried = now(scene.roadmap), 0
    for kind in (*ON_ELEMENTS, *ON_NUMBERS, *OTHERS):
        for name in forbidden(things[kind]):
            with pytest.raises(Refused, match=f"makes no new promise.*: {name}"):
                correct((kind, {name: None}))
            tried += 1
    assert tried > 100
    assert (now(scene.roadmap), numbers(scene)) == (revision, ["1.0"])


def test_SR_10_nobody_corrects_what_the_system_keeps(correct, scene):
    for kind in (*KINDS, "fact"):
        for name in ("is_withdrawn", "position", "revision", "id", "number", "nonsense"):
            with pytest.raises(Refused, match=f"waits for a refresh: {name}"):
                correct((kind, {name: 1}))
    for name in ("stage", "is_published", "slug", "vision_year", "farewell"):
        with pytest.raises(Refused, match=f"waits for a refresh: {name}"):
            correct((scene.roadmap, {name: "x"}))
    assert numbers(scene) == ["1.0"]


def test_relations_to_other_maps_wait_for_a_refresh(correct, things):
    with pytest.raises(Refused, match="waits for a refresh: other_name"):
        correct(("relation", {"other_name": "Trains"}))


def test_all_that_a_number_says_may_be_corrected():
    assert {*NUMBERS, "high", "currency"} == OF_A_NUMBER


def test_the_new_edition_says_it_and_takes_the_place_of_the_one_before(correct, scene, things):
    correct(("challenge", {"title": "Said better"}))
    new, old = scene.roadmap.editions.all()
    assert (new.number, new.kind, new.status) == ("1.1", "correction", "current")
    assert (old.number, old.kind, old.status) == ("1.0", "approved", "superseded")
    assert (new.note, new.label) == ("A slip of the pen.", "2026")
    code = things["challenge"].code
    assert Entry.objects.get(key=code).data["title"] == "Said better"
    titles = [
        {each["code"]: each["title"] for each in json.loads(bytes(edition.content))["elements"]}
        for edition in (new, old)
    ]
    assert (titles[0].pop(code), titles[1].pop(code)) == ("Said better", "Something 1")
    assert titles[0] == titles[1]
    assert Roadmap.objects.get(pk=scene.roadmap.pk).stage == "in_force"


def test_corrections_are_counted_by_edition(correct, scene, steward):
    correct(("challenge", {"title": "Once"}))
    correct(("challenge", {"title": "Twice"}))
    workflow.open_refresh(steward, scene.roadmap)
    workflow.adopt(scene.approver, [scene.roadmap], note="The second one.")
    correct(("challenge", {"title": "Thrice"}))
    assert numbers(scene) == ["2.1", "2.0", "1.2", "1.1", "1.0"]


def test_several_things_are_corrected_in_one_edition(correct, scene, things):
    correct(("challenge", {"title": "One"}), ("goal", {"note": "Two"}), ("fact", {"low": "3"}))
    assert numbers(scene) == ["1.1", "1.0"]
    assert Change.objects.within(scene.roadmap).filter(verb="corrected").count() == 3


def test_one_thing_may_be_named_twice(correct, scene, things):
    read = as_it_is(things["challenge"])
    correct((read, {"title": "One"}), (read, {"note": "Two"}))
    held = as_it_is(read)
    assert (held.title, held.note) == ("One", "Two")


@pytest.mark.parametrize(
    ("second", "refusal"),
    [
        (("goal", {"period": "2040"}), Refused),
        (("goal", {"title": ""}), ValidationError),
        (("fact", {"operator": "range"}), ValidationError),
    ],
)
def test_all_of_it_is_corrected_or_nothing(correct, scene, things, second, refusal):
    revision = now(scene.roadmap)
    with pytest.raises(refusal):
        correct(("challenge", {"title": "Said better"}), second)
    assert as_it_is(things["challenge"]).title == "Something 1"
    assert (now(scene.roadmap), numbers(scene)) == (revision, ["1.0"])


@pytest.mark.parametrize(
    "edits",
    [
        [("challenge", {"title": "Something 1"})],
        [("challenge", {})],
        [("fact", {"low": "9.00"}), ("goal", {"translations": {}})],
    ],
)
def test_a_correction_that_changes_nothing_makes_no_edition(correct, scene, edits):
    with pytest.raises(Refused, match="changes nothing of what everybody reads"):
        correct(*edits)
    assert numbers(scene) == ["1.0"]


def test_nothing_is_corrected_without_saying_what_or_why(correct, scene):
    with pytest.raises(Refused, match="Say what is to be corrected"):
        correct()
    with pytest.raises(Refused, match="Say why"):
        correct(("challenge", {"title": "Said better"}), reason=" ")
    assert numbers(scene) == ["1.0"]


@pytest.mark.parametrize("visibility", ["internal", "partners"])
def test_SR_03_what_the_public_does_not_read_makes_no_edition(scene, approver, visibility):
    hidden = elements.add(
        scene.steward, scene.roadmap, "challenge", title="Hidden", visibility=visibility
    )
    workflow.adopt(approver, [scene.roadmap], note="The first edition.")
    edits = [{"thing": as_it_is(hidden), "fields": {"title": "Still hidden"}}]
    with pytest.raises(Refused, match="changes nothing of what everybody reads"):
        workflow.take(approver, scene.roadmap, "correct", reason="A slip.", edits=edits)
    assert numbers(scene) == ["1.0"]


def test_what_was_withdrawn_is_not_corrected(scene, approver):
    scene.withdraw("water")
    workflow.adopt(approver, [scene.roadmap], note="The first edition.")
    edits = [{"thing": as_it_is(scene.water), "fields": {"title": "Wine"}}]
    with pytest.raises(Refused, match="has been withdrawn"):
        workflow.take(approver, scene.roadmap, "correct", reason="A slip.", edits=edits)


def test_SR_02_things_of_other_maps_and_of_the_registers_are_not_corrected(
    correct, scene, registrar, programme, sector
):
    other = factories.roadmap(scene.steward, programme)
    elsewhere = elements.add(scene.steward, other, "challenge", title="Elsewhere")
    of_a_sector = figures.state(registrar, sector, low="1", **NUMBER)
    for thing in (elsewhere, of_a_sector, other):
        with pytest.raises(Refused, match="does not stand on this map"):
            correct((thing, {"title": "Mine"}))
    assert as_it_is(elsewhere).title == "Elsewhere"


def test_SR_11_neither_steward_nor_editor_corrects(correct, scene, partner, stranger):
    for actor in (scene.steward, scene.editor, partner, stranger):
        with pytest.raises(PermissionDenied):
            correct(("challenge", {"title": "Mine"}), who=actor)
    assert numbers(scene) == ["1.0"]


def test_what_somebody_else_corrected_since_it_was_read_is_not_written_over(correct, things, scene):
    read = as_it_is(things["challenge"])
    correct(("challenge", {"title": "Said by one"}))
    with pytest.raises(Clash) as clash:
        correct((read, {"title": "Said by the other"}))
    assert clash.value.as_json() == {
        "title": {"base": "Something 1", "theirs": "Said by one", "mine": "Said by the other"}
    }
    assert numbers(scene) == ["1.1", "1.0"]
    correct((read, {"note": "Something else."}))
    assert as_it_is(read).title == "Said by one"


@pytest.mark.django_db(transaction=True)
def test_SR_44_of_two_who_correct_the_same_at_once_one_does(correct, scene, things):
    read = as_it_is(things["challenge"])
    seen = [read, as_it_is(things["challenge"])]
    acts = [
        lambda: correct((seen[0], {"title": "One"})),
        lambda: correct((seen[1], {"title": "Other"})),
    ]
    done = at_once(*acts).outcomes()
    assert sorted(isinstance(each, Clash) for each in done) == [False, True]
    assert numbers(scene) == ["1.1", "1.0"]


def test_SR_13_the_edition_that_was_corrected_keeps_its_bytes(correct, scene):
    before = {each.pk: (bytes(each.content), each.sha256) for each in scene.roadmap.editions.all()}
    correct(("challenge", {"title": "Said better"}))
    found = Edition.objects.filter(pk__in=before)
    assert {each.pk: (bytes(each.content), each.sha256) for each in found} == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE changes_change SET fields = '{}' WHERE verb = 'corrected'",
        "UPDATE changes_change SET actor_id = NULL WHERE verb = 'correct'",
        "DELETE FROM changes_change WHERE verb IN ('correct', 'corrected')",
    ],
)
def test_SR_49_who_corrected_what_stays_in_the_log(correct, scene, statement):
    correct(("challenge", {"title": "Said better"}))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    verbs = (
        Change.objects.within(scene.roadmap).order_by("-revision").values_list("verb", flat=True)
    )
    assert list(verbs[:4]) == ["published", "superseded", "correct", "corrected"]
    assert list(faults()) == []

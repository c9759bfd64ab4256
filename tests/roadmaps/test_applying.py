"""A list of edits, done: the working copy says what a document says."""

import json
import uuid
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from changes.models import Change
from roadmaps import applying, elements, figures, workflow
from roadmaps import roadmap as maps
from roadmaps.diff import Edit, compare
from roadmaps.document import build
from roadmaps.roadmap import Refused, Roadmap
from tests.roadmaps.replay import departures
from tests.roadmaps.things import now
from tests.roadmaps.writers import Writers
from tests.threads import at_once

REVISIONS = {"revision"}


def standing(document):
    """A document without what was withdrawn and without what counts changes."""
    off = {each["code"] for each in document["elements"] if each["is_withdrawn"]}
    links = [
        each
        for each in document["links"]
        if not off & {each["source"]["code"], each["target"]["code"]}
    ]
    elements = [{**each} for each in document["elements"] if each["code"] not in off]
    told = {**document, "elements": elements, "links": links, "sources": None}
    for bearer in (told, *elements):  # one part that says the same is as good as another
        bearer["participations"] = [each | {"id": None} for each in bearer["participations"]]
    return uncounted(told)


def uncounted(value):
    if isinstance(value, dict):
        return {name: uncounted(each) for name, each in value.items() if name not in REVISIONS}
    return [uncounted(each) for each in value] if isinstance(value, list) else value


BOUNDED = settings(max_examples=8, deadline=None, derandomize=True, database=None)
MOMENTS = st.tuples(st.integers(0, 10_000), st.integers(5, 45), st.integers(0, 100))


def test_what_is_applied_makes_one_document_of_the_other(roadmap, steward, editor, registers):
    """Whatever people did to a map: any of its states can be made again from any other."""

    @BOUNDED
    @given(moment=MOMENTS)
    def there_and_back(moment):
        seed, acts, place = moment
        with transaction.atomic():
            writers = Writers(seed, (steward, editor), roadmap, registers)
            start = roadmap.revision
            for _number in range(acts):
                writers.act()
            then = start + (roadmap.revision - start) * place // 100
            old, new = build(roadmap, steward, at=then), build(roadmap, steward)
            for one, other in ((new, old), (old, new)):
                assert compare(one, one) == []
                edits = compare(build(roadmap, steward), other)
                applying.apply(steward, roadmap, edits)
                told = build(roadmap, steward)
                assert standing(told) == standing(other)
                assert compare(told, other) == []
            assert departures(roadmap) == {}
            transaction.set_rollback(True)
        roadmap.refresh_from_db()

    there_and_back()


def test_an_edition_is_restored_and_what_is_not_for_all_stays(
    published, steward, editor, challenge, skill, goal, initiative
):
    frozen = json.loads(bytes(published.editions.get().content))
    workflow.open_refresh(steward, published)
    elements.edit(editor, challenge, now(published), title="Another", severity=1, period="")
    elements.withdraw(editor, skill)
    elements.edit(steward, goal, now(published), visibility="internal")
    figures.edit(editor, goal.figures.get(), now(published), low="99")
    inner = elements.add(steward, published, "challenge", title="Inner", visibility="internal")
    outer = elements.add(editor, published, "challenge", title="Outer")
    maps.relate(editor, published, "split_from", other_name="Cars", on="2020")
    elements.reorder(editor, outer)
    applying.restore(steward, published, frozen)
    told = build(published, AnonymousUser())
    assert standing(told) == standing(frozen)
    inner.refresh_from_db()
    outer.refresh_from_db()
    assert (inner.is_withdrawn, outer.is_withdrawn) == (False, True)


def test_everything_stands_in_the_log_or_nothing_is_done(scene):
    document = build(scene.roadmap, scene.steward)
    scene.edit("challenge", severity=1).withdraw("water")
    before = now(scene.roadmap)
    edits = compare(build(scene.roadmap, scene.steward), document)
    lost = Edit("edited", "figure", str(uuid.uuid4()), "EMO-G01", "label", after="Nowhere")
    with pytest.raises(Refused, match="does not stand on this map"):
        applying.apply(scene.editor, scene.roadmap, [*edits, lost])
    assert now(scene.roadmap) == before
    applying.apply(scene.editor, scene.roadmap, edits)
    lines = Change.objects.within(scene.roadmap).after(before)
    assert sorted(lines.values_list("verb", flat=True)) == ["edited", "restored"]
    assert {line.actor for line in lines} == {scene.editor}


def test_what_has_never_stood_here_gets_the_next_code(scene):
    added = Edit(
        "added", "element", "OLD-C07", "OLD-C07", after={"kind": "challenge", "title": "Iron"}
    )
    number = {"kind": "count", "operator": "eq", "low": "3", "unit": "mines"}
    figure = Edit("added", "figure", str(uuid.uuid4()), "OLD-C07", after={
        "metric": "mines", "label": "Mines", "basis": "actual", "number": number})  # fmt: skip
    text = Edit("edited", "element", "OLD-C07", "OLD-C07", "title", "es", None, "Hierro")
    applying.apply(scene.editor, scene.roadmap, [added, figure, text])
    (told,) = [
        each for each in build(scene.roadmap, scene.editor)["elements"] if each["title"] == "Iron"
    ]
    assert told["code"] == "EMO-C03"
    assert told["translations"]["es"]["title"]["text"] == "Hierro"
    assert [each["label"] for each in told["figures"]] == ["Mines"]


@pytest.mark.parametrize("person", ["approver", "partner", "stranger"])
def test_only_who_may_write_applies(request, scene, person):
    with pytest.raises(PermissionDenied):
        applying.apply(request.getfixturevalue(person), scene.roadmap, [])


def test_what_is_locked_is_not_written(published, editor):
    with pytest.raises(PermissionDenied):
        applying.apply(editor, published, [])


def test_SR_05_what_one_may_not_see_is_the_same_as_missing(scene, goal):
    elements.edit(scene.steward, scene.goal, now(scene.roadmap), visibility="internal")
    for code in ("EMO-G01", "EMO-G99"):
        edit = Edit("edited", "element", code, code, "title", after="Known after all")
        with pytest.raises(Refused, match="does not stand on this map"):
            applying.apply(scene.editor, scene.roadmap, [edit])
    gone = Edit("withdrawn", "element", "EMO-G01", "EMO-G01")
    applying.apply(scene.editor, scene.roadmap, [gone])
    goal.refresh_from_db()
    assert not goal.is_withdrawn


@pytest.mark.django_db(transaction=True)
def test_two_who_apply_at_once_do_it_one_after_the_other(scene):
    document = build(scene.roadmap, scene.steward)
    scene.edit("challenge", severity=1).edit("initiative", title="Other").withdraw("water")
    edits = compare(build(scene.roadmap, scene.steward), document)
    copies = [Roadmap.objects.get(pk=scene.roadmap.pk) for _number in range(2)]
    people = (scene.steward, scene.editor)
    acts = [partial(applying.apply, *each, edits) for each in zip(people, copies, strict=True)]
    assert None not in at_once(*acts).outcomes()
    assert standing(build(scene.roadmap, scene.steward)) == standing(document)
    assert departures(scene.roadmap) == {}


def test_nothing_to_do_writes_nothing(scene):
    before = now(scene.roadmap)
    applying.apply(scene.editor, scene.roadmap, [])
    assert now(scene.roadmap) == before

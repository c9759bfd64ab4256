"""Giving up a refresh: the working copy says again what the edition in force says, all of it."""

from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied

from accounts.rules import Refused
from changes.models import Change
from changes.verify import faults
from roadmaps import (
    elements,
    figures,
    links,
    milestones,
    participations,
    undo,
    workflow,
)
from roadmaps import roadmap as maps
from roadmaps.document import build
from roadmaps.models import Edition, Entry, Roadmap
from tests.roadmaps.things import NUMBER, as_it_is, in_one_go, last_of, now

UNTOLD = {"revision", "milestones", "progress"}
IN_SPANISH = {"es": {"title": {"text": "Otra cosa", "revision": 1}}}


@pytest.fixture
def refresh(scene, registers, sector):
    """A map with more on it than others, of which a second edition is being written."""
    scene.registers, scene.sector = registers, sector
    scene.drought = elements.add(scene.editor, scene.roadmap, "challenge", title="Drought")
    scene.edit("drought", parent=scene.water)
    scene.second = elements.add(scene.editor, scene.roadmap, "initiative", title="Canals")
    scene.third = elements.add(scene.editor, scene.roadmap, "initiative", title="Wells")
    scene.one = links.draw(scene.editor, scene.second, scene.water, "addresses")
    scene.other = links.draw(scene.editor, scene.second, scene.drought, "addresses")
    said = NUMBER | {"metric": "wells"}
    scene.whole = figures.state(scene.editor, scene.second, low="100", **said)
    scene.part_of_it = figures.state(
        scene.editor, scene.second, low="60", part_of=scene.whole, **said
    )
    scene.gone = elements.add(scene.editor, scene.roadmap, "skill", title="Gone before")
    scene.withdraw("gone")
    scene.secret = elements.add(
        scene.steward, scene.roadmap, "challenge", title="Secret", visibility="internal"
    )
    scene.relation = maps.relate(scene.editor, scene.roadmap, "split_from", other_name="Cars")
    workflow.adopt(scene.approver, [scene.roadmap], note="The first edition.")
    scene.before = told(scene)
    workflow.take(scene.steward, scene.roadmap, "open_refresh")
    return scene


def told(scene):
    """All that stands on the map, as a steward reads it, but for how it gets on."""
    document = build(scene.roadmap, scene.steward)
    standing = [each for each in document["elements"] if not each["is_withdrawn"]]
    return without(UNTOLD, document | {"elements": standing})


def without(names, thing):
    match thing:
        case dict():
            return {
                name: without(names, value) for name, value in thing.items() if name not in names
            }
        case list():
            return [without(names, each) for each in thing]
    return thing


def abandon(scene, who=None):
    said = {"reason": "The budget fell through."}
    return workflow.take(who or scene.approver, scene.roadmap, "abandon_refresh", **said)


def edit_texts(scene):
    scene.edit("challenge", title="Something else", severity=1, translations=IN_SPANISH)
    scene.edit("challenge", title="And something else again")
    scene.edit("goal", indicator=scene.registers["indicator"][0], sectors=[scene.sector])
    scene.edit("figure", low="7", certainty="unverified")
    scene.edit("part", note="They said so.")


def describe(scene):
    scene.describe(title="Another name", vision="Another vision.", vision_year=2050)
    scene.describe(languages=["en"], translations=IN_SPANISH)


def hide_and_show(scene):
    scene.edit("skill", visibility="internal")
    scene.edit("initiative", visibility="partners")
    elements.edit(scene.steward, scene.secret, now(scene.roadmap), visibility="public")


def add_of_each_visibility(scene):
    for visibility in ("public", "partners", "internal"):
        said = {"title": f"New and {visibility}", "visibility": visibility}
        added = elements.add(scene.steward, scene.roadmap, "challenge", **said)
        figures.state(scene.steward, added, low="1", **NUMBER, visibility=visibility)
        links.draw(scene.steward, scene.initiative, added, "addresses")
        participations.involve(scene.steward, added, scene.association, "partner")
    figures.state(scene.editor, scene.roadmap, low="2", **NUMBER)


def write_inside(scene):
    elements.edit(scene.steward, scene.secret, now(scene.roadmap), title="Another secret")


def withdraw(scene):
    for name in ("challenge", "figure", "link", "part"):
        scene.withdraw(name)
    figures.withdraw(scene.editor, scene.whole)


def put_back(scene):
    scene.restore("gone").edit("gone", title="Back again")


def draw_again(scene):
    """The same link as one that was withdrawn: both cannot stand."""
    scene.withdraw("link")
    links.draw(scene.editor, scene.initiative, scene.challenge, "addresses", strength=1)


def swap(scene):
    """Each of two links takes the place of the other one."""
    links.withdraw(scene.editor, scene.one)
    floods = elements.add(scene.editor, scene.roadmap, "challenge", title="Floods")
    links.edit(scene.editor, scene.other, now(scene.roadmap), target=floods)
    links.restore(scene.editor, scene.one)
    links.edit(scene.editor, scene.one, now(scene.roadmap), target=scene.drought)
    links.edit(scene.editor, scene.other, now(scene.roadmap), target=scene.water)


def take_the_place(scene):
    """A link leads where another one led that was withdrawn."""
    links.withdraw(scene.editor, scene.one)
    links.edit(scene.editor, scene.other, now(scene.roadmap), target=scene.water)


def turn_a_circle_round(scene):
    """What was a part of something is now the whole of it."""
    scene.edit("drought", parent=None)
    scene.edit("water", parent=scene.drought)


def shrink(scene):
    tell(scene, scene.part_of_it, low="6")
    tell(scene, scene.whole, low="10")


def tell_in_another_unit(scene):
    tell(scene, scene.part_of_it, part_of=None)
    for figure in (scene.whole, scene.part_of_it):
        tell(scene, figure, unit="hectares")
    tell(scene, scene.part_of_it, part_of=scene.whole)


def tell(scene, figure, **fields):
    figures.edit(scene.editor, figure, now(scene.roadmap), **fields)


def reorder(scene):
    elements.reorder(scene.editor, elements.in_full(scene.third))
    figures.reorder(scene.editor, as_it_is(scene.part_of_it))
    links.reorder(scene.editor, scene.other)


def undo_something(scene):
    scene.edit("challenge", title="Something else").undo("challenge")
    with in_one_go() as number:
        scene.edit("goal", title="Once").edit("skill", title="Twice")
    scene.edit("goal", summary="Said.")
    undo.undo_request(scene.editor, scene.roadmap, number)
    undo.undo(scene.editor, scene.roadmap, last_of(scene.goal))


def relate(scene):
    maps.unrelate(scene.editor, scene.relation)
    maps.relate(scene.editor, scene.roadmap, "merged_into", other_name="Trains")


ACTS = [
    edit_texts, describe, add_of_each_visibility, write_inside, withdraw, put_back,
    draw_again, swap, take_the_place, turn_a_circle_round, shrink, tell_in_another_unit, reorder,
    undo_something, relate, hide_and_show,
]  # fmt: skip


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_what_was_written_since_is_set_back(refresh, act):
    act(refresh)
    assert told(refresh) != refresh.before
    abandon(refresh)
    assert told(refresh) == refresh.before
    assert Roadmap.objects.get(pk=refresh.roadmap.pk).stage == "in_force"


def test_all_of_it_at_once_is_set_back_and_nothing_is_lost_from_the_log(refresh):
    for act in [act for act in ACTS if act not in (withdraw, swap)]:  # they need the same things
        act(refresh)
    lines = list(Change.objects.within(refresh.roadmap).order_by("revision").values())
    things = Counter(subjects(refresh))
    abandon(refresh)
    assert told(refresh) == refresh.before
    after = Change.objects.within(refresh.roadmap).order_by("revision").values()
    assert list(after[: len(lines)]) == lines
    assert {line["verb"] for line in after[len(lines) :]} == {"undone", "abandon_refresh"}
    assert Counter(subjects(refresh)) == things, "nothing is deleted"
    assert list(faults()) == []


def subjects(scene):
    """Every row that stands on the map."""
    roadmap = Roadmap.objects.get(pk=scene.roadmap.pk)
    for element in roadmap.elements.all():
        yield element.pk
        for name in ("figures", "links_out", "participations"):
            yield from getattr(element, name).values_list("pk", flat=True)
    for name in ("relations", "figures", "participations"):
        yield from getattr(roadmap, name).values_list("pk", flat=True)


def test_what_the_refresh_said_can_still_be_read_as_it_was(refresh):
    relate(refresh)
    edit_texts(refresh)
    revision, then = now(refresh.roadmap), told(refresh)
    abandon(refresh)
    past = build(refresh.roadmap, refresh.steward, at=revision)
    assert past["roadmap"]["relations"] == then["roadmap"]["relations"]
    titles = {each["code"]: each["title"] for each in past["elements"]}
    assert titles[refresh.challenge.code] == "And something else again"


def test_how_things_get_on_stays(refresh):
    said = {"status": "in_delivery", "confidence": "red", "narrative": "It is late."}
    report = milestones.report(refresh.editor, refresh.initiative, as_of="2026-06-01", **said)
    step = milestones.plan(refresh.editor, refresh.initiative, "Second course", planned="2028")
    milestones.edit(refresh.editor, refresh.milestone, now(refresh.roadmap), forecast="2027-09")
    milestones.withdraw(refresh.editor, refresh.report)
    abandon(refresh)
    assert not as_it_is(report).is_withdrawn
    assert not as_it_is(step).is_withdrawn
    assert as_it_is(refresh.milestone).forecast == "2027-09"
    assert as_it_is(refresh.report).is_withdrawn


def test_SR_11_only_approvers_give_up_and_say_why(refresh, partner, stranger):
    for actor in (refresh.steward, refresh.editor, partner, stranger):
        with pytest.raises(PermissionDenied):
            abandon(refresh, actor)
    with pytest.raises(Refused, match="Say why"):
        workflow.take(refresh.approver, refresh.roadmap, "abandon_refresh", reason=" ")
    abandon(refresh)
    with pytest.raises(Refused, match="is no step from the stage"):
        abandon(refresh)


def test_SR_13_the_edition_and_what_is_looked_up_of_it_are_untouched(refresh):
    edition = refresh.roadmap.editions.get()
    entries = set(Entry.objects.values_list("kind", "key", "uid"))
    edit_texts(refresh)
    abandon(refresh)
    found = Edition.objects.get(pk=edition.pk)
    assert (bytes(found.content), found.status) == (bytes(edition.content), "current")
    assert set(Entry.objects.values_list("kind", "key", "uid")) == entries


def test_a_correction_is_what_one_goes_back_to(refresh):
    abandon(refresh)
    edits = [{"thing": as_it_is(refresh.challenge), "fields": {"title": "Said better"}}]
    workflow.take(refresh.approver, refresh.roadmap, "correct", reason="A slip.", edits=edits)
    workflow.take(refresh.steward, refresh.roadmap, "open_refresh")
    refresh.edit("challenge", title="Something else")
    abandon(refresh)
    assert as_it_is(refresh.challenge).title == "Said better"


def test_a_refresh_is_given_up_as_often_as_it_is_begun(refresh):
    for _time in range(2):
        edit_texts(refresh)
        relate(refresh)
        abandon(refresh)
        assert told(refresh) == refresh.before
        workflow.take(refresh.steward, refresh.roadmap, "open_refresh")

"""Who is told what: nothing that a reader may not see is in a line, or counted among them."""

import pytest

from changes.models import Change
from roadmaps import elements, figures, history, links, milestones, participations, workflow
from roadmaps import roadmap as maps
from tests import factories
from tests.roadmaps.things import now

SECRET = "Secret"
JOBS = {"metric": "jobs", "kind": "count", "unit": "jobs", "basis": "target", "low": "1"}
HIDDEN = {"visibility": "internal"}


@pytest.fixture
def hidden(scene):
    """A challenge that only stewards and approvers may see."""
    return elements.add(scene.steward, scene.roadmap, "challenge", title=SECRET, **HIDDEN)


def lines(actor, roadmap):
    found = Change.objects.within(roadmap).select_related("actor").order_by("-revision")
    return history.told(actor, roadmap, found)


def seen_by(actor, scene):
    """Everything that the log tells somebody, without the numbers of the lines."""
    return [{**line, "revision": None} for line in lines(actor, scene.roadmap)]


def initiative(scene, **fields):
    return elements.add(scene.steward, scene.roadmap, "initiative", title=SECRET, **fields)


HIDING = {
    "an element": lambda s: elements.add(s.steward, s.roadmap, "goal", title=SECRET, **HIDDEN),
    "a figure": lambda s: figures.state(s.steward, s.goal, label=SECRET, **JOBS, **HIDDEN),
    "a figure of the map": lambda s: figures.state(
        s.steward, s.roadmap, label=SECRET, **JOBS, **HIDDEN
    ),
    "a figure of a hidden element": lambda s: figures.state(
        s.steward, initiative(s, **HIDDEN), label="Jobs", **JOBS
    ),
    "a part in a hidden element": lambda s: participations.involve(
        s.steward, initiative(s, **HIDDEN), s.association, "lead"
    ),
    "a step of a hidden initiative": lambda s: milestones.plan(
        s.steward, initiative(s, **HIDDEN), SECRET
    ),
    "a report on a hidden initiative": lambda s: milestones.report(
        s.steward, initiative(s, **HIDDEN), as_of="2026-05-01", status="proposed",
        confidence="red", narrative=SECRET,
    ),
    "a link from a hidden element": lambda s: links.draw(
        s.steward, initiative(s, **HIDDEN), s.challenge, "addresses"
    ),
    "a link to a hidden element": lambda s: links.draw(
        s.steward, s.initiative,
        elements.add(s.steward, s.roadmap, "challenge", title=SECRET, **HIDDEN), "addresses",
    ),
    "a link to a draft of others": lambda s: links.draw(
        s.steward, s.initiative, elsewhere(s), "addresses"
    ),
    "an element that is hidden afterwards": lambda s: elements.edit(
        s.steward, elements.add(s.steward, s.roadmap, "goal", title=SECRET), now(s.roadmap),
        **HIDDEN,
    ),
    "a part of a hidden challenge": lambda s: elements.edit(
        s.steward, s.water, now(s.roadmap),
        parent=elements.add(s.steward, s.roadmap, "challenge", title=SECRET, **HIDDEN),
    ),
    "the same as a hidden figure": lambda s: figures.tie(
        s.steward, s.figure,
        told_as=figures.state(s.steward, s.goal, label=SECRET, **JOBS, **HIDDEN),
    ),
}  # fmt: skip


def elsewhere(scene):
    """A challenge on another map, of which only the steward is a member."""
    other = factories.roadmap(scene.steward, scene.roadmap.programme, prefix="SEC", slug="secret")
    return elements.add(scene.steward, other, "challenge", title=SECRET)


@pytest.mark.parametrize("case", HIDING)
def test_SR_50_what_is_hidden_leaves_no_trace_in_the_log(scene, case):
    before = {person: seen_by(person, scene) for person in (scene.editor, scene.steward)}
    HIDING[case](scene)
    assert seen_by(scene.editor, scene) == before[scene.editor]
    told = seen_by(scene.steward, scene)
    assert len(told) > len(before[scene.steward])
    assert SECRET in str(told)


def test_SR_50_a_line_that_names_something_hidden_beside_others_tells_the_others(scene, hidden):
    elements.edit(
        scene.steward, scene.water, now(scene.roadmap), parent=hidden, summary="Wells dry out."
    )
    (line, *_older) = lines(scene.editor, scene.roadmap)
    assert line["fields"] == {"summary": [None, "Wells dry out."]}
    assert line["sentence"] == ("Steward changed “Water”: “summary” is now “Wells dry out.”.")
    assert set(lines(scene.steward, scene.roadmap)[0]["fields"]) == {"summary", "parent"}


def test_SR_50_a_change_from_something_hidden_to_something_else(scene, hidden):
    elements.edit(scene.steward, scene.water, now(scene.roadmap), parent=hidden)
    scene.edit("water", parent=scene.challenge)
    line = lines(scene.editor, scene.roadmap)[0]
    assert line["fields"] == {"parent": [None, "EMO-C01"]}
    assert line["sentence"] == "Editor changed “Water”: “part of” is now “Too few technicians”."


def test_SR_50_what_was_hidden_once_keeps_its_past_to_itself(scene, hidden):
    figures.state(scene.steward, hidden, label="Jobs", **JOBS)
    before = seen_by(scene.editor, scene)
    elements.edit(scene.steward, hidden, now(scene.roadmap), visibility="public", title="Known")
    assert seen_by(scene.editor, scene) == before
    elements.edit(scene.steward, hidden, now(scene.roadmap), period="2030")
    told = [line["sentence"] for line in lines(scene.editor, scene.roadmap)]
    assert told[0] == "Steward changed “Known”: “period” is now 2030."
    assert len(told) == len(before) + 1


def test_what_becomes_public_from_partners_is_told_to_members(scene):
    shared = elements.add(
        scene.steward, scene.roadmap, "goal", title="Shared", visibility="partners"
    )
    elements.edit(scene.steward, shared, now(scene.roadmap), visibility="public")
    assert [line["sentence"] for line in lines(scene.editor, scene.roadmap)][:2] == [
        "Steward changed “Shared”: “visibility” from Members of the map to Public.",
        "Steward added “Shared”.",
    ]


def test_SR_50_of_a_published_map_of_others_one_reads_the_published_words(scene, approver):
    target = elsewhere(scene)
    elements.edit(scene.steward, target, now(target.roadmap), title="Published")
    maps.grant(scene.steward, target.roadmap, "approver", user=approver)
    workflow.adopt(approver, [target.roadmap], label="1", note="First.")
    workflow.open_refresh(scene.steward, target.roadmap)
    elements.edit(scene.steward, target, now(target.roadmap), title=SECRET)
    links.draw(scene.editor, scene.initiative, target, "addresses")
    told = [lines(person, scene.roadmap)[0]["sentence"] for person in (scene.editor, scene.steward)]
    assert told == [
        "Editor added the link from “Dual training” to “Published”: addresses.",
        "Editor added the link from “Dual training” to “Secret”: addresses.",
    ]


def test_SR_50_who_is_no_member_is_told_nothing(scene, stranger, anonymous):
    assert lines(stranger, scene.roadmap) == lines(anonymous, scene.roadmap) == []


def test_who_left_the_map_is_told_nothing_more(scene):
    assert lines(scene.editor, scene.roadmap)
    maps.revoke(scene.steward, scene.roadmap.roles.get(user=scene.editor))
    assert lines(scene.editor, scene.roadmap) == []


@pytest.mark.parametrize("person", ["editor", "steward"])
def test_SR_45_many_lines_take_as_many_queries_as_few(
    scene, person, registrar, django_assert_num_queries
):
    actor = getattr(scene, person)
    scene.edit("water", parent=scene.challenge)
    few = list(Change.objects.within(scene.roadmap).select_related("actor"))
    for number in range(3):
        someone = factories.person(registrar, name=f"Person {number}")
        role = maps.grant(scene.steward, scene.roadmap, "reporter", user=someone)
        maps.revoke(scene.steward, role)
        more = elements.add(scene.steward, scene.roadmap, "challenge", title=f"More {number}")
        figures.state(scene.steward, more, label="Jobs", **JOBS)
        participations.involve(scene.steward, more, scene.association, "lead")
        scene.edit("water", parent=more)
        links.draw(scene.steward, scene.initiative, more, "addresses")
        milestones.plan(scene.steward, scene.initiative, f"Step {number}")
    many = list(Change.objects.within(scene.roadmap).select_related("actor"))
    assert len(many) > len(few) + 20
    for some in (few, many):
        with django_assert_num_queries(18):
            assert len(history.told(actor, scene.roadmap, some)) == len(some)

"""Nobody approves what they wrote themselves: what counts as writing, and from when on."""

import pytest

from roadmaps import (
    elements,
    figures,
    links,
    milestones,
    obstacles,
    participations,
    signoffs,
    undo,
    workflow,
)
from roadmaps import roadmap as maps
from roadmaps.models import Roadmap
from roadmaps.signoffs import Purpose
from roadmaps.workflow import Held
from tests.roadmaps.things import NUMBER, as_it_is, last_of, now


def own_hand(story, actor=None):
    """Whether somebody is kept from approving by what they wrote."""
    found = obstacles.standing(story.now(), "publish", actor or story.approver)
    return "approver_has_written" in {each.code for each in found}


def at(story, stage):
    """The map at a stage, however it came there."""
    Roadmap.objects.filter(pk=story.roadmap.pk).update(stage=stage)


WRITING = {
    "add": lambda who, story: elements.add(who, story.now(), "skill", title="Mine"),
    "edit": lambda who, story: story.write(who, title="Mine"),
    "describe": lambda who, story: maps.describe(
        who, story.roadmap, now(story.roadmap), vision="Mine."
    ),
    "state": lambda who, story: figures.state(who, story.challenge, low="1", **NUMBER),
    "tie": lambda who, story: figures.tie(
        who, figures.Figure.objects.first(), note="Mine."
    ),
    "link": lambda who, story: links.draw(who, story.initiative, story.other, "addresses"),
    "involve": lambda who, story: participations.involve(
        who, story.challenge, story.treasury, "partner"
    ),
    "plan": lambda who, story: milestones.plan(who, story.initiative, "Mine", planned="2027"),
    "move a milestone": lambda who, story: milestones.edit(
        who, story.step, now(story.roadmap), planned="2030"
    ),
    "withdraw": lambda who, story: elements.withdraw(who, elements.in_full(story.challenge)),
    "reorder": lambda who, story: elements.reorder(who, elements.in_full(story.other)),
    "relate": lambda who, story: maps.relate(who, story.now(), "split_from", other_name="Cars"),
    "undo": lambda who, story: undo.undo(who, story.now(), last_of(story.other)),
}  # fmt: skip
NO_WRITING = {
    "report": lambda who, story: milestones.report(
        who, story.initiative, as_of="2026-05-01", status="in_delivery", confidence="green",
        narrative="It goes well.",
    ),
    "expect": lambda who, story: milestones.edit(
        who, story.step, now(story.roadmap), forecast="2027-06"
    ),
    "ask": lambda who, story: signoffs.overrule(
        who, story.ask(who, Purpose.PUBLICATION), "They are on leave."
    ),
    "grant": lambda who, story: maps.grant(who, story.now(), "observer", user=story.editor),
}  # fmt: skip


@pytest.fixture
def hands(story, initiative, steward, approver):
    """A map whose approver may also write; something stands on it that others wrote."""
    story.initiative = initiative
    story.step = milestones.plan(story.editor, initiative, "First course", planned="2027")
    story.other = elements.add(story.editor, story.now(), "challenge", title="Water")
    elements.edit(story.editor, story.other, story.now().revision, title="Zinc")
    maps.grant(steward, story.now(), "steward", user=approver)
    assert not own_hand(story)
    return story


@pytest.mark.parametrize("act", WRITING)
def test_SR_11_who_wrote_anything_of_it_does_not_approve(hands, act):
    WRITING[act](hands.approver, hands)
    assert own_hand(hands)
    at(hands, "approval")
    with pytest.raises(Held, match="Somebody else has to approve it"):
        hands.take(hands.approver, "publish", note="Mine.", reason="There is nobody else.")
    assert hands.now().stage == "approval"


@pytest.mark.parametrize("act", NO_WRITING)
def test_who_reports_or_decides_has_written_nothing(hands, act):
    NO_WRITING[act](hands.approver, hands)
    assert not own_hand(hands)


def test_SR_11_who_began_the_map_wrote_its_title(story):
    assert own_hand(story, story.steward)


def test_who_wrote_the_last_edition_may_approve_the_next(hands):
    WRITING["edit"](hands.approver, hands)
    at(hands, "draft")
    workflow.adopt(hands.approver, [hands.now()], note="Adopted.")
    hands.take(hands.steward, "open_refresh")
    assert not own_hand(hands)


def test_who_corrected_the_last_edition_may_approve_the_next(story):
    story.reach_force()
    edits = [{"thing": as_it_is(story.challenge), "fields": {"title": "Said better"}}]
    story.take(story.approver, "correct", reason="A slip.", edits=edits)
    story.take(story.steward, "open_refresh")
    assert not own_hand(story)

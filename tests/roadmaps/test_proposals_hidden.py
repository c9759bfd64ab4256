"""What proposals tell to whom: nothing to those who may not see what they name, or who competes."""

import pytest
from django.core.exceptions import PermissionDenied

from changes.models import Change
from changes.verify import faults
from roadmaps import elements, figures, proposals
from roadmaps import roadmap as maps
from roadmaps.diff import Edit
from roadmaps.models import Notice, Proposal
from roadmaps.obstacles import standing
from roadmaps.roadmap import Refused
from tests import factories
from tests.roadmaps.things import now
from tests.roles import past_the_triggers

WHY = "Our members count them otherwise."


def test_SR_05_what_one_may_not_see_is_as_missing(partner, steward, roadmap, goal):
    elements.edit(steward, goal, now(roadmap), visibility="internal")
    for code in ("EMO-G01", "EMO-G99"):
        edit = Edit("edited", "element", code, code, "title", after="Known after all")
        with pytest.raises(Refused, match="does not stand on this map"):
            proposals.propose_edits(partner, roadmap, [edit], WHY)
    assert not Proposal.objects.exists()


def test_SR_05_no_link_tells_of_hidden_things_on_other_maps(
    partner, roadmap, registrar, programme, initiative
):
    other = factories.roadmap(registrar, programme, slug="other", prefix="OTH", title="Other")
    elements.add(registrar, other, "skill", title="Hidden")
    for code in ("OTH-S01", "OTH-S02"):
        after = {"kind": "delivers", "strength": 2, "target": code, "source": "EMO-I01"}
        edit = Edit("added", "link", "one", "EMO-I01", after=after)
        with pytest.raises(Refused, match="does not stand on this map"):
            proposals.propose_edits(partner, roadmap, [edit], WHY)


def test_SR_03_it_is_for_the_author_and_for_those_who_write(
    registrar, steward, editor, approver, partner, stranger, proposed, roadmap
):
    rival = factories.person(registrar, name="Rival")
    maps.grant(steward, roadmap, "commenter", user=rival)
    seen = {who.name: Proposal.objects.visible_to(who).count() for who in (
        steward, editor, approver, partner, stranger, rival)}  # fmt: skip
    assert seen == {
        "Steward": 1,
        "Editor": 1,
        "Approver": 1,
        "Partner": 1,
        "Stranger": 0,
        "Rival": 0,
    }


def test_SR_12_what_is_hidden_since_is_shown_to_nobody_outside(
    steward, editor, partner, proposed, challenge, roadmap
):
    elements.edit(steward, challenge, now(roadmap), visibility="internal")
    for who in (editor, partner):
        assert not Proposal.objects.visible_to(who).exists()
        assert not Notice.objects.visible_to(who).filter(proposal__isnull=False).exists()
    assert Proposal.objects.visible_to(steward).exists()
    with pytest.raises(PermissionDenied):
        proposals.accept(editor, proposed)


def test_SR_11_who_proposed_what_was_accepted_does_not_approve_it(story, retitle):
    made = proposals.propose(story.approver, story.now(), retitle, WHY)
    proposals.accept(story.editor, made)
    story.reach_approval()
    codes = {each.code for each in standing(story.now(), "publish", story.approver)}
    assert "approver_has_written" in codes


def test_SR_49_whose_proposal_it_was_is_sealed_too(editor, approver, proposed):
    proposals.accept(editor, proposed)
    assert list(faults()) == []
    line = Change.objects.get(proposed_by__isnull=False)
    with past_the_triggers() as cursor:
        query = "UPDATE changes_change SET proposed_by_id = %s WHERE id = %s"
        cursor.execute(query, [approver.pk, line.pk])
    assert [f"line {line.revision} " in each for each in faults()] == [True]


def test_nobody_proposes_to_hide_something_from_themselves(partner, roadmap, challenge, goal):
    """It would look as if it had gone, and to accept it would take it off the map."""

    def hide(module, thing):
        def act(person):
            whole = type(thing).objects.get(pk=thing.pk)
            module.edit(person, whole, whole.ledger.revision, visibility="internal")

        return act

    for act in (hide(elements, challenge), hide(figures, goal.figures.get())):
        with pytest.raises(Refused, match="cannot hide something"):
            proposals.propose(partner, roadmap, act, WHY)
    assert not Proposal.objects.exists()

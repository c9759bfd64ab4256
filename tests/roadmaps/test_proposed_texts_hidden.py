"""What is proposed for texts is for those who see the text and all that it names."""

import uuid

import pytest

from roadmaps import elements, proposals
from roadmaps.diff import Edit
from roadmaps.models import Proposal
from roadmaps.narratives import sections
from roadmaps.roadmap import Refused
from tests import factories
from tests.roadmaps.test_proposed_texts import WHY, step, suggest, write
from tests.roadmaps.things import now


@pytest.fixture
def vision(steward, roadmap):
    vision = sections.add(steward, roadmap, "vision")
    write(steward, vision, 1, 1, "We train many people.")
    return vision


@pytest.fixture
def other(steward, programme, sector):
    """A text of a map of which the partner knows nothing."""
    elsewhere = factories.roadmap(steward, programme, sector=sector, slug="steel", prefix="STE")
    return sections.add(steward, elsewhere, "vision")


def test_SR_05_a_text_of_another_map_is_as_one_that_is_missing(
    partner, steward, roadmap, vision, other
):
    for key in (other.pk, uuid.UUID(int=1), "vision"):
        edit = Edit("written", "narrative", str(key), before={"version": 0},
                    after={"steps": [step(1, 1, "x")]})  # fmt: skip
        with pytest.raises(Refused, match="does not stand on this map"):
            proposals.propose_edits(partner, roadmap, [edit], WHY)


def test_SR_05_what_is_proposed_for_a_hidden_body_is_for_those_who_see_it(
    steward, editor, partner, approver, roadmap, challenge
):
    body = sections.begin_body(steward, challenge)
    write(steward, body, 1, 1, "We train many people.")
    made = suggest(partner, body)
    assert [each.code for each in made.elements.all()] == ["EMO-C01"]
    elements.edit(steward, elements.in_full(challenge), now(roadmap), visibility="internal")
    assert not Proposal.objects.visible_to(editor).exists()
    assert not Proposal.objects.visible_to(partner).exists()
    assert Proposal.objects.visible_to(steward).exists()
    with pytest.raises(Refused, match="does not stand on this map"):
        suggest(partner, body)
    assert suggest(approver, body).visibility == "internal"


def test_SR_05_a_proposal_that_mentions_what_is_hidden_is_hidden(
    steward, editor, approver, roadmap, vision, challenge
):
    elements.edit(steward, elements.in_full(challenge), now(roadmap), visibility="internal")
    mention = {"type": "mention", "attrs": {"kind": "element", "id": str(challenge.pk)}}
    put = {"stepType": "replace", "from": 22, "to": 22, "slice": {"content": [mention]}}
    made = suggest(approver, vision, put)
    assert "EMO-C01" in made.context["after"]["narratives"][0]["text"]
    assert not Proposal.objects.visible_to(editor).exists()
    assert Proposal.objects.visible_to(steward).get() == made

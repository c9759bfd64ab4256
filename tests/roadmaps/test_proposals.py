"""What somebody proposes who may not write: made by doing it, answered once, and never lost."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from changes.models import Change
from roadmaps import (
    document,
    elements,
    figures,
    history,
    links,
    proposals,
    workflow,
)
from roadmaps import roadmap as maps
from roadmaps.models import Element, Notice, Proposal
from roadmaps.proposals import Outdated, Stand
from roadmaps.roadmap import Refused
from tests.roadmaps.things import now
from tests.threads import at_once

WHY = "Our members count them otherwise."


def severe(who, challenge, severity):
    whole = elements.in_full(Element.objects.get(pk=challenge.pk))
    elements.edit(who, whole, whole.roadmap.revision, severity=severity)


def title(challenge):
    return Element.objects.get(pk=challenge.pk).title


def test_to_propose_changes_nothing_on_the_map(partner, roadmap, challenge, retitle):
    before = document.canonical(document.build(roadmap, partner))
    lines = Change.objects.within(roadmap).count()
    made = proposals.propose(partner, roadmap, retitle, WHY)
    assert document.canonical(document.build(roadmap, partner)) == before
    assert Change.objects.within(roadmap).count() == lines
    (edit,) = made.all_edits
    assert (edit.verb, edit.key, edit.field) == ("edited", "EMO-C01", "title")
    assert (edit.before, edit.after) == ("Too few technicians", "Far too few technicians")
    assert (made.author, made.reason, made.outcome) == (partner, WHY, "open")
    assert made.base == now(roadmap)
    assert [each.code for each in made.elements.all()] == ["EMO-C01"]


def test_what_is_accepted_stands_on_the_map_with_credit(
    editor, partner, roadmap, proposed, challenge
):
    proposals.accept(editor, proposed)
    assert title(challenge) == "Far too few technicians"
    line = Change.objects.within(roadmap).last()
    assert (line.actor, line.proposed_by, line.verb) == (editor, partner, "edited")
    (told,) = history.told(editor, roadmap, [line])
    assert told["proposed_by"] == "Partner"
    assert "who accepted a proposal of Partner, changed" in told["sentence"]
    proposed.refresh_from_db()
    assert (proposed.outcome, proposed.taken, proposed.answered_by) == ("accepted", [0], editor)


def test_to_decline_needs_a_reason_and_tells_the_author(editor, partner, proposed, challenge):
    with pytest.raises(ValidationError, match="Say why"):
        proposals.decline(editor, proposed, "  ")
    proposals.decline(editor, proposed, "The survey says so.")
    assert title(challenge) == "Too few technicians"
    notice = Notice.objects.visible_to(partner).get()
    assert (notice.kind, notice.reason) == ("proposal_answered", "The survey says so.")
    assert notice.proposal.outcome == "declined"


def test_those_who_write_are_told_until_it_is_answered(editor, steward, approver, proposed):
    waiting = Notice.objects.filter(kind="proposal_made").waiting()
    assert {each.person for each in waiting} == {editor, steward}
    proposals.decline(steward, proposed, "No.")
    assert not waiting.all().exists()


def test_one_takes_back_only_what_is_ones_own_and_open(partner, editor, proposed):
    with pytest.raises(PermissionDenied):
        proposals.withdraw(editor, proposed)
    proposals.withdraw(partner, proposed)
    assert Proposal.objects.get().outcome == "withdrawn"
    with pytest.raises(Refused, match="answered already, or was withdrawn"):
        proposals.accept(editor, proposed)


@pytest.mark.parametrize("who", ["steward", "editor", "stranger"])
def test_who_writes_needs_no_proposal_and_who_sees_nothing_makes_none(
    request, roadmap, retitle, who
):
    with pytest.raises(PermissionDenied):
        proposals.propose(request.getfixturevalue(who), roadmap, retitle, WHY)


@pytest.mark.parametrize("who", ["partner", "approver", "stranger"])
def test_only_who_may_write_answers(request, proposed, who):
    person = request.getfixturevalue(who)
    for answer in (lambda: proposals.accept(person, proposed),
                   lambda: proposals.decline(person, proposed, "No.")):  # fmt: skip
        with pytest.raises(PermissionDenied):
            answer()


def test_nothing_is_proposed_or_answered_while_nobody_writes(
    partner, editor, proposed, retitle, approver, roadmap
):
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    roadmap.refresh_from_db()
    with pytest.raises(PermissionDenied):
        proposals.propose(partner, roadmap, retitle, WHY)
    with pytest.raises(PermissionDenied):
        proposals.accept(editor, Proposal.objects.get())
    assert Proposal.objects.get().is_open


def test_an_editor_proposes_where_only_stewards_write(story, retitle):
    story.take(story.steward, "submit_for_review", reason="A lead is still sought.")
    made = proposals.propose(story.editor, story.now(), retitle, WHY)
    with pytest.raises(PermissionDenied):
        proposals.accept(story.editor, made)
    proposals.accept(story.steward, made)
    assert title(story.challenge) == "Far too few technicians"


def test_nothing_is_no_proposal_and_a_proposal_has_a_reason(partner, roadmap, retitle):
    with pytest.raises(Refused, match="changes nothing"):
        proposals.propose(partner, roadmap, lambda person: None, WHY)
    with pytest.raises(ValidationError, match="reason"):
        proposals.propose(partner, roadmap, retitle, "")
    assert not Proposal.objects.exists()


def test_what_clashes_is_shown_field_by_field_and_taken_only_if_meant(editor, proposed, challenge):
    whole = elements.in_full(Element.objects.get(pk=challenge.pk))
    elements.edit(editor, whole, whole.roadmap.revision, title="Hardly any technicians")
    with pytest.raises(Outdated) as outdated:
        proposals.accept(editor, proposed)
    (standing,) = outdated.value.standings
    assert standing.stand == Stand.CLASHES
    assert standing.as_json() == {
        "base": "Too few technicians", "theirs": "Hardly any technicians",
        "mine": "Far too few technicians",
    }  # fmt: skip
    assert title(challenge) == "Hardly any technicians"
    assert Proposal.objects.get().is_open
    proposals.accept(editor, proposed, over=[0])
    assert title(challenge) == "Far too few technicians"


def test_other_fields_of_the_same_thing_merge(editor, proposed, challenge):
    severe(editor, challenge, 2)
    proposals.accept(editor, proposed)
    whole = elements.in_full(Element.objects.get(pk=challenge.pk))
    assert (whole.title, whole.severity) == ("Far too few technicians", 2)


def test_what_is_gone_can_only_be_left_out(editor, partner, roadmap, challenge, skill):
    def act(person):
        severe(person, challenge, 1)
        whole = elements.in_full(Element.objects.get(pk=skill.pk))
        elements.edit(person, whole, whole.roadmap.revision, title="Batteries")

    made = proposals.propose(partner, roadmap, act, WHY)
    elements.withdraw(editor, skill)
    stands = [each.stand for each in proposals.look_at(editor, made)]
    assert stands == [Stand.FITS, Stand.GONE]
    with pytest.raises(Outdated):
        proposals.accept(editor, made)
    proposals.accept(editor, made, numbers=[0])
    made.refresh_from_db()
    assert (made.outcome, made.taken) == ("accepted_in_part", [0])
    assert elements.in_full(Element.objects.get(pk=challenge.pk)).severity == 1


def test_a_whole_branch_is_proposed_and_gets_the_next_code(
    editor, partner, roadmap, skill, challenge
):
    def act(person):
        new = elements.add(person, maps.Roadmap.objects.get(pk=roadmap.pk), "initiative",
                           title="Welding school", period="2027")  # fmt: skip
        figures.state(person, new, metric="seats", label="Seats", kind="count", operator="eq",
                      low="400", unit="seats", basis="target", period="2028")  # fmt: skip
        links.draw(person, new, elements.in_full(Element.objects.get(pk=challenge.pk)), "addresses")

    made = proposals.propose(partner, roadmap, act, WHY)
    assert {edit.element for edit in made.all_edits} == {"new-1"}
    elements.add(editor, roadmap, "initiative", title="Another one")
    proposals.accept(editor, made)
    new = roadmap.elements.get(title="Welding school")
    assert new.code == "EMO-I03"
    assert [str(figure.low.normalize()) for figure in new.figures.all()] == ["4E+2"]
    assert [link.target.code for link in new.links_out.all()] == ["EMO-C01"]


def test_a_figure_without_the_element_it_stands_on_is_not_taken(editor, partner, roadmap):
    def act(person):
        new = elements.add(person, maps.Roadmap.objects.get(pk=roadmap.pk), "goal", title="New")
        figures.state(person, new, metric="x", label="X", kind="count", operator="eq", low="1",
                      unit="x", basis="target")  # fmt: skip

    made = proposals.propose(partner, roadmap, act, WHY)
    with pytest.raises(Refused, match="need one that was left out"):
        proposals.accept(editor, made, numbers=[1])


def test_a_withdrawal_is_proposed(editor, partner, roadmap, skill):
    made = proposals.propose(
        partner, roadmap, lambda who: elements.withdraw(who, Element.objects.get(pk=skill.pk)), WHY
    )
    edit = made.all_edits[0]
    assert (edit.verb, edit.key) == ("withdrawn", "EMO-S01")
    proposals.accept(editor, made)
    assert Element.objects.get(pk=skill.pk).is_withdrawn


def test_two_who_accept_at_once_accept_once(transactional_db, editor, steward, proposed):
    def accept(who):
        proposals.accept(who, Proposal.objects.get())

    done = at_once(*[lambda who=who: accept(who) for who in (editor, steward)]).outcomes()
    assert len([each for each in done if isinstance(each, Refused)]) == 1
    lines = Change.objects.filter(proposed_by__isnull=False)
    assert lines.count() == 1


def test_many_are_answered_each_as_a_whole(editor, partner, roadmap, proposed, challenge):
    again = proposals.propose(
        partner, roadmap, lambda who: severe(who, challenge, 1), "It is getting better."
    )
    whole = elements.in_full(Element.objects.get(pk=challenge.pk))
    elements.edit(editor, whole, whole.roadmap.revision, title="Hardly any")
    done = proposals.many([proposed, again], lambda each: proposals.accept(editor, each))
    assert [type(why) for _proposal, why in done] == [Outdated, type(None)]
    assert Proposal.objects.open().get() == proposed


def test_where_something_new_was_read_is_no_element(editor, partner, roadmap, source):
    """A link leads from a source to a target, but the source of an element is a publication."""
    made = proposals.propose(
        partner, roadmap,
        lambda who: elements.add(who, maps.Roadmap.objects.get(pk=roadmap.pk), "skill",
                                 title="Recycling", source=source, certainty="sourced"),
        WHY,
    )  # fmt: skip
    assert [each.stand for each in proposals.look_at(editor, made)] == [Stand.FITS]
    proposals.accept(editor, made)
    assert roadmap.elements.get(title="Recycling").source == source

"""What somebody proposes for a text who may not write it: shown, carried, taken up with credit."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from changes.models import Change, lock
from roadmaps import document, elements, history, narratives, proposals
from roadmaps.diff import Edit
from roadmaps.models import Narrative, Notice, Proposal, Roadmap, Step
from roadmaps.narratives import Message, sections
from roadmaps.proposals import Outdated, Stand
from roadmaps.roadmap import Refused
from tests.threads import at_once

WHY = "Nobody is trained by force."


@pytest.fixture
def vision(steward, roadmap):
    vision = sections.add(steward, roadmap, "vision")
    write(steward, vision, 1, 1, "We train many people.")
    return vision


def fresh(vision):
    return Narrative.objects.select_related("roadmap", "element").get(pk=vision.pk)


def step(start, end, text=""):
    slice = {"slice": {"content": [{"type": "text", "text": text}]}} if text else {}
    return {"stepType": "replace", "from": start, "to": end, **slice}


def write(who, vision, start, end, text=""):
    version = fresh(vision).version
    message = Message(version, [step(start, end, text)], "page", version + 1)
    narratives.write(who, fresh(vision), message)


def suggest(who, vision, *steps, base=1):
    steps = steps or (step(4, 9, "educate"),)
    return proposals.propose_text(who, fresh(vision), base, WHY, steps=[*steps])


def says(vision):
    return narratives.text_of(fresh(vision)).document.text_content


def stand(actor, made):
    (found,) = proposals.look_at(actor, made)
    return found.stand


def test_to_propose_changes_no_text_and_says_what_it_would_change(partner, roadmap, vision):
    before = document.canonical(document.build(roadmap, partner))
    made = suggest(partner, vision)
    assert (says(vision), Step.objects.count()) == ("We train many people.", 1)
    assert document.canonical(document.build(roadmap, partner)) == before
    (edit,) = made.all_edits
    assert (edit.verb, edit.subject, edit.key) == ("written", "narrative", str(vision.pk))
    assert (edit.element, edit.before) == (None, {"version": 1})
    (told,) = made.told
    assert str(told) == "The text “Vision” is written otherwise."
    assert [(each.kind, each.text) for each in told.passages] == [
        ("same", "We"), ("removed", " train"), ("added", " educate"), ("same", " many people."),
    ]  # fmt: skip
    assert stand(partner, made) == Stand.FITS


def test_it_is_taken_up_at_its_words_and_the_words_are_its_authors(
    steward, editor, partner, roadmap, vision
):
    made = suggest(partner, vision)
    write(steward, vision, 1, 1, "Today: ")
    proposals.accept(editor, made)
    assert says(vision) == "Today: We educate many people."
    row = Step.objects.last()
    assert (row.author, row.credit) == (editor, partner)
    text = narratives.signed(fresh(vision))
    whose = {text.document.text_between(each.start, each.end): each.author for each in text.authors}
    assert whose["educate"] == str(partner.pk)
    lines = Change.objects.of(vision).filter(verb="wrote").order_by("revision")
    assert [(line.actor, line.proposed_by) for line in lines] == [
        (steward, None), (editor, partner),
    ]  # fmt: skip
    (told,) = history.told(editor, roadmap, [lines.last()])
    assert "who accepted a proposal of Partner, wrote on" in told["sentence"]
    told = document.build(roadmap, partner)["narratives"][0]
    assert told["document"]["content"][0]["content"][0]["text"] == says(vision)
    assert Notice.objects.visible_to(partner).get().kind == "proposal_answered"


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ((4, 9, "teach"), Stand.GONE),
        ((1, 22, ""), Stand.GONE),
        ((6, 6, "xx"), Stand.CLASHES),
        ((4, 9, "educate"), Stand.DONE),
        ((22, 22, " Yes."), Stand.FITS),
    ],
)
def test_it_says_how_it_stands_to_what_others_wrote(
    editor, partner, roadmap, vision, then, expected
):
    made = suggest(partner, vision)
    write(editor, vision, *then)
    said = says(vision)
    assert stand(partner, made) == expected
    if expected in (Stand.GONE, Stand.CLASHES):
        with pytest.raises(Outdated):
            proposals.accept(editor, made)
        assert says(vision) == said
        assert Proposal.objects.get().is_open
        assert Change.objects.of(vision).filter(verb="wrote").count() == 0
    else:
        proposals.accept(editor, made)
        assert "educate" in says(vision)


def test_a_clash_is_taken_up_only_where_it_is_meant(editor, partner, vision):
    made = suggest(partner, vision)
    write(editor, vision, 6, 6, "xx")
    (found,) = proposals.look_at(editor, made)
    assert found.theirs == {"version": 2, "text": "We trxxain many people."}
    proposals.accept(editor, made, over=[0])
    assert says(vision) == "We educate many people."


def test_what_is_gone_is_never_taken_up_even_where_it_is_meant(editor, partner, vision):
    made = suggest(partner, vision)
    write(editor, vision, 1, 22)
    with pytest.raises(Outdated):
        proposals.accept(editor, made, over=[0])
    assert says(vision) == ""


def test_a_text_that_was_withdrawn_is_no_place(steward, editor, partner, vision):
    made = suggest(partner, vision)
    sections.withdraw(steward, vision)
    assert stand(partner, made) == Stand.GONE
    with pytest.raises(Refused, match="does not stand on this map"):
        suggest(partner, vision)
    sections.restore(steward, vision)
    proposals.accept(editor, made)
    assert says(vision) == "We educate many people."


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"steps": [step(4, 9, "train")]}, "changes nothing"),
        ({"steps": [step(90, 90, "x")]}, "does not fit"),
        ({"steps": []}, "no steps"),
        ({"steps": [{"stepType": "boom"}]}, "no step"),
        ({"whole": {"type": "doc"}}, "no text as it can stand"),
        ({"steps": [step(1, 1, "x")], "base": 9}, "no such version"),
        ({"steps": [step(1, 1, "x")], "base": -1}, "no such version"),
    ],
)
def test_what_is_nothing_or_does_not_fit_is_refused(partner, vision, said, message):
    base = said.get("base", 1)
    words = {name: value for name, value in said.items() if name != "base"}
    with pytest.raises((Refused, ValidationError), match=message):
        proposals.propose_text(partner, fresh(vision), base, WHY, **words)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("before", [None, {}, {"version": "1"}, {"version": True}, 7])
@pytest.mark.parametrize("after", [None, {}, {"steps": [step(1, 1, "x")], "document": {}}, []])
def test_SR_20_what_is_no_change_of_a_text_is_refused(partner, roadmap, vision, before, after):
    edit = Edit("written", "narrative", str(vision.pk), None, "text", "", before, after)
    with pytest.raises(Refused, match="does not fit what it is about"):
        proposals.propose_edits(partner, roadmap, [edit], WHY)


@pytest.mark.parametrize("who", ["steward", "editor", "stranger"])
def test_SR_02_who_writes_needs_no_proposal_and_who_sees_nothing_makes_none(request, vision, who):
    with pytest.raises(PermissionDenied):
        suggest(request.getfixturevalue(who), vision)


@pytest.mark.parametrize("who", ["partner", "approver", "stranger"])
def test_SR_02_only_who_may_write_takes_it_up(request, partner, vision, who):
    made = suggest(partner, vision)
    with pytest.raises(PermissionDenied):
        proposals.accept(request.getfixturevalue(who), made)
    assert says(vision) == "We train many people."


def test_it_is_one_of_several_changes_and_taken_up_alone(
    editor, partner, roadmap, vision, challenge
):
    edits = [
        Edit("edited", "element", "EMO-C01", "EMO-C01", "title",
                              before="Too few technicians", after="Far too few"),
        Edit("written", "narrative", str(vision.pk), before={"version": 1},
                              after={"steps": [step(4, 9, "educate")]}),
    ]  # fmt: skip
    made = proposals.propose_edits(partner, roadmap, edits, WHY)
    assert [each.verb for each in made.all_edits] == ["edited", "written"]
    proposals.accept(editor, made, [1])
    assert says(vision) == "We educate many people."
    assert elements.in_full(challenge).title == "Too few technicians"
    made.refresh_from_db()
    assert (made.outcome, made.taken) == ("accepted_in_part", [1])


def test_a_text_is_changed_once_in_a_proposal(partner, roadmap, vision):
    edit = Edit("written", "narrative", str(vision.pk), before={"version": 1},
                                 after={"steps": [step(4, 9, "educate")]})  # fmt: skip
    with pytest.raises(Refused, match="changes each text once"):
        proposals.propose_edits(partner, roadmap, [edit, edit], WHY)


def test_a_whole_text_is_proposed_and_only_what_is_different_is_told(editor, partner, vision):
    told = {"type": "doc", "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": "We train many people."}]},
        {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "Why"}]},
    ]}  # fmt: skip
    made = proposals.propose_text(partner, fresh(vision), 1, WHY, whole=told)
    (one,) = made.told
    assert [(each.kind, each.text.strip()) for each in one.passages] == [("added", "## Why")]
    write(editor, vision, 4, 9, "teach")
    proposals.accept(editor, made)
    assert says(vision) == "We teach many people.Why"


def test_two_who_take_it_up_at_once_write_it_once(
    transactional_db, steward, editor, partner, vision
):
    made = suggest(partner, vision)

    def take(who):
        return lambda: proposals.accept(who, Proposal.objects.get(pk=made.pk))

    outcomes = at_once(take(steward), take(editor)).outcomes()
    assert sum(isinstance(each, Refused) for each in outcomes) == 1
    assert says(vision) == "We educate many people."


def test_to_withdraw_and_to_decline_leave_the_text(editor, partner, vision):
    proposals.withdraw(partner, suggest(partner, vision))
    proposals.decline(editor, suggest(partner, vision), "No.")
    assert says(vision) == "We train many people."


def settle(roadmap):
    with transaction.atomic():
        return narratives.settle(lock(Roadmap.objects.get(pk=roadmap.pk)))


def test_who_took_something_up_and_wrote_beside_it_has_a_line_for_each(
    editor, partner, roadmap, vision
):
    settle(roadmap)
    made = suggest(partner, vision)
    write(editor, vision, 1, 1, "Today: ")
    proposals.accept(editor, made)
    lines = Change.objects.of(vision).filter(verb="wrote", actor=editor).order_by("revision")
    assert [line.proposed_by for line in lines] == [None, partner]

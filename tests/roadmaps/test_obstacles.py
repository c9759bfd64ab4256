"""What stands in the way of each step: every guard of the vocabulary is tried or named."""

from copy import deepcopy

import pytest

from accounts.rules import Refused
from roadmaps import (
    elements,
    figures,
    links,
    obstacles,
    participations,
    signoffs,
)
from roadmaps.models import Link, Participation, Roadmap
from roadmaps.obstacles import Look
from roadmaps.signoffs import Purpose
from roadmaps.workflow import Held
from terms.vocabulary import VOCABULARIES
from tests.roadmaps.things import NUMBER
from tests.tree import functions, modules

NOT_YET = "It comes with the contributions to a consultation."
GUARDS = {  # of the vocabulary, and the tests that try them
    "at least one goal with an indicator that has baseline and target":
        "test_without_a_goal_that_is_measured_nothing_is_reviewed",
    "every element has title, statement and lead (warn)":
        "test_what_is_not_said_or_led_is_passed_with_a_reason",
    "consultation has opening, closing (>= 28 days by default), audience and confidentiality "
    "notice":
        "test_a_round_lasts_twenty_eight_days_or_more",
    "required sign-offs for consultation are cleared":
        "test_a_clearance_that_is_missing_stops_the_step_that_it_is_for",
    "at least one invitee per helix (warn)": NOT_YET,
    "severity 4-5 challenges are addressed by an initiative (warn)":
        "test_a_grave_challenge_that_nothing_addresses_is_consulted_on_with_a_reason",
    "new closing later than old; never earlier": "test_less_time_is_never_given",
    "closing time reached (approver may close early only with a reason)":
        "test_it_is_closed_early_only_with_a_reason",
    "only for corrections or minor refresh": "test_a_first_edition_is_consulted_on",
    "every comment of the last consultation has a disposition other than pending": NOT_YET,
    "reasons given where required": NOT_YET,
    "severity 4-5 challenges addressed":
        "test_a_grave_challenge_that_nothing_addresses_is_not_approved",
    "no dependency cycle": "test_a_circle_stops_whatever_the_reason",
    "required languages current": "test_what_is_not_said_in_the_other_language_is_not_approved",
    "all required sign-offs cleared or overruled with a reason":
        "test_a_clearance_that_is_missing_stops_the_step_that_it_is_for",
    "approver has not edited this edition": "test_SR_11_who_wrote_anything_of_it_does_not_approve",
    "change note present": "test_what_is_new_is_said",
    "fields changed are editorial or factual only": "test_SR_11_a_correction_makes_no_new_promise",
    "an approved edition exists": "test_before_the_first_edition_there_is_nothing_to_go_back_to",
    "public explanation present": "test_a_map_is_retired_only_with_an_explanation",
}  # fmt: skip


def codes(story, step, actor=None, **said):
    found = obstacles.standing(story.now(), step, actor or story.approver)
    return [each.code for each in found if all(getattr(each, k) == v for k, v in said.items())]


def at(story, stage):
    """The map at a stage, however it came there."""
    Roadmap.objects.filter(pk=story.roadmap.pk).update(stage=stage)
    return story.now()


def test_every_guard_of_the_vocabulary_is_tried_or_named_as_to_come():
    steps = VOCABULARIES["map_transition"]["terms"]
    assert {guard for step in steps for guard in step["guards"]} == GUARDS.keys()
    tests = {
        function.name
        for file, syntax in modules().items()
        if file.startswith("tests/roadmaps/")
        for function in functions(syntax)
    }
    assert set(GUARDS.values()) - {NOT_YET} <= tests


def test_steps_without_guards_have_nothing_in_their_way(story):
    guarded = {step["code"] for step in VOCABULARIES["map_transition"]["terms"] if step["guards"]}
    for step in ("return_to_draft", "return_to_revision", "open_refresh"):
        assert step not in guarded
        assert codes(story, step) == []


# A goal that is measured.


@pytest.mark.parametrize("lacks", ["indicator", "target", "baseline", "goal", "the public"])
def test_without_a_goal_that_is_measured_nothing_is_reviewed(story, goal, lacks):
    figure, base = goal.figures.get(), story.now().revision
    match lacks:
        case "indicator":
            elements.edit(story.editor, elements.in_full(goal), base, indicator=None)
        case "target":
            figures.edit(story.editor, figure, base, basis="forecast")
        case "baseline":
            figures.edit(story.editor, figure, base, baseline_value=None)
        case "goal":
            elements.withdraw(story.editor, elements.in_full(goal))
        case "the public":
            elements.edit(story.editor, elements.in_full(goal), base, visibility="internal")
    with pytest.raises(Held, match="No goal has an indicator, a baseline and a target"):
        story.take(story.steward, "submit_for_review", reason="Now.")
    assert codes(story, "submit_for_review", is_grave=True) == ["no_measured_goal"]
    assert story.now().stage == "draft"


def test_a_baseline_may_be_a_figure_of_its_own(story, goal):
    figures.edit(story.editor, goal.figures.get(), story.now().revision, baseline_value=None)
    said = NUMBER | {"basis": "baseline", "period": "2024"}
    figures.state(story.editor, goal, low="4.5", **said)
    assert codes(story, "submit_for_review", is_grave=True) == []


# What may be passed with a reason.


def test_what_is_not_said_or_led_is_passed_with_a_reason(story, initiative):
    participations.withdraw(story.editor, Participation.objects.get(element=initiative))
    found = set(codes(story, "submit_for_review", is_grave=False))
    assert found == {"element_without_statement", "initiative_without_lead"}
    with pytest.raises(Held, match="Nobody leads the initiative"):
        story.take(story.steward, "submit_for_review")
    story.take(story.steward, "submit_for_review", reason="A lead is still sought.")
    assert story.now().stage_note == "A lead is still sought."


def test_where_nothing_stands_in_the_way_no_reason_is_asked_for(story):
    for element in story.now().elements.all():
        whole = elements.in_full(element)
        elements.edit(story.editor, whole, story.now().revision, summary="Said.")
    assert codes(story, "submit_for_review") == []
    story.take(story.steward, "submit_for_review")
    assert (story.now().stage, story.now().stage_note) == ("review", "")


def unaddressed(story, severity):
    title = f"Nothing addresses it: {severity}"
    return elements.add(story.editor, story.now(), "challenge", title=title, severity=severity)


@pytest.mark.parametrize("severity", [4, 5])
def test_a_grave_challenge_that_nothing_addresses_is_consulted_on_with_a_reason(story, severity):
    unaddressed(story, severity)
    story.take(story.steward, "submit_for_review", reason="Now.")
    with pytest.raises(Held, match="Nothing on the map addresses the challenge"):
        story.consult()
    assert codes(story, "open_consultation", is_grave=False) == ["challenge_unaddressed"]


@pytest.mark.parametrize("severity", [4, 5])
def test_a_grave_challenge_that_nothing_addresses_is_not_approved(story, severity):
    unaddressed(story, severity)
    for step in ("submit_for_approval", "publish"):
        assert "challenge_unaddressed" in codes(story, step, is_grave=True)


@pytest.mark.parametrize("severity", [None, 1, 3])
def test_a_light_challenge_that_nothing_addresses_stands_in_no_way(story, severity):
    unaddressed(story, severity)
    for step in ("submit_for_review", "open_consultation", "submit_for_approval", "publish"):
        assert "challenge_unaddressed" not in codes(story, step)


def test_a_challenge_is_addressed_again_once_the_link_is_back(story, challenge):
    link = Link.objects.get(target=challenge, kind="addresses")
    links.withdraw(story.editor, link)
    assert "challenge_unaddressed" in codes(story, "publish")
    links.restore(story.editor, link)
    assert "challenge_unaddressed" not in codes(story, "publish")


def test_what_only_the_government_reads_stands_in_no_way(story):
    hidden = unaddressed(story, 5)
    elements.edit(story.editor, hidden, story.now().revision, visibility="internal")
    assert "challenge_unaddressed" not in codes(story, "publish")


@pytest.mark.parametrize("step", ["submit_for_approval", "publish"])
def test_every_goal_has_a_baseline_and_a_target(story, step):
    elements.add(story.editor, story.now(), "goal", title="Another goal")
    found = codes(story, step, is_grave=True, element="EMO-G02")
    assert {"goal_without_target", "goal_without_baseline"} <= set(found)


# What nothing passes.


@pytest.mark.parametrize("step", ["submit_for_review", "submit_for_approval", "publish"])
def test_a_circle_stops_whatever_the_reason(story, step):
    """No single map lets anybody draw one; over several maps it may still come about."""
    text = signoffs.text_of(story.now())
    one, *_others = [each for each in text["links"] if each["source"]["kind"] == "initiative"]
    there = deepcopy(one) | {"kind": "depends_on", "target": one["source"] | {"code": "OTH-I01"}}
    back = there | {"source": there["target"], "target": there["source"]}
    round_about = text | {"links": [*text["links"], there, back]}
    found = [*obstacles.from_findings(Look(story.now(), step, story.approver, round_about))]
    assert [each.code for each in found if each.is_grave] == ["dependency_cycle"]


def test_a_clearance_that_is_missing_stops_the_step_that_it_is_for(story):
    story.ask(story.steward, Purpose.CONSULTATION)
    assert codes(story, "open_consultation", is_grave=True) == ["signoff_missing"]
    assert "signoff_missing" not in codes(story, "publish")
    story.take(story.steward, "submit_for_review", reason="Now.")
    with pytest.raises(Held, match="Treasury has not answered yet: Finance"):
        story.take(story.approver, "open_consultation", reason="Whatever they say.")
    story.ask(story.steward, Purpose.PUBLICATION)
    assert "signoff_missing" in codes(story, "publish", is_grave=True)


def test_a_first_edition_is_consulted_on(story):
    story.take(story.steward, "submit_for_review", reason="Now.")
    with pytest.raises(Held, match="A first edition is consulted on"):
        story.take(story.approver, "skip_consultation", reason="We are in a hurry.")
    assert story.now().stage == "review"


def test_a_refresh_may_go_without(story):
    story.refresh()
    story.take(story.steward, "submit_for_review", reason="Now.")
    story.take(story.approver, "skip_consultation", reason="A minor refresh.")
    assert story.now().stage == "approval"


@pytest.mark.parametrize("note", ["", "   "])
def test_what_is_new_is_said(story, note):
    story.reach_approval()
    with pytest.raises(Refused, match="Say what is new in this edition"):
        story.take(story.approver, "publish", note=note)
    assert (story.now().stage, story.now().is_published) == ("approval", False)
    assert story.now().editions.count() == 1  # the draft that was consulted on


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_map_is_retired_only_with_an_explanation(story, reason):
    with pytest.raises(Refused, match="Say why"):
        story.take(story.approver, "retire", reason=reason)
    story.take(story.approver, "retire", reason="There is another map.")
    assert story.now().farewell == "There is another map."


def test_a_map_that_is_consulted_on_is_not_retired(story):
    at(story, "consultation")
    assert codes(story, "retire") == ["consultation_open"]
    with pytest.raises(Refused):
        story.take(story.approver, "retire", reason="There is another map.")


# How it is told.


def test_the_gravest_comes_first(story):
    unaddressed(story, 5)
    elements.withdraw(story.editor, elements.in_full(story.now().elements.get(kind="goal")))
    grave = [each.is_grave for each in obstacles.standing(story.now(), "submit_for_review", None)]
    assert grave == sorted(grave, reverse=True)
    assert set(grave) == {True, False}


def test_with_something_grave_in_the_way_no_reason_helps(story, goal):
    elements.withdraw(story.editor, elements.in_full(goal))
    revision = story.now().revision
    with pytest.raises(Held):
        story.take(story.steward, "submit_for_review", reason="Because I say so.")
    assert story.now().revision == revision

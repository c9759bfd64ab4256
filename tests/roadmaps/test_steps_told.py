"""Who is told of a step, and of what waits for them after it."""

import pytest

from accounts.rules import Refused
from roadmaps import signoffs, workflow
from roadmaps.models import Notice
from roadmaps.signoffs import Purpose


def told(kind):
    """Who was told, and whether it still waits for them."""
    found = (
        Notice.objects.filter(kind=kind)
        .select_related("person")
        .order_by("person__name", "made_at")
    )
    return [(each.person.name, each.done_at is None) for each in found]


def test_reviewers_are_asked_and_everybody_on_the_map_is_told_why(story):
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    assert told("review_asked") == [("Official", True)]
    others = Notice.objects.filter(kind="stage_changed")
    assert {each.person.name for each in others} == {"Approver", "Editor", "Official"}
    assert {each.reason for each in others} == {"Two leads are still sought."}
    story.take(story.steward, "return_to_draft", reason="Not yet.")
    assert told("review_asked") == [("Official", False)]


def test_a_step_that_is_refused_is_told_to_nobody(story):
    with pytest.raises(Refused):
        story.take(story.steward, "submit_for_review")
    assert not Notice.objects.exists()


def test_a_clearance_waits_until_it_is_given_whatever_the_stage(story):
    asked = story.ask(story.steward, Purpose.CONSULTATION)
    assert told("signoff_asked") == [("Official", True)]
    story.take(story.steward, "submit_for_review", reason="Now.")
    assert told("signoff_asked") == [("Official", True)]
    story.sign(asked)
    assert told("signoff_asked") == [("Official", False)]


@pytest.mark.parametrize("end", ["drop", "overrule"])
def test_what_is_passed_over_waits_for_nobody(story, end):
    asked = story.ask(story.approver, Purpose.CONSULTATION)
    said = {"reason": "It was said by word of mouth."} if end == "overrule" else {}
    getattr(signoffs, end)(story.approver, asked, **said)
    assert told("signoff_asked") == [("Official", False)]


def test_who_has_one_more_to_give_is_still_waited_for(story):
    asked = story.ask(story.steward, Purpose.CONSULTATION)
    story.ask(story.steward, Purpose.PUBLICATION)
    story.sign(asked)
    assert told("signoff_asked") == [("Official", True)]


def test_what_was_cleared_and_changed_since_is_asked_anew_before_approval(story):
    asked = story.ask(story.steward, Purpose.PUBLICATION)
    story.sign(asked)
    story.reach_approval()
    assert told("signoff_asked") == [("Official", False), ("Official", True)]
    story.take(story.approver, "return_to_revision", reason="A number is wrong.")
    asked.refresh_from_db()
    assert asked.decision == "awaited"
    story.take(story.steward, "submit_for_approval")
    story.sign(asked)
    story.take(story.approver, "publish", note="The first edition.")
    assert {waits for _name, waits in told("signoff_asked")} == {False}


def test_of_the_step_of_the_clock_it_is_said_that_the_clock_took_it(story, clock):
    story.take(story.steward, "submit_for_review", reason="Now.")
    story.consult()
    clock("2026-06-13T09:01")
    workflow.take_what_is_due()
    last = Notice.objects.filter(step="close_consultation")
    assert {each.person.name for each in last} == {"Approver", "Editor", "Official", "Steward"}
    assert {each.actor for each in last} == {None}

"""Clearance that is passed over, asked for no longer, or asked for anew."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.rules import Refused
from changes.models import Change
from roadmaps import elements, signoffs
from roadmaps.models import Notice, Signoff
from roadmaps.signoffs import Purpose
from tests.roadmaps.test_rules import cast  # noqa: F401
from tests.roadmaps.test_signoffs import afresh, missing, verbs
from tests.threads import at_once


@pytest.fixture
def asked(story):
    return story.ask(story.steward, Purpose.PUBLICATION)


# Passing over, and asking no longer.


def test_SR_11_only_approvers_pass_over_a_clearance(cast, story, asked):  # noqa: F811
    for name in cast.keys() - {"approver"}:
        with pytest.raises(PermissionDenied):
            signoffs.overrule(cast[name], asked, "Because.")
    with pytest.raises(PermissionDenied):
        signoffs.overrule(story.official, asked, "Because.")
    assert missing(story) == ["Treasury has not answered yet: Finance."]


def test_it_is_passed_over_with_a_reason_that_everybody_reads(story, asked):
    story.sign(asked, "objected", "The budget is not there.")
    with pytest.raises(Refused, match="Say why"):
        signoffs.overrule(story.approver, asked, "   ")
    passed = signoffs.overrule(story.approver, asked, " Cabinet has decided. ")
    assert (passed.decision, passed.overruled_because) == ("objected", "Cabinet has decided.")
    assert missing(story) == []
    line = Change.objects.of(asked).get(verb="signoff_overruled")
    assert line.fields == {"overruled_because": ["", "Cabinet has decided."]}


def test_an_answer_after_all_takes_the_place_of_the_passing_over(story, asked):
    signoffs.overrule(story.approver, asked, "They are on leave.")
    story.sign(asked, "objected", "We are back, and object.")
    assert missing(story) == ["Treasury objects: Finance."]


def test_what_is_dropped_is_asked_no_longer_and_stays_in_the_log(story, asked):
    story.sign(asked)
    signoffs.drop(story.approver, asked)
    assert not story.now().signoffs.exists()
    line = Change.objects.within(story.roadmap).get(verb="signoff_dropped")
    assert line.fields["decision"] == ["cleared", None]
    for act in (
        lambda: signoffs.drop(story.approver, asked),
        lambda: signoffs.overrule(story.approver, asked, "Because."),
        lambda: story.sign(asked),
    ):
        with pytest.raises(Refused, match="no longer asked for"):
            act()
    again = story.ask(story.steward, Purpose.PUBLICATION)
    assert again.decision == "awaited"


@pytest.mark.django_db(transaction=True)
def test_SR_44_what_is_dropped_while_it_is_signed_is_one_or_the_other(story, asked):
    read = story.read()
    drop, sign = at_once(
        lambda: signoffs.drop(story.approver, asked),
        lambda: signoffs.sign(story.official, asked, "cleared", read),
    ).outcomes()
    assert not isinstance(drop, Exception)
    assert isinstance(sign, Refused | Signoff)
    assert not story.now().signoffs.exists()


# Asking anew.


def test_what_goes_back_for_revision_is_cleared_anew_also_what_was_passed_over(story):
    cleared = story.ask(story.steward, Purpose.PUBLICATION)
    passed = signoffs.ask(
        story.steward, story.now(), Purpose.PUBLICATION, "legal", story.treasury
    )  # fmt: skip
    story.reach_approval()
    story.sign(cleared)
    signoffs.overrule(story.approver, passed, "They are on leave.")
    story.take(story.approver, "return_to_revision", reason="A number is wrong.")
    for signoff in map(afresh, (cleared, passed)):
        told = (signoff.decision, signoff.sha256, signoff.map_revision, signoff.decided_at)
        assert told == ("awaited", "", None, None)
        assert signoff.overruled_because == ""
    assert verbs(story, "signoff_reset") == ["signoff_reset", "signoff_reset"]
    assert len(missing(story)) == 2


def test_what_goes_back_without_an_answer_leaves_no_line_for_it(story, asked):
    story.reach_approval()
    story.take(story.approver, "return_to_revision", reason="A number is wrong.")
    assert verbs(story, "signoff_reset") == []


def test_what_was_passed_over_for_one_edition_is_asked_for_the_next(story):
    asked = [story.ask(story.steward, purpose) for purpose in Purpose]
    for signoff in asked:
        signoffs.overrule(story.approver, signoff, "They are on leave.")
    story.refresh()
    assert [afresh(each).overruled_because for each in asked] == ["", ""]
    assert missing(story) == ["Treasury has not answered yet: Finance."]
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    waiting = Notice.objects.waiting().filter(person=story.official, kind="signoff_asked")
    assert waiting.count() == 1
    story.take(story.approver, "skip_consultation", reason="A minor refresh.")
    assert waiting.count() == 1


def test_a_text_that_nobody_has_to_clear_needs_no_clearance(story):
    assert missing(story) == []
    story.reach_force()
    assert not Notice.objects.filter(kind="signoff_asked").exists()


def test_an_element_that_is_withdrawn_makes_a_clearance_stale(story, asked):
    story.sign(asked)
    elements.withdraw(story.editor, elements.in_full(story.challenge))
    assert len(missing(story)) == 1
    elements.restore(story.editor, elements.in_full(story.challenge))
    assert len(missing(story)) == 1, "who reads it sees that it was touched"

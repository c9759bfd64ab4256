"""What people are told of: whom it reaches, when it is settled, who may see it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import people
from accounts.models import User
from accounts.rules import Refused
from changes.models import Change
from changes.verify import faults
from roadmaps import elements, map_roles, milestones, notices, participations, workflow
from roadmaps import roadmap as maps
from roadmaps.models import Notice, Roadmap
from tests import factories
from tests.roadmaps.things import now


def told(found):
    return sorted(each.person.name for each in found)


def move(roadmap, stage):
    Roadmap.objects.filter(pk=roadmap.pk).update(stage=stage)
    roadmap.refresh_from_db()


def test_every_reviewer_is_asked_once(roadmap, steward, reviewer, association, partner):
    maps.grant(steward, roadmap, "reviewer", organisation=association)
    assert told(notices.ask_reviewers(roadmap, steward)) == ["Partner", "Reviewer"]
    assert notices.ask_reviewers(roadmap, steward) == []


def test_nobody_is_asked_by_themselves(roadmap, steward, reviewer):
    maps.grant(steward, roadmap, "reviewer", user=steward)
    assert told(notices.ask_reviewers(roadmap, steward)) == ["Reviewer"]


def test_on_a_map_without_reviewers_nobody_is_asked(roadmap, steward):
    assert notices.ask_reviewers(roadmap, steward) == []


@pytest.fixture
def speaker(registrar, steward, editor, ministry):
    """An editor who may speak in the name of the ministry."""
    editor.memberships.filter(organisation=ministry).update(may_submit=True)
    return editor


def test_a_sign_off_is_asked_of_those_on_the_map_who_may_speak_for_the_organisation(
    roadmap, registrar, steward, speaker, ministry
):
    people.join(registrar, factories.person(registrar, name="Elsewhere"), ministry, may_submit=True)
    silent = factories.person(registrar, name="Silent")
    people.join(registrar, silent, ministry)
    map_roles.grant(steward, roadmap, "reviewer", user=silent)
    assert told(notices.ask_signoff(roadmap, ministry, steward)) == ["Editor"]
    assert notices.ask_signoff(roadmap, ministry, steward) == []


def test_of_an_organisation_that_has_nobody_on_the_map_nobody_is_asked(roadmap, registrar, steward):
    assert notices.ask_signoff(roadmap, factories.organisation(registrar), steward) == []


def test_all_who_work_on_the_map_are_told_of_a_step(roadmap, steward, editor, partner, stranger):
    found = notices.tell_step(roadmap, "submit_for_review", editor, "It is ready.")
    assert told(found) == ["Approver", "Partner", "Steward"]
    assert {(each.step, each.stage, each.reason) for each in found} == {
        ("submit_for_review", "draft", "It is ready.")
    }


def test_the_clock_tells_everybody(roadmap, partner):
    found = notices.tell_step(roadmap, "close_consultation", None)
    assert len(found) == 4
    assert notices.sentence(found[0]).startswith("The clock took a step with “Electromobility”")


def test_what_is_taken_back_is_told_to_nobody(roadmap, steward, reviewer):
    with transaction.atomic():
        assert notices.ask_reviewers(roadmap, steward)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_a_step_settles_what_was_asked_for_the_stage_before(roadmap, steward, reviewer):
    move(roadmap, "review")
    notices.tell_step(roadmap, "submit_for_review", steward)
    notices.ask_reviewers(roadmap, steward)
    assert Notice.objects.waiting().count() == 1
    notices.tell_step(roadmap, "submit_for_review", steward)  # still the same stage
    assert Notice.objects.waiting().count() == 1
    move(roadmap, "draft")
    notices.tell_step(roadmap, "return_to_draft", reviewer)
    assert not Notice.objects.waiting().exists()
    move(roadmap, "review")
    assert told(notices.ask_reviewers(roadmap, steward)) == ["Reviewer"]


def test_what_was_done_waits_no_longer(roadmap, steward, speaker, ministry, reviewer):
    notices.ask_reviewers(roadmap, steward)
    notices.ask_signoff(roadmap, ministry, steward)
    notices.settle(roadmap, "review_asked", reviewer, person=reviewer)
    assert [each.kind for each in Notice.objects.waiting()] == ["signoff_asked"]
    notices.settle(roadmap, "signoff_asked", speaker, organisation=ministry)
    assert not Notice.objects.waiting().exists()


def test_it_is_seen_once_and_by_oneself_alone(roadmap, steward, reviewer, editor):
    (notice,) = notices.ask_reviewers(roadmap, steward)
    with pytest.raises(PermissionDenied):
        notices.see(editor, notice)
    seen_at = notices.see(reviewer, notice).seen_at
    assert notices.see(reviewer, notice).seen_at == seen_at
    verbs = Change.objects.of(notice).order_by("revision").values_list("verb", flat=True)
    assert list(verbs) == ["told", "seen"]


def test_nothing_of_it_stands_in_the_history_of_the_map_and_the_log_holds(
    roadmap, steward, reviewer
):
    before = now(roadmap)
    notices.ask_reviewers(roadmap, steward)
    notices.tell_step(roadmap, "submit_for_review", steward, "For reasons of state.")
    assert now(roadmap) == before
    assert "reasons of state" not in str(list(Change.objects.values_list("fields", flat=True)))
    assert list(faults()) == []


def test_who_has_lost_the_role_sees_nothing_of_it(roadmap, steward, reviewer):
    notices.ask_reviewers(roadmap, steward)
    assert Notice.objects.visible_to(reviewer).count() == 1
    map_roles.revoke(steward, roadmap.roles.get(user=reviewer))
    assert not Notice.objects.visible_to(reviewer).exists()


def test_nobody_sees_those_of_others(roadmap, steward, reviewer, editor, anonymous):
    notices.ask_reviewers(roadmap, steward)
    for other in (steward, editor, anonymous):
        assert not Notice.objects.visible_to(other).exists()


@pytest.mark.parametrize("visibility", ["public", "partners", "internal"])
def test_SR_12_what_is_told_of_an_element_is_seen_like_the_element(
    clock, reporting, steward, partner, initiative, visibility
):
    clock("2026-09-01T09:00")
    notices.remind()
    Roadmap.objects.filter(pk=reporting.pk).update(stage="draft")
    elements.edit(steward, initiative, now(reporting), visibility=visibility)
    seen = Notice.objects.visible_to(partner).exists()
    here = Roadmap.objects.get(pk=reporting.pk)
    assert seen == here.elements.within(here.sight_of(partner)).filter(pk=initiative.pk).exists()
    assert seen == (visibility != "internal")


# Reports that are overdue.


@pytest.fixture
def reporting(clock, steward, approver, association, partner, initiative, roadmap):
    """In force since 4 May; the association of the partner leads too, and reports."""
    participations.involve(steward, initiative, association, "co_lead")
    maps.grant(steward, roadmap, "reporter", organisation=association)
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    return roadmap


def report(actor, initiative, day):
    said = {"status": "in_delivery", "confidence": "green", "narrative": "It goes well."}
    return milestones.report(actor, initiative, as_of=day, **said)


def test_the_reporters_of_an_overdue_report_are_told_once(clock, reporting, initiative):
    clock("2026-08-02T09:00")
    assert notices.remind() == 0  # due today
    clock("2026-08-03T09:00")
    assert (notices.remind(), notices.remind()) == (1, 0)
    (notice,) = Notice.objects.waiting()
    assert (notice.person.name, notice.element.code) == ("Partner", "EMO-I01")
    assert notices.sentence(notice) == (
        "A report on “Dual training” has been due since 2 August 2026 (map “Electromobility”)."
    )


def test_a_report_ends_the_waiting_until_the_next_one_is_due(clock, reporting, partner, initiative):
    clock("2026-08-03T09:00")
    notices.remind()
    report(partner, initiative, "2026-08-03")
    assert not Notice.objects.waiting().exists()
    assert notices.remind() == 0
    assert Notice.objects.get().done_at is not None
    clock("2026-11-02T09:00")
    assert notices.remind() == 1
    assert Notice.objects.waiting().count() == 1


def test_a_reporter_of_another_organisation_is_not_told(
    clock, registrar, reporting, steward, stranger
):
    maps.grant(steward, reporting, "reporter", user=stranger)
    clock("2026-08-03T09:00")
    assert notices.remind() == 1


def test_of_a_map_that_is_not_in_force_nobody_is_reminded(
    clock, steward, association, initiative, roadmap
):
    participations.involve(steward, initiative, association, "co_lead")
    maps.grant(steward, roadmap, "reporter", organisation=association)
    clock("2029-01-01T09:00")
    assert notices.remind() == 0


def test_of_a_retired_map_nobody_is_reminded(clock, reporting):
    clock("2026-08-03T09:00")
    notices.remind()
    move(reporting, "retired")
    assert notices.remind() == 0
    assert not Notice.objects.waiting().exists()


# How one is told.


def test_everybody_is_told_as_is_usual_until_they_choose(editor):
    assert notices.paces_of(editor) == {
        "review_asked": "at_once", "signoff_asked": "at_once", "stage_changed": "daily",
        "progress_due": "daily",
        "proposal_made": "daily",
        "proposal_answered": "at_once",
        "consultation_closing": "at_once",
        "submission_received": "at_once",
        "comment_answered": "at_once",
        "text_changed": "at_once",
        "answers_published": "daily",
        "mentioned": "at_once",
    }  # fmt: skip
    chosen = notices.choose(editor, editor, stage_changed="none", review_asked="at_once")
    assert chosen["stage_changed"] == "none"
    assert notices.choose(editor, editor, stage_changed="daily")["stage_changed"] == "daily"
    assert Change.objects.filter(verb="chosen").count() == 2


def test_nobody_chooses_for_others_or_what_is_not_there(editor, steward):
    with pytest.raises(PermissionDenied):
        notices.choose(steward, editor, stage_changed="none")
    for wrong in ({"nothing": "none"}, {"stage_changed": "weekly"}):
        with pytest.raises(Refused):
            notices.choose(editor, editor, **wrong)


def test_how_many_queries_it_takes_to_ask_whom(
    roadmap, steward, reviewer, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        notices.ask_reviewers(roadmap, steward)
    assert User.objects.filter(notices__isnull=False).count() == 1

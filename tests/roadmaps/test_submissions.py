"""What an organisation says in a round: begun, drafted together, and hidden from everybody else."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts import people
from accounts.onlookers import Onlooker
from accounts.rules import Refused
from changes.merging import Clash
from changes.models import Change
from roadmaps import consultations, invited, submissions, workflow
from roadmaps.models import Consultation, Edition, Submission
from roadmaps.representativeness import sides_of
from tests import factories
from tests.rounds import QUESTIONS
from tests.threads import at_once


def seen_by(actor):
    return list(Submission.objects.visible_to(actor))


def test_a_round_asks_up_to_eight_questions(asked_round):
    asked_round.open()
    assert asked_round.consultation.questions == QUESTIONS
    assert "transparency" in asked_round.consultation.told_notice


@pytest.mark.parametrize(
    ("questions", "kept"), [([" a  b ", "", "c"], ["a b", "c"]), ([], []), (["x"] * 8, ["x"] * 8)]
)
def test_questions_are_kept_without_empty_ones(questions, kept):
    assert consultations.clean_questions(questions) == kept


@pytest.mark.parametrize("questions", [["x"] * 9, ["x" * 501]])
def test_more_questions_than_anybody_answers_are_refused(questions):
    with pytest.raises(ValidationError):
        consultations.clean_questions(questions)


def test_an_invitation_begins_a_submission_and_writes_to_its_people(
    asked_round, mailoutbox, django_capture_on_commit_callbacks
):
    asked_round.open()
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        asked_round.invite()
    assert asked_round.submission.status == "invited"
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(
        [asked_round.drafter.email, asked_round.signer.email]
    )
    there = f"/consultations/{asked_round.consultation.pk}"
    assert all(mail.body.count("http") == mail.body.count(there) == 1 for mail in mailoutbox)
    assert "Round one" in mailoutbox[0].subject


def test_an_organisation_is_invited_once(asked_round):
    asked_round.open().invite()
    with pytest.raises(ValidationError, match="has a submission in this round"):
        asked_round.invite()


def test_an_organisation_of_which_nobody_can_come_in_is_not_invited(asked_round):
    asked_round.open()
    with pytest.raises(Refused, match="has an account"):
        asked_round.invite(factories.organisation(asked_round.registrar))


@pytest.mark.parametrize("who", ["editor", "official"])
def test_only_who_answers_for_the_map_invites(asked_round, who):
    asked_round.open()
    with pytest.raises(PermissionDenied):
        invited.invite(
            getattr(asked_round.story, who), asked_round.consultation, asked_round.chamber
        )


def test_nobody_is_invited_when_the_round_is_over(asked_round):
    asked_round.open()
    asked_round.close()
    with pytest.raises(PermissionDenied):
        asked_round.invite()


def test_who_is_silent_is_reminded_and_who_has_sent_is_not(
    asked_round, mailoutbox, django_capture_on_commit_callbacks
):
    asked_round.open().invite()
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        invited.remind(asked_round.story.steward, asked_round.submission)
    assert len(mailoutbox) == 2
    asked_round.write()
    asked_round.describe()
    asked_round.send()
    with pytest.raises(Refused, match="answered already"):
        invited.remind(asked_round.story.steward, asked_round.submission)


def test_colleagues_draft_together_and_their_fields_merge(asked_round):
    asked_round.open().invite()
    base = asked_round.submission.revision
    submissions.describe(asked_round.drafter, asked_round.submission, base, formed="By the board.")
    submissions.describe(asked_round.signer, asked_round.submission, base, publication="anonymous")
    found = asked_round.submission
    assert (found.status, found.formed, found.publication) == (
        "drafting", "By the board.", "anonymous",
    )  # fmt: skip
    with pytest.raises(Clash) as clash:
        submissions.describe(asked_round.signer, found, base, formed="By all members.")
    assert clash.value.names == ["formed"]


@pytest.mark.parametrize("field", ["status", "receipt", "submitted_at", "organisation"])
def test_SR_10_nobody_sets_what_the_server_says(asked_round, field):
    asked_round.open().invite()
    now = asked_round.submission
    with pytest.raises(Refused, match="Nobody can set this"):
        submissions.describe(asked_round.drafter, now, now.revision, **{field: "x"})


def test_in_a_public_round_any_organisation_begins_and_in_another_the_invited(asked_round):
    asked_round.open("public")
    submissions.begin(asked_round.competitor, asked_round.consultation, asked_round.rival)
    again = submissions.begin(asked_round.competitor, asked_round.consultation, asked_round.rival)
    assert (Submission.objects.count(), again.status) == (1, "drafting")
    with pytest.raises(PermissionDenied):
        submissions.begin(asked_round.competitor, asked_round.consultation, asked_round.chamber)


def test_SR_02_who_is_not_invited_does_not_begin(asked_round):
    asked_round.open()
    with pytest.raises(PermissionDenied):
        submissions.begin(asked_round.competitor, asked_round.consultation, asked_round.rival)


def test_the_invited_see_the_round_and_the_frozen_text_and_others_do_not(asked_round):
    asked_round.open().invite()
    draft = asked_round.consultation.edition
    for who, sees in ((asked_round.drafter, True), (asked_round.competitor, False)):
        assert Consultation.objects.visible_to(who).exists() == sees
        assert Edition.objects.visible_to(who).filter(pk=draft.pk).exists() == sees


def test_SR_06_a_draft_is_read_by_its_own_organisation_alone(asked_round, anonymous):
    asked_round.open().invite()
    asked_round.invite(asked_round.rival)
    asked_round.write()
    story, ours = asked_round.story, asked_round.submission
    for who in (asked_round.drafter, asked_round.signer):
        assert list(Submission.objects.read_by(who)) == seen_by(who) == [ours]
    for who in (story.editor, story.official, anonymous):
        assert seen_by(who) == []
    assert ours not in seen_by(asked_round.competitor)
    for who in (story.steward, story.approver):
        assert ours in seen_by(who)
        assert not Submission.objects.read_by(who).exists()


def test_SR_06_what_was_sent_is_read_by_who_answers_for_the_map(asked_round, anonymous):
    asked_round.reach_sent()
    asked_round.invite(asked_round.rival)
    story, ours = asked_round.story, asked_round.submission
    for who in (story.steward, story.approver, asked_round.drafter):
        assert ours in Submission.objects.read_by(who)
    for who in (story.editor, story.official, asked_round.competitor, anonymous):
        assert ours not in seen_by(who)
        assert ours not in Submission.objects.read_by(who)


def test_SR_09_with_the_eyes_of_an_association_a_steward_reads_no_draft(asked_round):
    asked_round.open().invite()
    asked_round.write()
    eyes = Onlooker(asked_round.story.steward, organisation=asked_round.chamber)
    assert not Submission.objects.read_by(eyes).exists()
    stranger_eyes = Onlooker(asked_round.competitor, organisation=asked_round.chamber)
    assert not Submission.objects.visible_to(stranger_eyes).exists()
    assert not Consultation.objects.visible_to(stranger_eyes).exists()


def test_SR_04_what_an_association_writes_moves_no_number_of_the_map(asked_round):
    asked_round.open().invite()
    before = asked_round.story.now().revision
    asked_round.write()
    asked_round.describe()
    asked_round.send()
    assert asked_round.story.now().revision == before
    assert not Change.objects.within(asked_round.story.roadmap).filter(verb="invited").exists()


def test_one_who_may_submit_declines_with_a_reason(asked_round):
    asked_round.open().invite()
    with pytest.raises(PermissionDenied):
        submissions.decline(asked_round.drafter, asked_round.submission)
    submissions.decline(asked_round.signer, asked_round.submission, "Not our sector.")
    assert asked_round.submission.status == "declined"
    with pytest.raises(Refused, match="Declined"):
        asked_round.write()


def test_the_clock_writes_down_who_was_silent_and_keeps_what_they_typed(asked_round, clock):
    asked_round.open().invite()
    asked_round.invite(asked_round.rival)
    asked_round.write(text="Half a sentence")
    clock("2026-06-14T09:00")
    with pytest.raises(Refused, match="What you had saved is kept"):
        asked_round.write(text="Too late")
    workflow.take_what_is_due()
    assert {each.status for each in Submission.objects.all()} == {"no_reply"}
    assert asked_round.comment.text == "Half a sentence"
    assert list(Submission.objects.read_by(asked_round.drafter)) == [asked_round.submission]
    assert not Submission.objects.read_by(asked_round.story.steward).exists()


def test_the_end_of_a_round_leaves_what_was_sent_and_declined(asked_round):
    asked_round.reach_sent()
    asked_round.invite(asked_round.rival)
    theirs = asked_round.consultation.submissions.get(organisation=asked_round.rival)
    submissions.decline(asked_round.competitor, theirs)
    asked_round.close()
    told = {each.organisation.name: each.status for each in Submission.objects.all()}
    assert told == {"Chamber": "submitted", "Rival": "declined"}


def test_sides_are_counted_also_those_that_nobody_asked(asked_round):
    asked_round.reach_sent()
    university = factories.organisation(asked_round.registrar, "university")
    people.join(
        asked_round.registrar, factories.person(asked_round.registrar), university, may_submit=True
    )
    asked_round.invite(university)
    told = {side.helix: side for side in sides_of(asked_round.consultation)}
    assert (told["industry"].counts["submitted"], told["industry"].members) == (1, 120)
    assert (told["academia"].counts["invited"], told["academia"].is_missing) == (1, True)
    assert told["civil_society"].asked == 0


def test_sides_of_a_round_in_which_nobody_was_asked(asked_round):
    asked_round.open()
    assert [side.asked for side in sides_of(asked_round.consultation)] == [0, 0, 0, 0, 0]


def test_the_database_knows_one_submission_an_organisation(asked_round):
    asked_round.open().invite()
    with pytest.raises(IntegrityError, match="one_submission"), transaction.atomic():
        Submission.objects.create(
            consultation=asked_round.consultation, organisation=asked_round.chamber
        )


@pytest.mark.django_db(transaction=True)
def test_SR_44_two_colleagues_who_begin_at_once_begin_one(asked_round):
    asked_round.open("public")
    there = asked_round.consultation
    done = at_once(
        *[
            lambda who=who: submissions.begin(who, there, asked_round.chamber)
            for who in (asked_round.drafter, asked_round.signer)
        ]
    ).outcomes()
    assert not any(isinstance(each, Exception) for each in done), done
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_SR_44_sending_and_the_end_of_the_round_at_once_leave_one_of_both(asked_round):
    asked_round.open().invite()
    asked_round.write()
    asked_round.describe()
    sent, ended = at_once(asked_round.send, asked_round.close).outcomes()
    assert not isinstance(ended, Exception), ended
    is_sent = asked_round.submission.status == "submitted"
    assert is_sent is not isinstance(sent, Refused)
    assert asked_round.submission.status in ("submitted", "no_reply")

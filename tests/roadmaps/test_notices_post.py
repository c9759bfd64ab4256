"""The mails: each notice goes out once, to those who may still see it, as they wish to be told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts import people
from accounts.models import User
from roadmaps import elements, map_roles, milestones, notices, participations, tasks, workflow
from roadmaps import roadmap as maps
from roadmaps.models import Notice, Roadmap
from roadmaps.notices import post
from tests import factories
from tests.roadmaps.things import now
from tests.threads import at_once

ROOT = "http://localhost:8000"


@pytest.fixture
def asked(roadmap, steward, reviewer):
    (notice,) = notices.ask_reviewers(roadmap, steward)
    return notice


def test_who_is_asked_gets_one_mail_with_one_link(asked, reviewer):
    assert (notices.send("at_once"), notices.send("at_once")) == (1, 0)
    (sent,) = mail.outbox
    assert sent.to == [reviewer.email]
    assert sent.subject == "Steward asks you to review “Electromobility”."
    assert sent.body.count("http") == 1
    assert f"{ROOT}/roadmaps/electromobility\n" in sent.body
    asked.refresh_from_db()
    assert asked.sent_at is not None
    assert sent.extra_headers["Message-ID"].startswith(f"<{asked.mail}@")


def test_it_is_written_in_the_language_of_its_reader(asked, reviewer):
    people.describe(reviewer, User.objects.get(pk=reviewer.pk), language="es")
    notices.send("at_once")
    (sent,) = mail.outbox
    assert sent.subject == "Steward le pide revisar «Electromobility»."
    assert f"{ROOT}/es/roadmaps/electromobility\n" in sent.body


def test_SR_12_who_has_lost_the_role_since_gets_no_mail(asked, steward, roadmap, reviewer):
    map_roles.revoke(steward, roadmap.roles.get(user=reviewer))
    assert notices.send("at_once") == 0
    maps.grant(steward, roadmap, "reviewer", user=reviewer)
    assert notices.send("at_once") == 0
    assert mail.outbox == []
    asked.refresh_from_db()
    assert (asked.sent_at, asked.withheld_at is None) == (None, False)


def test_SR_12_an_element_that_was_hidden_since_is_not_told(
    clock, roadmap, steward, approver, association, partner, initiative
):
    participations.involve(steward, initiative, association, "co_lead")
    maps.grant(steward, roadmap, "reporter", organisation=association)
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    clock("2026-09-01T09:00")
    notices.choose(partner, partner, progress_due="at_once")
    assert notices.remind() == 1
    Roadmap.objects.filter(pk=roadmap.pk).update(stage="draft")
    elements.edit(steward, initiative, now(roadmap), title="Secret", visibility="internal")
    assert notices.send("at_once") == 0
    assert mail.outbox == []


def test_of_a_report_that_has_come_nobody_is_reminded(
    clock, roadmap, steward, approver, association, partner, initiative
):
    participations.involve(steward, initiative, association, "co_lead")
    maps.grant(steward, roadmap, "reporter", organisation=association)
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    clock("2026-09-01T09:00")
    notices.remind()
    said = {"status": "in_delivery", "confidence": "green", "narrative": "It goes well."}
    milestones.report(partner, initiative, as_of="2026-09-01", **said)
    assert notices.send("daily") == 0


def test_who_may_no_longer_sign_in_gets_no_mail(asked, reviewer):
    people.keep_out(User.objects.get(pk=reviewer.pk))
    assert notices.send("at_once") == 0


@pytest.mark.parametrize("pace", ["daily", "none"])
def test_who_does_not_wish_it_at_once_is_not_told_at_once(asked, reviewer, pace):
    notices.choose(reviewer, reviewer, review_asked=pace)
    assert notices.send("at_once") == 0
    assert notices.send("daily") == (1 if pace == "daily" else 0)


def test_what_was_seen_or_done_is_not_written_about(asked, roadmap, steward, reviewer):
    notices.see(reviewer, asked)
    assert notices.send("at_once") == 0
    notices.settle(roadmap, "review_asked", reviewer)
    notices.ask_reviewers(roadmap, steward)
    notices.settle(roadmap, "review_asked", reviewer)
    assert notices.send("at_once") == 0


def test_what_is_old_is_not_written_about(clock, asked, reviewer):
    clock("2027-01-01T09:00")
    assert notices.send("at_once") == 0


def test_a_digest_tells_all_that_is_new_in_one_mail(roadmap, steward, editor, partner):
    for step in ("submit_for_review", "return_to_draft", "submit_for_review"):
        notices.tell_step(roadmap, step, steward)
    assert notices.send("at_once") == 0
    assert notices.send("daily") == 3  # editor, approver, partner
    (theirs,) = [each for each in mail.outbox if each.to == [editor.email]]
    assert theirs.subject == "3 things to know on Rumbo"
    assert theirs.body.startswith("Electromobility\n\n- Steward took a step with")
    assert theirs.body.count("\n- ") == 3
    assert theirs.body.count(f"{ROOT}/roadmaps/electromobility/steps\n") == 1
    assert (notices.send("daily"), len(mail.outbox)) == (0, 3)


def test_nobody_is_told_the_reason_by_mail(roadmap, steward):
    notices.tell_step(roadmap, "submit_for_review", steward, "Because of a secret.")
    notices.send("daily")
    assert "secret" not in str([each.message() for each in mail.outbox])


def fail(self, *args, **kwargs):
    raise ConnectionRefusedError


def later(notice, minutes):
    """As if some time had gone by since the mail was taken."""
    taken_at = timezone.now() - timedelta(minutes=minutes)
    Notice.objects.filter(pk=notice.pk).update(taken_at=taken_at)


def test_a_mail_that_does_not_go_out_is_tried_again_under_the_same_number(asked, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", fail)
        assert notices.send("at_once") == 0
    assert notices.send("at_once") == 0  # it is too soon
    asked.refresh_from_db()
    number = asked.mail
    later(asked, 6)
    assert notices.send("at_once") == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{number}@")


def test_it_is_given_up_after_five_times(asked, monkeypatch):
    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    for _time in range(7):
        notices.send("at_once")
        later(asked, 6)
    asked.refresh_from_db()
    assert (asked.attempts, asked.sent_at) == (5, None)


def test_a_digest_in_doubt_is_sent_again_as_it_was(roadmap, steward, editor, partner, monkeypatch):
    notices.tell_step(roadmap, "submit_for_review", steward)
    notices.tell_step(roadmap, "return_to_draft", steward)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", fail)
        notices.send("daily")
    notices.tell_step(roadmap, "submit_for_review", steward)
    for each in Notice.objects.exclude(mail=None):
        later(each, 6)
    notices.send("at_once")
    (theirs,) = [each for each in mail.outbox if each.to == [editor.email]]
    assert theirs.subject == "2 things to know on Rumbo"
    assert Notice.objects.filter(sent_at=None).count() == 3  # the new ones of three people


def test_SR_12_rights_are_asked_again_before_the_second_try(
    asked, roadmap, steward, reviewer, monkeypatch
):
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", fail)
        notices.send("at_once")
    map_roles.revoke(steward, roadmap.roles.get(user=reviewer))
    later(asked, 6)
    assert notices.send("at_once") == 0
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_send_each_once(registrar, steward, roadmap):
    for number in range(6):
        person = factories.person(registrar, name=f"Reviewer {number}")
        maps.grant(steward, roadmap, "reviewer", user=person)
    made = notices.ask_reviewers(roadmap, steward)
    found = at_once(*[lambda: notices.send("at_once")] * 4).outcomes()
    assert sum(found) == 6
    assert sorted(each.to[0] for each in mail.outbox) == sorted(each.person.email for each in made)
    assert not Notice.objects.filter(sent_at=None).exists()


def test_the_command_does_what_the_clock_does(asked, roadmap, steward, capsys):
    notices.tell_step(roadmap, "submit_for_review", steward)
    call_command("send_notices")
    call_command("send_notices", "--digest")
    said = capsys.readouterr().out
    assert said == "Mails sent: 1.\nReminded of reports: 0.\nMails sent: 3.\n"


def test_the_number_of_queries_grows_with_the_mails_alone(asked, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        notices.send("at_once")
    with django_assert_max_num_queries(4):
        assert post._take("at_once") is None


def test_what_the_queue_does_may_be_done_twice(asked, roadmap, steward):
    notices.tell_step(roadmap, "submit_for_review", steward)
    for _time in range(2):
        tasks.send_notices()
        tasks.send_digests()
    assert len(mail.outbox) == 4

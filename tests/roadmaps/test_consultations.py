"""Rounds of consultation: opened on a frozen text, made longer, and closed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.rules import Refused
from changes.models import Change
from roadmaps.models import Consultation, Roadmap
from tests.life import FORTY_DAYS, ROUND
from tests.roadmaps.test_rules import cast  # noqa: F401
from tests.threads import at_once

DAY = timedelta(days=1)


def on(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def reviewed(clock, story):
    """It is the 4th of May, and the map may be consulted on."""
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    return story


@pytest.fixture
def running(reviewed):
    """Until the 13th of June."""
    reviewed.consult()
    return reviewed


def ask(story, who=None, **said):
    said = ROUND | {"closes_at": timezone.now() + FORTY_DAYS} | said
    return story.take(who or story.approver, "open_consultation", **said)


def test_what_is_asked_is_a_text_that_is_frozen_and_no_edition(running):
    found = running.now().consultations.get()
    assert (found.title, found.brief, found.audience) == tuple(ROUND.values())
    assert (found.opens_at, found.closes_at) == (on("2026-05-04T09:00"), on("2026-06-13T09:00"))
    assert (found.edition.number, found.edition.kind) == ("0.1", "consultation")
    assert (found.edition.note, found.edition.status) == ("What is missing?", "current")
    assert (found.closed_at, found.answer_due) == (None, None)
    assert not running.now().is_published
    assert not running.now().entries.exists()


@pytest.mark.parametrize(("days", "is_enough"), [(-1, False), (0, False), (27, False), (28, True)])
def test_a_round_lasts_twenty_eight_days_or_more(reviewed, days, is_enough):
    closes_at = timezone.now() + days * DAY
    if is_enough:
        ask(reviewed, closes_at=closes_at)
    else:
        with pytest.raises(Refused, match="28 days or more"):
            ask(reviewed, closes_at=closes_at)
    assert reviewed.now().editions.count() == is_enough
    assert Consultation.objects.count() == is_enough


@pytest.mark.parametrize("gap", [{"title": ""}, {"brief": ""}, {"audience": "friends"}])
def test_what_is_asked_of_whom_is_said(reviewed, gap):
    with pytest.raises(ValidationError):
        ask(reviewed, **gap)
    assert reviewed.now().stage == "review"
    assert not reviewed.now().editions.exists()


def test_no_second_round_is_opened_beside_one(running):
    with pytest.raises(Refused, match="is no step from the stage"):
        ask(running)
    assert Consultation.objects.count() == 1


def test_the_database_knows_one_open_round_a_map(running):
    running.take(running.approver, "close_consultation", reason="Everybody has answered.")
    ask(running, title="Round two")
    with pytest.raises(IntegrityError, match="one_open_consultation_a_map"), transaction.atomic():
        Consultation.objects.filter(title="Round one").update(closed_at=None)


def test_a_second_round_after_the_first_has_its_own_draft(running):
    running.take(running.approver, "close_consultation", reason="Everybody has answered.")
    ask(running, title="Round two")
    told = running.now().editions.values_list("major", "minor", "kind", "status")
    assert list(told) == [
        (0, 2, "consultation", "current"), (0, 1, "consultation", "superseded"),
    ]  # fmt: skip
    assert running.now().consultations.count() == 2
    assert running.now().consultations.open().get().title == "Round two"


def test_drafts_are_counted_on_over_editions(story):
    story.refresh()
    story.take(story.steward, "submit_for_review", reason="Now.")
    story.consult()
    told = [(each.number, each.status) for each in story.now().editions.all()]
    assert told == [("1.0", "current"), ("0.2", "current"), ("0.1", "superseded")]


def test_SR_11_only_who_may_opens_extends_and_closes(clock, cast, running):  # noqa: F811
    later = timezone.now() + 60 * DAY
    for name, actor in cast.items():
        if name != "steward":
            with pytest.raises(PermissionDenied):
                running.take(actor, "extend_consultation", reason="More time.", closes_at=later)
        if name != "approver":
            with pytest.raises(PermissionDenied):
                running.take(actor, "close_consultation", reason="Enough.")
    found = running.now().consultations.get()
    assert (found.closes_at, found.closed_at) == (on("2026-06-13T09:00"), None)


def test_more_time_is_given_and_told_why(running):
    said = {"reason": "A holiday.", "closes_at": on("2026-06-30T09:00")}
    running.take(running.steward, "extend_consultation", **said)
    found = running.now().consultations.get()
    assert (found.closes_at, found.opens_at) == (on("2026-06-30T09:00"), on("2026-05-04T09:00"))
    assert (running.now().stage, running.now().stage_note) == ("consultation", "A holiday.")
    assert running.now().editions.count() == 1
    line = Change.objects.within(running.roadmap).get(verb="extend_consultation")
    assert line.fields == {"stage_note": ["", "A holiday."]}


@pytest.mark.parametrize("closes_at", ["2026-06-12T09:00", "2026-06-13T09:00", "2026-05-01T09:00"])
def test_less_time_is_never_given(running, closes_at):
    with pytest.raises(Refused, match="longer, and never shorter"):
        running.take(
            running.steward, "extend_consultation", reason="Less.", closes_at=on(closes_at)
        )
    assert running.now().consultations.get().closes_at == on("2026-06-13T09:00")


def test_a_round_that_is_over_and_not_closed_yet_goes_on_from_today(running, clock):
    clock("2026-06-20T09:00")
    with pytest.raises(Refused, match="This day is over already"):
        running.take(
            running.steward,
            "extend_consultation",
            reason="Too late.",
            closes_at=on("2026-06-15T09:00"),
        )
    said = {"reason": "The post was on strike.", "closes_at": on("2026-07-01T09:00")}
    running.take(running.steward, "extend_consultation", **said)
    assert running.now().consultations.due().count() == 0


def test_it_is_closed_early_only_with_a_reason(running):
    with pytest.raises(Refused, match="Say why it is closed early"):
        running.take(running.approver, "close_consultation", reason="  ")
    assert running.now().stage == "consultation"
    running.take(running.approver, "close_consultation", reason="Everybody has answered.")
    found = running.now().consultations.get()
    assert (running.now().stage, found.closed_at) == ("revision", on("2026-05-04T09:00"))
    assert str(found.answer_due) == "2026-07-27"  # 84 days later


def test_once_its_time_is_over_it_is_closed_without_a_reason(running, clock):
    clock("2026-06-13T09:00")
    running.take(running.approver, "close_consultation")
    assert running.now().consultations.get().closed_at == on("2026-06-13T09:00")


@pytest.mark.parametrize("step", ["extend_consultation", "close_consultation"])
def test_what_is_closed_is_closed(running, step):
    running.take(running.approver, "close_consultation", reason="Everybody has answered.")
    who = running.steward if step == "extend_consultation" else running.approver
    said = {"closes_at": on("2027-01-01T09:00")} if step == "extend_consultation" else {}
    with pytest.raises(Refused, match="is no step from the stage"):
        running.take(who, step, reason="Again.", **said)
    assert Change.objects.filter(verb="consultation_closed").count() == 1


def test_where_no_round_is_open_nothing_is_made_longer(story, clock):
    Roadmap.objects.filter(pk=story.roadmap.pk).update(stage="consultation")
    with pytest.raises(Refused, match="No consultation is open"):
        story.take(
            story.steward, "extend_consultation", reason="More.", closes_at=on("2027-01-01T09:00")
        )


@pytest.mark.django_db(transaction=True)
def test_SR_44_of_two_who_open_a_round_at_once_one_opens_it(story):
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    done = at_once(*[lambda: ask(story) for _person in range(2)]).outcomes()
    assert sorted(isinstance(each, Refused) for each in done) == [False, True]
    assert Consultation.objects.count() == story.now().editions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_SR_44_more_time_and_the_end_at_once_are_one_after_the_other(story):
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    story.consult()
    later = timezone.now() + 90 * DAY
    more, end = at_once(
        lambda: story.take(story.steward, "extend_consultation", reason="More.", closes_at=later),
        lambda: story.take(story.approver, "close_consultation", reason="Enough."),
    ).outcomes()
    assert not isinstance(end, Exception)
    found = story.now().consultations.get()
    assert found.closed_at is not None
    assert (found.closes_at == later) is not isinstance(more, Refused)

"""The clock closes what is due: once, also when it strikes twice, and each map for itself."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from changes.models import Change
from changes.verify import faults
from roadmaps import consultations, editions, tasks, workflow
from roadmaps.models import Consultation, Notice, Roadmap
from tests import factories
from tests.threads import PATIENCE, at_once

FORTY_DAYS = timedelta(days=40)


@pytest.fixture
def running(clock, story):
    """A round on the map of the story, until the 13th of June."""
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    story.consult()
    return story


@pytest.fixture
def other(running, programme):
    """A second map on which a round runs as long."""
    roadmap = factories.roadmap(running.steward, programme, title="Trains")
    said = {"note": "What is missing?", "published_at": timezone.now()}
    draft = editions.freeze(running.steward, roadmap, (0, 1), "consultation", **said)
    said = {"title": "Round", "brief": "What is missing?", "audience": "public"}
    consultations.begin(running.steward, roadmap, draft, timezone.now() + FORTY_DAYS, **said)
    Roadmap.objects.filter(pk=roadmap.pk).update(stage="consultation")
    return roadmap


def strikes(way):
    """One stroke of the clock, in each of the ways in which it is heard."""
    {
        "the command": lambda: call_command("take_what_is_due"),
        "the task": lambda: tasks.take_what_is_due.apply(throw=True),
        "the function": workflow.take_what_is_due,
    }[way]()


def told(story):
    """What the end of a round leaves behind."""
    closed = Change.objects.within(story.roadmap).filter(verb="close_consultation")
    notices = Notice.objects.filter(roadmap=story.roadmap, step="close_consultation")
    return story.now().stage, closed.count(), notices.count()


@pytest.mark.parametrize("way", ["the command", "the task", "the function"])
def test_what_is_due_is_closed_once_however_often_the_clock_strikes(running, clock, way):
    clock("2026-06-13T08:59")
    strikes(way)
    assert told(running) == ("consultation", 0, 0)
    clock("2026-06-13T09:00")
    strikes(way)
    strikes(way)
    assert told(running) == ("revision", 1, 4)
    found = running.now().consultations.get()
    assert (found.closed_at, str(found.answer_due)) == (timezone.now(), "2026-09-05")
    assert set(Notice.objects.filter(step="close_consultation").values_list("actor")) == {(None,)}
    assert list(faults()) == []


def test_the_command_says_what_it_closed(running, clock, capsys):
    call_command("take_what_is_due")
    assert capsys.readouterr().out == ""
    clock("2026-07-01T00:00")
    call_command("take_what_is_due")
    said = "The consultation on “Electromobility” is closed.\n"
    assert capsys.readouterr().out == said


def test_where_nothing_is_due_one_look_is_enough(running, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert workflow.take_what_is_due() == []


def test_what_was_closed_early_or_given_more_time_is_not_due(running, other, clock):
    later = timezone.now() + 2 * FORTY_DAYS
    running.take(running.steward, "extend_consultation", reason="More time.", closes_at=later)
    Consultation.objects.filter(roadmap=other).update(closed_at=timezone.now())
    clock("2026-06-13T09:00")
    assert workflow.take_what_is_due() == []


@pytest.mark.django_db(transaction=True)
def test_SR_44_two_clocks_at_once_close_it_once(running, clock):
    clock("2026-06-13T09:00")
    done = at_once(*[workflow.take_what_is_due for _clock in range(3)]).outcomes()
    assert sorted(len(each) for each in done) == [0, 0, 1]
    assert told(running) == ("revision", 1, 4)


@pytest.mark.django_db(transaction=True)
def test_SR_44_the_clock_and_an_approver_at_once_close_it_once(running, clock):
    clock("2026-06-13T09:00")
    at_once(
        workflow.take_what_is_due,
        lambda: running.take(running.approver, "close_consultation"),
    ).outcomes()
    stage, lines, _notices = told(running)
    assert (stage, lines) == ("revision", 1)


def test_a_map_that_cannot_be_closed_holds_up_no_other(running, other, clock, caplog):
    """Its log was broken by hand: the next line has the number of one that stands there."""
    clock("2026-06-13T09:00")
    for broken, whole in ((running.roadmap, other), (other, running.roadmap)):
        revision = Roadmap.objects.get(pk=broken.pk).revision
        with transaction.atomic():
            Roadmap.objects.filter(pk=broken.pk).update(revision=1)
            assert workflow.take_what_is_due() == [whole]
            transaction.set_rollback(True)
        assert Roadmap.objects.get(pk=broken.pk).revision == revision
    assert "A consultation could not be closed: " in caplog.text
    assert {each.pk for each in workflow.take_what_is_due()} == {running.roadmap.pk, other.pk}


@pytest.mark.django_db(transaction=True)
def test_a_map_that_somebody_holds_is_closed_at_the_next_stroke(running, other, clock):
    clock("2026-06-13T09:00")
    is_held, may_go = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Roadmap.objects.select_for_update().get(pk=running.roadmap.pk)
            is_held.set()
            assert may_go.wait(PATIENCE)

    somebody = at_once(hold)
    assert is_held.wait(PATIENCE)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
        assert workflow.take_what_is_due() == [other]
        cursor.execute("SET lock_timeout = '5s'")
    may_go.set()
    assert somebody.outcomes() == [None]
    assert workflow.take_what_is_due() == [running.roadmap]

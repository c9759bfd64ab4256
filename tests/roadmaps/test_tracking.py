"""What comes in after an edition is told on top of it, and nothing else of the working copy is."""

import pytest

from roadmaps import elements, milestones, tracking, undo, workflow
from roadmaps.models import Edition, Entry
from tests import factories
from tests.roadmaps.things import last_of, now

SAID = {"as_of": "2026-05-01", "status": "in_delivery", "confidence": "amber"}


@pytest.fixture
def step(editor, initiative):
    return milestones.plan(editor, initiative, "First course", planned="2027")


@pytest.fixture
def in_force(step, approver, roadmap, initiative):
    factories.publish(approver, roadmap)
    initiative.refresh_from_db()
    return roadmap


def report(actor, initiative, narrative="It is slow.", **said):
    return milestones.report(actor, initiative, narrative=narrative, **(SAID | said))


def told(initiative):
    return tracking.one(initiative.roadmap, initiative.code)


def test_a_report_is_told_at_once_and_the_edition_keeps_its_bytes(in_force, editor, initiative):
    before = bytes(Edition.objects.get().content)
    report(editor, initiative)
    (said,) = told(initiative)["progress"]
    assert (said["confidence"], said["narrative"]) == ("amber", "It is slow.")
    assert bytes(Edition.objects.get().content) == before


def test_what_is_expected_is_told_with_its_day(clock, in_force, step, editor, initiative):
    assert told(initiative)["milestones"][0]["told_on"] is None
    clock("2026-07-01T10:00")
    milestones.edit(editor, step, now(in_force), forecast="2028", achieved="")
    (said,) = told(initiative)["milestones"]
    assert (said["planned"], said["forecast"], said["achieved"]) == ("2027", "2028", None)
    assert said["told_on"] == "2026-07-01"


def test_a_report_that_is_corrected_or_taken_back_is_told_no_longer(in_force, editor, initiative):
    update = report(editor, initiative)
    milestones.edit(editor, update, now(in_force), narrative="It is very slow.")
    assert [each["narrative"] for each in told(initiative)["progress"]] == ["It is very slow."]
    milestones.withdraw(editor, update)
    assert told(initiative)["progress"] == []
    milestones.restore(editor, update)
    assert len(told(initiative)["progress"]) == 1


def test_what_is_undone_is_told_no_longer(in_force, editor, initiative, steward):
    update = report(editor, initiative)
    workflow.open_refresh(steward, in_force)  # undoing a report needs no more than reporting does
    undo.undo(editor, in_force, last_of(update))
    assert told(initiative)["progress"] == []


def test_contents_wait_for_the_next_edition(in_force, steward, editor, step, initiative):
    workflow.open_refresh(steward, in_force)
    milestones.plan(editor, initiative, "Secret course", planned="2028")
    milestones.edit(
        editor, step, now(in_force), title="Secret title", planned="2031", forecast="2030"
    )
    (said,) = told(initiative)["milestones"]
    assert (said["title"], said["planned"], said["forecast"]) == ("First course", "2027", "2030")
    assert "Secret" not in str(list(Entry.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("visibility", ["partners", "internal"])
def test_of_what_is_meant_for_fewer_by_now_nothing_new_is_told(
    in_force, steward, initiative, visibility
):
    workflow.open_refresh(steward, in_force)
    elements.edit(steward, initiative, now(in_force), visibility=visibility)
    report(steward, initiative, "Hidden words.")
    assert told(initiative)["progress"] == []


def test_of_what_stands_in_no_edition_nothing_is_told(in_force, steward, editor):
    workflow.open_refresh(steward, in_force)
    other = elements.add(editor, in_force, "initiative", title="A new one")
    report(editor, other, "Hidden words.")
    assert tracking.one(in_force, other.code) is None
    assert not Entry.objects.of_kind("progress_update").exists()


def test_before_the_first_edition_nothing_is_told(roadmap, editor, initiative):
    report(editor, initiative)
    assert not Entry.objects.exists()


def test_the_next_edition_takes_up_what_came_in(
    in_force, steward, approver, editor, step, initiative
):
    report(editor, initiative)
    milestones.edit(editor, step, now(in_force), forecast="2028")
    workflow.open_refresh(steward, in_force)
    workflow.adopt(approver, [in_force], label="2", note="Second.")
    (said,) = told(initiative)["milestones"]
    assert (said["forecast"], said["told_on"]) == ("2028", None)
    assert len(told(initiative)["progress"]) == 1


def test_what_is_told_is_asked_for_at_once(in_force, editor, initiative, django_assert_num_queries):
    for number in range(3):
        report(editor, initiative, f"Report {number}.")
    with django_assert_num_queries(1):
        assert len(told(initiative)["progress"]) == 3

"""The log alone tells all that stands on a map, whatever people did to it, and however many."""

from functools import partial

import pytest

from changes.models import Change
from changes.verify import faults
from roadmaps import roadmap as maps
from roadmaps import workflow
from roadmaps.roadmap import Roadmap
from tests.roadmaps.replay import departures
from tests.roadmaps.writers import Writers
from tests.threads import at_once

PEOPLE, ACTS = 8, 12


@pytest.mark.parametrize("seed", range(3))
def test_SR_48_everything_that_people_write_stands_in_the_log(
    seed, roadmap, steward, editor, registers
):
    writers = Writers(seed, (steward, editor), roadmap, registers)
    for _number in range(60):
        writers.act()
    assert departures(roadmap) == {}


def test_SR_48_roles_that_were_taken_back_editions_and_stages_stand_in_it_too(
    published, steward, stranger
):
    maps.revoke(steward, maps.grant(steward, published, "observer", user=stranger))
    workflow.open_refresh(steward, published)
    assert departures(published) == {}


def test_what_was_written_past_the_log_is_found(roadmap, challenge, skill):
    type(challenge).objects.filter(pk=challenge.pk).update(severity=1)
    type(skill).objects.filter(pk=skill.pk).update(title="Another")
    told = departures(roadmap)
    assert len(told) == 2
    assert {log["title"]: row["title"] for log, row in told.values()} == {
        "Too few technicians": "Too few technicians",
        "High-voltage work": "Another",
    }


@pytest.mark.django_db(transaction=True)
def test_what_eight_people_do_at_random_and_at_once_stands_in_it_once(
    roadmap, steward, editor, registers
):
    before = roadmap.revision
    copies = [Roadmap.objects.get(pk=roadmap.pk) for _number in range(PEOPLE)]
    crowd = [
        Writers(number, [(steward, editor)[number % 2]], copy, registers)
        for number, copy in enumerate(copies)
    ]
    outcomes = at_once(*(partial(many, writers) for writers in crowd)).outcomes()
    assert outcomes == [None] * PEOPLE
    roadmap.refresh_from_db()
    lines = Change.objects.within(roadmap).order_by("revision").values_list("revision", flat=True)
    assert [*lines] == [*range(1, roadmap.revision + 1)]
    assert roadmap.revision >= before + ACTS
    assert departures(roadmap) == {}
    assert [*faults()] == []


def many(writers):
    for _number in range(ACTS):
        writers.act()

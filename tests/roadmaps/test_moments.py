from datetime import UTC, datetime

import pytest

from changes.models import Change
from roadmaps import elements, moments
from roadmaps.moments import NotThen

LAST_MOMENT = datetime(2026, 5, 4, 23, 59, 59, 999999, UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("57", 57),
        ("2026-05-04", LAST_MOMENT),
        ("2026-05-04T09:30:00Z", datetime(2026, 5, 4, 9, 30, tzinfo=UTC)),
        ("2026-05-04T09:30:00.25Z", datetime(2026, 5, 4, 9, 30, 0, 250000, UTC)),
        ("2026-05-03T23:30:00-06:00", datetime(2026, 5, 4, 5, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_revision_a_day_or_a_time(clock, text, meant):
    assert moments.read(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "yesterday", "-1", "+5", "5.0", "\u0665", "1" * 19, "2026-05"),
        *("2026-02-30", "2026-5-4", "2026-05-04T09:30", "2026-05-04T09:30:00", "2026-05-04 09:30"),
        *("2026-05-04T25:00:00Z", "0001-01-01T00:00:00+14:00", "2026-05-04T09:30:00+::::", "\0"),
    ],
)
def test_what_is_no_moment_is_refused_with_a_way_to_write_one(clock, text):
    with pytest.raises(NotThen, match="Write the number of a revision"):
        moments.read(text)


def test_what_has_not_come_anywhere_on_earth_is_refused(clock):
    assert moments.read("2026-05-04") == LAST_MOMENT
    clock("2026-05-04T11:00")  # on an island it is the fifth
    moments.read("2026-05-05")
    with pytest.raises(NotThen, match=r"^6 May 2026 has not come yet\.$"):
        moments.read("2026-05-06")


def test_the_last_revision_of_a_day_counts(clock, empty_map, editor):
    begun = empty_map.revision
    clock("2026-05-07T10:00")
    element = elements.add(editor, empty_map, "challenge", title="Water")
    clock("2026-05-07T23:59:59")
    elements.edit(editor, element, empty_map.revision, title="Less water")
    empty_map.refresh_from_db()
    days = {
        "2026-05-04": begun,
        "2026-05-06": begun,
        "2026-05-07T09:59:59Z": begun,
        "2026-05-07T10:00:00Z": begun + 1,
        "2026-05-07": begun + 2,
        "2026-05-08": begun + 2,
    }
    for text, revision in days.items():
        assert moments.revision_at(empty_map, moments.read(text)) == revision, text


def test_there_is_no_revision_before_the_first_or_after_the_last(clock, empty_map):
    last = empty_map.revision
    assert moments.revision_at(empty_map, 1) == 1
    assert moments.revision_at(empty_map, last) == last
    for number in (0, last + 1, 10**17):
        with pytest.raises(NotThen, match=f"has no revision {number}; its last one is {last}"):
            moments.revision_at(empty_map, number)


def test_nobody_reads_a_map_before_it_was_begun(clock, empty_map):
    with pytest.raises(NotThen, match=r"^This map was begun only on 4 May 2026\.$"):
        moments.revision_at(empty_map, moments.read("2026-05-03"))


def test_the_stage_is_the_one_of_then(clock, published):
    lines = Change.objects.within(published)
    adopted = lines.get(verb="adopted").revision
    assert moments.stage_at(published, 1) == "draft"
    assert moments.stage_at(published, adopted - 1) == "draft"
    assert moments.stage_at(published, adopted) == "in_force"
    assert moments.stage_at(published, published.revision) == "in_force"

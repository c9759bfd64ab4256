"""The board: how each initiative gets on, on one map and across all that are in force."""

from django.shortcuts import render
from django.utils import timezone

from roadmaps import board as boards_of
from roadmaps import tracking
from roadmaps.editions import Edition
from roadmaps.entries import Entry
from roadmaps.stages import Stage
from roadmaps.views.maps import show
from roadmaps.views.reading import ANY, asked, read

WISHES = {
    "confidence": boards_of.Confidence.values,
    "timeliness": boards_of.Timeliness.values,
    "overdue": ["yes"],
}


def board(request, slug):
    """How the initiatives of one map get on: what is said beside what can be computed."""
    wishes = asked(request, **WISHES, as_of=ANY)
    reading = read(request.user, slug, wishes.pop("as_of"))
    rows = _rows(reading)
    return show(
        request,
        reading,
        "board",
        groups=[{"map": None, "rows": _wanted(rows, wishes)}],
        **_told(rows, wishes),
    )


def boards(request):
    """How the initiatives of all maps in force get on, as everybody may know it."""
    wishes = asked(request, **WISHES)
    entries = Entry.objects.exclude(roadmap__stage=Stage.RETIRED)
    maps = [entry.data for entry in entries.of_kind("roadmap").order_by("data__title", "key")]
    told, since = tracking.initiatives(entries), Edition.objects.reported_since()
    today = timezone.localdate()
    found = {
        each["slug"]: boards_of.rows(
            each["slug"], told.get(each["slug"], ()), today, since.get(each["slug"])
        )
        for each in maps
    }
    groups = [{"map": each, "rows": _wanted(found[each["slug"]], wishes)} for each in maps]
    page = {
        "groups": [group for group in groups if group["rows"]],
        **_told([row for rows in found.values() for row in rows], wishes),
    }
    return render(request, "roadmaps/boards.html", page)


def _rows(reading):
    """The rows of one map, as this reader may see them and as of the moment that is read."""
    day = reading.past.day if reading.past else timezone.localdate()
    approved = reading.roadmap.editions.filter(published_at__date__lte=day)
    elements = reading.document["elements"]
    if not (reading.is_draft or reading.is_past):
        elements = tracking.initiatives(Entry.objects.filter(roadmap=reading.roadmap))
        elements = elements.get(reading.roadmap.slug, [])
    since = approved.reported_since().get(reading.roadmap.slug)
    return boards_of.rows(reading.slug, elements, day, since)


def _told(rows, wishes):
    """How many there are of each grade, and what was asked for."""
    return {
        "counts": boards_of.counts(rows),
        "overdue": sum(row.is_overdue for row in rows),
        "total": len(rows),
        "wishes": wishes,
        "is_narrowed": any(wishes.values()),
        "is_dated": any(row.timeliness not in (None, UNDATED) for row in rows),
    }


UNDATED = boards_of.Timeliness.NO_MILESTONES


def _wanted(rows, wishes):
    return [
        row
        for row in rows
        if all(getattr(row, name) == wishes[name] for name in GRADES if wishes[name])
        and (row.is_overdue or not wishes["overdue"])
    ]


GRADES = ("confidence", "timeliness")

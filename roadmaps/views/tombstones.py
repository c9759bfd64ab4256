"""What the page of a retired map says: since when, why, what took its place, what is left of it."""

import json
from dataclasses import dataclass
from datetime import date

from changes.models import Change, address
from roadmaps import successors
from roadmaps.editions import Edition
from roadmaps.stages import Stage
from roadmaps.successors import Successor


@dataclass(frozen=True)
class Tombstone:
    """A map that has ended."""

    day: date | None  # none where it ended before anything was published
    farewell: str
    edition: Edition | None  # the last one
    successors: list[Successor]


def of(reading) -> Tombstone | None:
    """The tombstone of a map that is read as it is; none while it lives."""
    if reading.is_past or reading.roadmap.stage != Stage.RETIRED:
        return None
    approved = (each for each in reading.editions if each.kind != "consultation")
    last = next(approved, None)
    day = _withdrawn_on(last) if last else None
    said = json.loads(bytes(last.content))["roadmap"]["relations"] if last else []
    return Tombstone(day, reading.roadmap.farewell, last, successors.of(reading.roadmap, said))


def _withdrawn_on(edition):
    lines = Change.objects.filter(subject=address(edition), verb="edition_withdrawn")
    at = lines.order_by("-pk").values_list("at", flat=True).first()
    return at and at.date()

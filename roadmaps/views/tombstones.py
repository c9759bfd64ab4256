"""What the page of a retired map says: since when, why, what took its place, what is left of it."""

from dataclasses import dataclass
from datetime import date

from changes.models import Change, address
from roadmaps.editions import Edition
from roadmaps.entries import Entry
from roadmaps.stages import Stage
from terms.translations import in_language

INTO = ("merged_into", "part_merged_into")  # this map went into the other one
FROM = ("split_from", "renamed_from", "refreshed_from")  # the other one came from this map


@dataclass(frozen=True)
class Successor:
    """A map that took the place of a retired one; the sentence reads: one, relation, other."""

    name: str
    slug: str | None  # none where it is none of ours
    relation: str
    goes_into: bool  # the retired one is the first in the sentence


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
    return Tombstone(day, reading.roadmap.farewell, last, _successors(reading))


def _withdrawn_on(edition):
    lines = Change.objects.filter(subject=address(edition), verb="edition_withdrawn")
    at = lines.order_by("-pk").values_list("at", flat=True).first()
    return at and at.date()


def _successors(reading):
    own = [
        Successor(each["name"], each["slug"], each["kind"], True)
        for each in reading.document["roadmap"]["relations"]
        if each["kind"] in INTO
    ]
    naming = {"relations": [{"slug": reading.slug}]}  # as the editions in force tell it
    rows = Entry.objects.filter(kind="roadmap", data__contains=naming).order_by("key")
    others = [
        Successor(in_language(told, "title"), told["slug"], each["kind"], False)
        for told in rows.values_list("data", flat=True)
        for each in told["relations"]
        if each["slug"] == reading.slug and each["kind"] in FROM
    ]
    return [*own, *others]

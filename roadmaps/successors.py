"""The maps that took the place of a retired one, as far as what was published says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from roadmaps.entries import Entry
from terms.translations import in_language

WENT_INTO = ("merged_into", "part_merged_into")  # said by the map that is no more
CAME_FROM = ("renamed_from", "split_from", "refreshed_from")  # said by those that are there


@dataclass(frozen=True)
class Successor:
    """A map that took the place of another one; the sentence reads: one, relation, other."""

    name: str
    slug: str | None  # none where it is none of ours
    relation: str
    goes_into: bool  # the one that is no more is the first in the sentence


def of(roadmap, relations: Iterable[Mapping[str, Any]]) -> list[Successor]:
    """The one that was named when the map was retired, and those that editions name.

    relations: what the last edition of the map says of other maps.
    """
    slug = roadmap.slug
    own = [
        Successor(each["name"], each["slug"], each["kind"], True)
        for each in relations
        if each["kind"] in WENT_INTO
    ]
    names = {each.slug for each in own}
    if (named := _named_by(roadmap)) and named.slug not in names:
        own.insert(0, named)
        names.add(named.slug)
    others = (
        Successor(in_language(told, "title"), told["slug"], each["kind"], False)
        for told in _in_force_naming(slug)
        for each in told["relations"]
        if each["slug"] == slug and each["kind"] in CAME_FROM
    )
    return [*own, *(each for each in others if each.slug not in names)]


def _named_by(roadmap):
    if roadmap.successor_id is None:
        return None
    told = Entry.objects.of_kind("roadmap").filter(roadmap=roadmap.successor_id).first()
    if told is None:
        return None  # it has been retired too since
    return Successor(in_language(told.data, "title"), told.data["slug"], WENT_INTO[0], True)


def _in_force_naming(slug):
    """The maps in force that say what they have to do with this one."""
    named = {"relations": [{"slug": slug}]}
    rows = Entry.objects.of_kind("roadmap").filter(data__contains=named)
    return rows.order_by("key").values_list("data", flat=True)

"""What recommendations name, as one reader may know it: maps, reviews, elements."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roadmaps.elements import KINDS, Element
from roadmaps.entries import Entry
from roadmaps.recommendations import Recommendation
from roadmaps.replies import Reply
from roadmaps.reviews import Review
from roadmaps.roadmap import Roadmap

Named = Mapping[str, Any]


@dataclass(frozen=True)
class Mentions:
    """By their keys: the maps and elements with their titles, and which reviews there are."""

    maps: dict[Any, Named]
    reviews: set
    elements: dict[Any, list[Named]]  # of a recommendation
    commitments: dict[Any, list[Named]]  # of a reply


def mentioned(actor, recommendations) -> Mentions:
    """What these recommendations and their replies name, in a fixed number of queries."""
    rows = list(recommendations)
    keys = [row.pk for row in rows]
    about, promised = Recommendation.elements.through, Reply.commitments.through
    pairs = list(
        about.objects.filter(recommendation__in=keys).values_list("recommendation_id", "element_id")
    )
    given = list(
        promised.objects.filter(reply__recommendation__in=keys).values_list(
            "reply_id", "element_id"
        )
    )
    known = elements_known(actor, {element for _row, element in (*pairs, *given)})
    reviews = {row.review_id for row in rows} - {None}
    seen = (
        Review.objects.visible_to(actor).filter(pk__in=reviews)
        if reviews
        else Review.objects.none()
    )
    return Mentions(
        maps=maps_known(actor, {row.roadmap_id for row in rows} - {None}),
        reviews=set(seen.values_list("pk", flat=True)),
        elements=_grouped(pairs, known),
        commitments=_grouped(given, known),
    )


def maps_known(actor, keys) -> dict[Any, Named]:
    """Slug and title of those of these maps that a person may see, as they may read it."""
    if not keys:
        return {}
    entries = Entry.objects.filter(kind="roadmap", roadmap__in=keys)
    known = dict(entries.values_list("roadmap", "data"))
    for roadmap in _as_member(actor, keys):
        known[roadmap.pk] = _told(roadmap) | {"slug": roadmap.slug}
    return known


def elements_known(actor, keys) -> dict[Any, Named]:
    """Code and title of those of these elements that a person may see, as they may read it."""
    if not keys:
        return {}
    entries = Entry.objects.filter(kind__in=list(KINDS), uid__in=keys)
    known = dict(entries.values_list("uid", "data"))
    if not actor.is_authenticated:
        return known
    rows = list(Element.objects.filter(pk__in=keys))
    maps = {roadmap.pk: roadmap for roadmap in _as_member(actor, {row.roadmap_id for row in rows})}
    for row in rows:
        if roadmap := maps.get(row.roadmap_id):
            known.pop(row.pk, None)
            if row.visibility in roadmap.sight_of(actor).visibilities:
                known[row.pk] = _told(row) | {"code": row.code, "roadmap": roadmap.slug}
    return known


def elements_coded(actor, code) -> list:
    """The keys of the element with this code, if a person may see it; else none."""
    keys = set(Entry.objects.filter(kind__in=list(KINDS), key=code).values_list("uid", flat=True))
    if actor.is_authenticated:
        keys |= set(Element.objects.filter(code=code).values_list("pk", flat=True))
    return [key for key, said in elements_known(actor, keys).items() if said["code"] == code]


def _as_member(actor, keys):
    """Those of these maps on which a person has a role."""
    if not actor.is_authenticated:
        return []
    maps = list(Roadmap.objects.filter(pk__in=keys))
    Roadmap.objects.know_roles(actor, maps)
    return [roadmap for roadmap in maps if roadmap.roles_of(actor)]


def _told(row):
    return {"title": row.title, "translations": row.translations}


def _grouped(pairs, known):
    found = defaultdict(list)
    for row, element in pairs:
        if element in known:
            found[row].append(known[element])
    return {row: sorted(each, key=lambda said: said["code"]) for row, each in found.items()}

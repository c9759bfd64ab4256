"""Whether somebody may see a thing of a working copy: what is hidden is as if it were not there."""

import uuid
from typing import Any

from django.db.models import Q

from roadmaps.elements import in_full
from roadmaps.models import (
    Element,
    Entry,
    Figure,
    Link,
    Narrative,
    Participation,
    ProgressUpdate,
    Roadmap,
)  # fmt: skip
from roadmaps.stages import Visibility


def degrees(thing: Any) -> frozenset[str]:
    """The degrees of confidentiality that one must be allowed to read in order to see it."""
    match thing:
        case Element():
            return frozenset({thing.visibility})
        case Figure():
            return frozenset({thing.visibility}) | degrees(thing.element)
        case Participation():
            return degrees(thing.element)
        case Link():
            return degrees(thing.source) | (degrees(thing.target) if _stays_here(thing) else set())
        case None | Roadmap():
            return frozenset()
    return degrees(thing.initiative)


def sees(actor, thing: Any, known: frozenset[str] | None = None) -> bool:
    """Members see the working copy as far as it is meant for them, others what is published.

    known: the degrees that it had when it was read, where it has been changed since.
    """
    roadmap = thing.roadmap
    sight = roadmap.sight_of(actor)
    if not sight.is_member:
        return roadmap.is_published and _is_published(thing)
    if isinstance(thing, Link) and not _stays_here(thing) and not sees(actor, thing.target):
        return False
    return (degrees(thing) if known is None else known) <= set(sight.visibilities)


def sees_draft(actor, thing: Any) -> bool:
    """Whether they see it as a member of the map."""
    return bool(thing.roadmap.roles_of(actor)) and sees(actor, thing)


def element(actor, key: str) -> Element | None:
    """An element by its code or its id, with the fields of its kind, if they may see it."""
    rows = Element.objects.select_related("roadmap")
    found = rows.filter(same(key, "code", key.upper())).first()
    return in_full(found) if found is not None and sees(actor, found) else None


def figure(actor, key: str) -> Figure | None:
    """A figure by its id, if they may see it; those of the registers are for everybody."""
    rows = Figure.objects.select_related("element__roadmap", "on_roadmap")
    found = rows.filter(same(key)).first()
    if found is None:
        return None
    if found.element is None and found.on_roadmap is None:
        return found if found.visibility == Visibility.PUBLIC else None
    return found if sees(actor, found) else None


def roadmap(actor, slug: str) -> Roadmap | None:
    """A map by its slug, if they may see it."""
    found = Roadmap.objects.filter(slug=slug).first()
    return found if found is not None and sees(actor, found) else None


def narrative(actor, key: str) -> Narrative | None:
    """A running text by its id, if they may see it."""
    rows = Narrative.objects.visible_to(actor).select_related("roadmap", "element")
    return rows.filter(same(key)).first()


def same(key: str, column: str = "", value: str = "") -> Q:
    """Rows with this id, or with this value in another column that names them."""
    named = Q(**{column: value}) if column else Q(pk__in=[])
    return named | Q(pk=key) if is_id(key) else named


def is_id(text: str) -> bool:
    """Whether this can be the id of a row."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _stays_here(link):
    return link.source.roadmap_id == link.target.roadmap_id


def _is_published(thing):
    """Whether it stands in the current edition; what has no entry, by what it stands on."""
    if isinstance(thing, Roadmap):
        return True
    if isinstance(thing, Participation):
        thing = thing.element or thing.on_roadmap
        return _is_published(thing)
    if isinstance(thing, ProgressUpdate):
        thing = thing.initiative
    return Entry.objects.filter(roadmap=thing.roadmap, uid=thing.pk).exists()

"""What people write on a map: it is edited, withdrawn, restored and put in order, never deleted.

Each subject has these commands in its own file; here is what they have in common.
"""

from itertools import pairwise

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.merging import merge
from changes.models import Recorded, lock, record, record_held
from roadmaps.roadmap import Refused
from roadmaps.rules import require

GAP = 1024  # between two neighbours, so that something can be put between them later


class ContentQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(is_withdrawn=False)


class Content(Recorded):
    """Something that stands on a map because people wrote it there."""

    is_withdrawn = models.BooleanField(gettext_lazy("withdrawn"), default=False, editable=False)
    position = models.PositiveIntegerField(gettext_lazy("position"), default=0, editable=False)

    PLACE: tuple[str, ...] = ("roadmap",)  # what says where it stands
    WRITTEN: tuple[str, ...] = ()  # what people may write of it; the rest is ours

    class Meta:
        abstract = True

    @property
    def written(self) -> tuple[str, ...]:
        """The fields that people may write."""
        return self.WRITTEN

    @property
    def siblings(self):
        """The things among which it has its place, in their order."""
        raise NotImplementedError


def take(actor, thing, rule="edit"):
    """The thing as it is now, held until the transaction ends, for somebody who may do this."""
    lock(thing.ledger)
    require(actor, rule, thing)
    # Where it stands never changes; the row of the map that is locked must stay the one it knows.
    names = [field.name for field in thing._meta.concrete_fields if field.name not in thing.PLACE]
    thing.refresh_from_db(fields=names)
    return thing


def add(actor, verb, thing, **fields):
    """Write something new on a map that is locked; it comes after its siblings."""
    only_what_people_write(thing, fields)
    for name in thing.PLACE:
        if (place := getattr(thing, name)) is not None:
            standing(place)
    thing.position = last_place(thing)
    record_held(actor, verb, thing, **fields)
    return thing


def last_place(thing):
    """The position behind all of its siblings."""
    last = thing.siblings.aggregate(last=models.Max("position"))["last"]
    return (last or 0) + GAP


def edit(actor, thing, base, **fields):
    """Change some fields of a thing that was taken. Different fields merge, the same ones clash."""
    only_what_people_write(thing, fields)
    standing(thing)
    if settled := merge(thing, base, fields):
        record_held(actor, "edited", thing, **settled)
    return thing


def withdraw(actor, thing):
    """Take a thing that was taken off the map; its history is kept, and it can be restored."""
    if thing.is_withdrawn:
        raise Refused(_("“%(thing)s” has been withdrawn already.") % {"thing": thing})
    record_held(actor, "withdrawn", thing, is_withdrawn=True)
    return thing


def restore(actor, thing):
    """Put back what was withdrawn, as it was."""
    if not thing.is_withdrawn:
        raise Refused(_("“%(thing)s” has not been withdrawn.") % {"thing": thing})
    record_held(actor, "restored", thing, is_withdrawn=False)
    return thing


def reorder(actor, thing, after=None):
    """Put a thing behind one of its siblings, or before all of them.

    Others are moved only where there is no room left between two of them.
    """
    standing(thing)
    if after is not None and after.pk == thing.pk:
        raise Refused(_("“%(thing)s” cannot stand behind itself.") % {"thing": thing})
    others = [each for each in thing.siblings if each.pk != thing.pk]
    place = _place_after(others, after)
    if not _room(others, place):
        for number, each in enumerate(others, 1):
            record(actor, "reordered", each, position=number * GAP)
    below = others[place - 1].position if place else 0
    above = others[place].position if place < len(others) else below + 2 * GAP
    if not below < thing.position < above:
        record(actor, "reordered", thing, position=(below + above) // 2)
    return thing


def standing(thing):
    """Refuse what was withdrawn, as it is now and not as it was read."""
    is_content = isinstance(thing, Content)
    if is_content and type(thing)._base_manager.filter(pk=thing.pk, is_withdrawn=True).exists():
        raise Refused(_("“%(thing)s” has been withdrawn. Restore it first.") % {"thing": thing})


def only_what_people_write(thing, fields):
    """Refuse fields that the system keeps itself."""
    if others := fields.keys() - set(thing.written):
        raise Refused(_("Nobody can set this: %(names)s.") % {"names": ", ".join(sorted(others))})


def closes_a_circle(thing, name):
    """Does one come back to the thing by what a field of it names, and so on?"""
    seen, place = set(), getattr(thing, name)
    while place is not None and place.pk not in seen and place.pk != thing.pk:
        seen.add(place.pk)
        place = getattr(place, name)
    return place is not None and place.pk == thing.pk


def _place_after(others, after):
    if after is None:
        return 0
    keys = [each.pk for each in others]
    if after.pk not in keys:
        raise Refused(_("“%(thing)s” does not stand in the same row.") % {"thing": after})
    return keys.index(after.pk) + 1


def _room(others, place):
    below = others[place - 1].position if place else 0
    above = others[place].position if place < len(others) else below + 2 * GAP
    ordered = all(a.position < b.position for a, b in pairwise(others))
    return ordered and above - below > 1

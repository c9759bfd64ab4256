"""Taking back what was done, by doing its opposite: nothing is ever removed from the log."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from changes.merging import Clash, Difference, settle
from changes.models import Change, address, lock, record
from changes.values import held, taken, told
from roadmaps import contents
from roadmaps.contents import Content
from roadmaps.elements import Element, in_full
from roadmaps.milestones import Milestone, ProgressUpdate, rule_of, tell
from roadmaps.roadmap import DESCRIBED, Refused, Roadmap
from roadmaps.rules import require

HANGING = ("figures", "participations", "links_out", "links_in", "milestones", "progress")


@transaction.atomic
def undo(actor, roadmap, change):
    """Set back what one line of the log set; where it was changed since, that clashes."""
    known = lock(roadmap).revision
    return _set_back(actor, roadmap, change, known)


@transaction.atomic
def undo_request(actor, roadmap, request):
    """Set back everything that was done to a map in one go, or nothing of it."""
    known = lock(roadmap).revision
    changes = Change.objects.within(roadmap).filter(request=_number(request)).order_by("-revision")
    if not changes:
        raise Refused(_("Nothing was done to this map in one go under this number."))
    try:
        return [_set_back(actor, roadmap, change, known) for change in changes]
    except Clash as clash:
        clash.revision = known  # nothing of what was set back before it remains
        raise


def _number(request):
    """The number of a request; one that no request has where this is none."""
    try:
        return UUID(str(request))
    except ValueError:
        return UUID(int=0)


def _set_back(actor, roadmap, change, known):
    if change.ledger != address(roadmap):
        raise Refused(_("This was not done on this map."))
    if "settled" in change.fields:
        raise Refused(_("This was typed in a text. Go back to an earlier version of it there."))
    thing = _undone(actor, _thing(actor, roadmap, change), change, known)
    return tell(thing) if isinstance(thing, Milestone | ProgressUpdate) else thing


def _undone(actor, thing, change, known):
    if not Change.objects.of(thing).filter(revision__lt=change.revision).exists():
        return _take_back(actor, thing, change)
    if "is_withdrawn" not in change.fields:
        contents.standing(thing)
    if fields := _as_before(thing, change, known):
        record(actor, "undone", thing, **fields)
    return thing


def _as_before(thing, change, known):
    """The fields that are to be as before the line; what was changed otherwise since clashes.

    known: the last revision before all this was begun.
    """
    fields: dict[str, Any] = {}
    clashes: dict[str, Difference] = {}
    for name, (before, after) in change.fields.items():
        field, now = thing._meta.get_field(name), held(thing, name)
        value, disputed = taken(field, before), {}
        if now not in (before, after):
            value, disputed = settle(field, after, now, value)
        clashes |= disputed
        if told(field, value) != now:
            fields[name] = value
    if clashes:
        since = Change.objects.of(thing).after(change.revision).filter(revision__lte=known)
        raise Clash(thing, clashes, [*since.order_by("revision")])
    return fields


def _take_back(actor, thing, change):
    """Undo an addition: what was added is withdrawn, unless others have worked on it since."""
    others = {address(each) for each in (thing, *_hanging_on(thing))}
    since = Change.objects.filter(subject__in=others).after(change.revision).exclude(actor=actor)
    if change.request:  # what was written on it in the same go is no work of others
        since = since.exclude(request=change.request)
    if thing.is_withdrawn or since.exists():
        message = _("“%(thing)s” was changed since it was added. Withdraw it, if you mean to.")
        raise Refused(message % {"thing": thing})
    record(actor, "undone", thing, is_withdrawn=True)
    return thing


def _hanging_on(thing):
    """What would go off the map together with an element, because it speaks of it."""
    if isinstance(thing, Element):
        for name in HANGING:
            rows = getattr(thing, name, None)  # only initiatives have milestones and reports
            yield from rows.standing() if rows else ()


def _thing(actor, roadmap, change):
    """What the line is about, as it is now, for somebody who may write it."""
    label, _colon, key = change.subject.partition(":")
    model = apps.get_model(label)
    if model is Roadmap and change.fields.keys() <= DESCRIBED and change.verb != "begun":
        require(actor, "edit", roadmap)
        return roadmap
    if not issubclass(model, Content):
        raise Refused(_("This cannot be undone; it was no change of what the map says."))
    thing = model._base_manager.get(pk=key)
    if isinstance(thing, Element):
        thing = in_full(thing)
    if _is_hidden(actor, roadmap, thing):
        raise Refused(_("This was not done on this map."))
    is_step = isinstance(thing, Milestone | ProgressUpdate)
    return contents.take(actor, thing, rule_of(thing) if is_step else "edit")


def _is_hidden(actor, roadmap, thing):
    """Hidden from this person, to whom it is then the same as missing."""
    concerned = [thing, *(getattr(thing, name) for name in thing.PLACE)]
    degrees = {each.visibility for each in concerned if hasattr(each, "visibility")}
    return not degrees <= set(roadmap.sight_of(actor).visibilities)

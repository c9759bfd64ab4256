"""Taking back what was done, by doing its opposite: nothing is ever removed from the log."""

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from changes.merging import Clash, Difference
from changes.models import Change, address, lock, record
from changes.values import held, taken
from roadmaps import contents
from roadmaps.contents import Content
from roadmaps.elements import Element, in_full
from roadmaps.milestones import Milestone, ProgressUpdate, rule_of
from roadmaps.roadmap import DESCRIBED, Refused, Roadmap
from roadmaps.rules import require


@transaction.atomic
def undo(actor, roadmap, change):
    """Set back what one line of the log set; where it was changed since, that clashes."""
    lock(roadmap)
    return _set_back(actor, roadmap, change)


@transaction.atomic
def undo_request(actor, roadmap, request):
    """Set back everything that was done to a map in one go, or nothing of it."""
    lock(roadmap)
    changes = Change.objects.within(roadmap).filter(request=request).order_by("-revision")
    if not changes:
        raise Refused(_("Nothing was done to this map in one go under this number."))
    return [_set_back(actor, roadmap, change) for change in changes]


def _set_back(actor, roadmap, change):
    if change.ledger != address(roadmap):
        raise Refused(_("This was not done on this map."))
    thing = _thing(actor, roadmap, change)
    if not Change.objects.of(thing).filter(revision__lt=change.revision).exists():
        return _take_back(actor, thing, change)
    clashes = {
        name: Difference(after, held(thing, name), before)
        for name, (before, after) in change.fields.items()
        if held(thing, name) != after
    }
    if clashes:
        last = Change.objects.of(thing).after(change.revision).order_by("revision").last()
        raise Clash(thing, clashes, last)
    fields = {
        name: taken(thing._meta.get_field(name), before)
        for name, (before, _after) in change.fields.items()
    }
    record(actor, "undone", thing, **_without_nulls(thing, fields))
    return thing


def _take_back(actor, thing, change):
    """Undo an addition: what was added is withdrawn, unless others have worked on it since."""
    since = Change.objects.of(thing).after(change.revision).exclude(actor=actor)
    if thing.is_withdrawn or since.exists():
        message = _("“%(thing)s” was changed since it was added. Withdraw it, if you mean to.")
        raise Refused(message % {"thing": thing})
    record(actor, "undone", thing, is_withdrawn=True)
    return thing


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
    is_step = isinstance(thing, Milestone | ProgressUpdate)
    return contents.take(actor, thing, rule_of(thing) if is_step else "edit")


def _without_nulls(thing, fields):
    # A row that was new held nothing; texts and lists hold emptiness in a form of their own.
    return {
        name: thing._meta.get_field(name).get_default() if value is None else value
        for name, value in fields.items()
    }

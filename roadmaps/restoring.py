"""Going back to an edition: all that was written on a map since is set back, by the log.

How things get on (milestones, progress) is no matter of editions, and stays.
"""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction

from changes.models import Change, record
from changes.values import held, taken, told
from roadmaps import narratives
from roadmaps.contents import Content
from roadmaps.elements import Element, in_full
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.narratives import Narrative
from roadmaps.roadmap import DESCRIBED, Relation, Roadmap

Then = dict[str, Any]  # what the fields of a thing held, as the log tells it


def restore(actor, roadmap, revision: int) -> None:
    """Set the working copy back to what it was at a revision. Only `workflow` calls this."""
    lines = Change.objects.within(roadmap)
    before = _before(lines.after(revision))
    earlier = lines.filter(subject__in=before, revision__lte=revision)
    known = set(earlier.values_list("subject", flat=True))
    later = [subject for subject in before if subject not in known]
    for thing in filter(None, (_thing(roadmap, subject) for subject in later)):
        _set_back(actor, thing, {"is_withdrawn": True})  # they go first, and make room
    _set_all_back(actor, roadmap, {each: before[each] for each in before if each in known})


def _before(lines) -> dict[str, Then]:
    """What each thing held before the first of these lines that changed it."""
    before: dict[str, Then] = {}
    for subject, fields in lines.order_by("revision").values_list("subject", "fields"):
        then = before.setdefault(subject, {})
        for name, (old, _new) in fields.items():
            then.setdefault(name, old)
    return before


def _set_all_back(actor, roadmap, before: dict[str, Then]):
    """Set back each thing, those that are in the way of others before these."""
    while before:
        held_up = {
            subject: then
            for subject, then in before.items()
            if not _can_be_set_back(actor, _thing(roadmap, subject), then)
        }
        if len(held_up) == len(before):
            return _by_way_of_nothing(actor, roadmap, before)
        before = held_up
    return None


def _can_be_set_back(actor, thing, then) -> bool:
    """Set a thing back, unless something that is still to be set back is in its way."""
    try:
        with transaction.atomic():
            if thing is not None:
                _set_back(actor, thing, then)
    except ValidationError:
        return False
    return True


def _by_way_of_nothing(actor, roadmap, before):
    """Set back what is in the way of one another: off the map, all of it, and on it again."""
    stood = []
    for subject, then in before.items():
        thing = _thing(roadmap, subject)
        if not then.get("is_withdrawn", thing.is_withdrawn):
            stood.append(subject)
        _set_back(actor, thing, then | {"is_withdrawn": True})
    for subject in stood:
        _set_back(actor, _thing(roadmap, subject), {"is_withdrawn": False})


def _thing(roadmap, subject):
    """What a line speaks of, as it is now, if it is a part of the text; none otherwise."""
    label, _colon, key = subject.partition(":")
    model = apps.get_model(label)
    if model is Roadmap:
        return roadmap
    is_text = issubclass(model, Content) and not issubclass(model, Milestone | ProgressUpdate)
    if not (is_text or model is Relation):
        return None
    thing = model._base_manager.filter(pk=key).first()
    return in_full(thing) if isinstance(thing, Element) else thing


def _set_back(actor, thing, then):
    if isinstance(thing, Narrative) and "settled" in then:
        version, then = then["settled"], {**then}
        del then["settled"]
        narratives.say_again(actor, thing, version)
    fields = {}
    for name, old in then.items():
        if isinstance(thing, Roadmap) and name not in DESCRIBED:
            continue
        field = thing._meta.get_field(name)
        value = taken(field, old)
        if told(field, value) != held(thing, name):
            fields[name] = value
    if fields:
        record(actor, "undone", thing, **fields)

"""Going back to an edition: all that was written on a map since is set back, by the log.

How things get on (milestones, progress) is no matter of editions, and stays.
"""

from typing import Any

from django.apps import apps

from changes.models import Change, erase, record
from changes.values import held, taken, told
from roadmaps.contents import Content
from roadmaps.elements import Element, in_full
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.roadmap import DESCRIBED, Relation, Roadmap


def restore(actor, roadmap, revision: int) -> None:
    """Set the working copy back to what it was at a revision. Only `workflow` calls this."""
    lines = Change.objects.within(roadmap)
    before = _before(lines.after(revision))
    known = set(lines.filter(revision__lte=revision).values_list("subject", flat=True))
    added = [subject for subject in before if subject not in known]
    for subject in [*added, *(subject for subject in before if subject in known)]:
        thing = _thing(roadmap, subject)
        if thing is None:
            continue
        if subject in known:
            _set_back(actor, thing, before[subject])
        elif isinstance(thing, Content):
            _set_back(actor, thing, {"is_withdrawn": True})
        else:
            erase(actor, "undone", thing)


def _before(lines) -> dict[str, dict[str, Any]]:
    """What each thing held before the first of these lines that changed it."""
    before: dict[str, dict[str, Any]] = {}
    for subject, fields in lines.order_by("revision").values_list("subject", "fields"):
        then = before.setdefault(subject, {})
        for name, (old, _new) in fields.items():
            then.setdefault(name, old)
    return before


def _thing(roadmap, subject):
    """What a line speaks of, if it is a part of the text; none otherwise."""
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

"""To talk in the margin of a map: begin, write, change, settle, and find a place that is gone."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from accounts.rules import Refused
from accounts.rules import require as require_rule
from changes.merging import merge
from changes.models import lock, record, record_held
from roadmaps import anchors, document, notices
from roadmaps.anchors import Anchor
from roadmaps.elements import Element
from roadmaps.narratives import Narrative, passages
from roadmaps.rules import require
from roadmaps.threads.thread import ROWS, Note, Thread, is_own, readers


def tray(threads, now) -> list[Thread]:
    """Of these threads those whose place is gone. now: the map, as the same reader reads it."""
    return [each for each in threads if each.has_lost_its_place(now)]


@transaction.atomic
def begin(actor, roadmap, text, mentions=(), **where):
    """Begin to talk about something, with a first note.

    where: element by its code, figure or link by its id, field, quote, as the writer reads them; or
    narrative by its id, with the version that they read and the start and the end of a passage;
    none of them for the map as a whole. mentions: people, or their ids.
    """
    roadmap = lock(roadmap)
    require(actor, "discuss", roadmap)
    if where.get("narrative"):
        place = _marked(actor, roadmap, where)
    else:
        place = _understood(document.build(roadmap, actor), where)
    thread = Thread(roadmap=roadmap)
    by = User.objects.get(pk=actor.pk)
    record(actor, "begun", thread, begun_by=by, begun_at=timezone.now(), **place)
    _write(actor, thread, text, mentions)
    return thread


@transaction.atomic
def write(actor, thread, text, mentions=()):
    """Say something in a thread that is open."""
    thread = _take(actor, thread)
    if not thread.is_open:
        raise Refused(gettext("This thread is resolved. Reopen it to go on."))
    return _write(actor, thread, text, mentions)


@transaction.atomic
def edit(actor, note, base, **fields):
    """Change what one has said; whoever is newly mentioned is told. base: of the thread."""
    thread = _take(actor, note.thread)
    note = thread.notes.get(pk=note.pk)
    note.thread = thread
    require_rule(actor, is_own, note)
    if others := fields.keys() - {*Note.WRITTEN}:
        names = ", ".join(sorted(others))
        raise Refused(gettext("Nobody can set this: %(names)s.") % {"names": names})
    before = set(note.mentions.values_list("pk", flat=True))
    if "text" in fields:
        fields["text"] = (fields["text"] or "").strip()
    if "mentions" in fields:
        fields["mentions"] = _people(thread, fields["mentions"])
    if settled := merge(note, base, fields):
        record_held(actor, "edited", note, edited_at=timezone.now(), **settled)
        named = [each for each in settled.get("mentions", ()) if each.pk not in before]
        notices.tell_mentioned(note, named, actor)
    return note


@transaction.atomic
def resolve(actor, thread):
    """Say that a thread is settled."""
    thread = _take(actor, thread)
    if not thread.is_open:
        raise Refused(gettext("This thread is resolved already."))
    by = User.objects.get(pk=actor.pk)
    record_held(actor, "resolved", thread, resolved_by=by, resolved_at=timezone.now())
    return thread


@transaction.atomic
def reopen(actor, thread):
    """Say that a thread is not settled after all."""
    thread = _take(actor, thread)
    if thread.is_open:
        raise Refused(gettext("This thread is open."))
    record_held(actor, "reopened", thread, resolved_by=None, resolved_at=None)
    return thread


@transaction.atomic
def attach(actor, thread, element):
    """Say where a thread belongs whose place is gone; what it spoke of stays written down."""
    thread = _take(actor, thread)
    roadmap = thread.roadmap
    element = Element.objects.get(pk=element.pk)
    is_read = element.visibility in roadmap.sight_of(actor).visibilities
    if element.roadmap_id != roadmap.pk or element.is_withdrawn or not is_read:
        raise Refused(gettext("Name an element that stands on this map."))
    record_held(actor, "attached", thread, moved_to=element)
    return thread


def _take(actor, thread):
    """The thread as it is now, held, for somebody who may talk and reads it."""
    roadmap = lock(thread.roadmap)
    require(actor, "discuss", roadmap)
    if not Thread.objects.visible_to(actor).filter(pk=thread.pk).exists():
        raise PermissionDenied
    lock(thread)
    thread.roadmap = roadmap
    return thread


def _write(actor, thread, text, mentions):
    last = thread.notes.aggregate(last=models.Max("number"))["last"] or 0
    note, named = Note(thread=thread, number=last + 1), _people(thread, mentions)
    said = {"text": (text or "").strip(), "mentions": named, "written_at": timezone.now()}
    record_held(actor, "noted", note, author=User.objects.get(pk=actor.pk), **said)
    notices.tell_mentioned(note, named, actor)
    return note


def _people(thread, mentions) -> list[User]:
    """Those who are mentioned; nobody is named who could not read it."""
    keys = {str(getattr(each, "pk", each)) for each in mentions or ()}
    found = [each for each in readers(thread) if str(each.pk) in keys] if keys else []
    if len(found) < len(keys):
        message = gettext("Mention only people who may read this thread.")
        raise ValidationError({"mentions": [message]})
    return found


def _marked(actor, roadmap, where) -> dict[str, Any]:
    """A passage of a running text that the writer reads; the map is held, so nobody types now."""
    texts = Narrative.objects.visible_to(actor).standing().filter(roadmap=roadmap)
    narrative = texts.filter(pk=where["narrative"]).first()
    if narrative is None:
        raise ValidationError({"narrative": [gettext("This does not stand in the text.")]})
    version = where.get("version", narrative.version)
    passage = passages.mark(narrative, version, where.get("start", 0), where.get("end", 0))
    return {"passage": passage, "quote": passage.quote}


def _understood(text, where) -> dict[str, Any]:
    """The place that was named, as rows; it has to stand on the map as the writer reads it."""
    names = ("figure", "link", "field", "quote")
    named: dict[str, Any] = {name: str(where.get(name) or "") for name in names}
    if code := where.get("element"):
        found = anchors.element_called(text, str(code).upper())
        stands = found is not None and not found["is_withdrawn"]
        # A code that stands nowhere is no place, whether or not there is such an element.
        named["element"] = found["id"] if found and stands else "-"
    anchor = Anchor(**named)
    anchors.require_place(text, anchor)
    place: dict[str, Any] = {
        name: model.objects.get(pk=getattr(anchor, name))
        for name, model in ROWS.items()
        if getattr(anchor, name)
    }
    return place | {name: named[name] for name in ("field", "quote") if named[name]}

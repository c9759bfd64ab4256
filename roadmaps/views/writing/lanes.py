"""A whole lane as a table: all elements of one kind, with rows for new ones, pasted or typed."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changes.merging import Clash
from changes.models import Change, lock, request_id
from roadmaps import elements
from roadmaps.elements import KINDS, LETTERS
from roadmaps.roadmap import Refused
from roadmaps.views.writing.desk import clashed, complain, sit_down, wants_json
from roadmaps.views.writing.forms import form_for
from roadmaps.views.writing.pasting import fill

COLUMNS = {
    "challenge": ("title", "valence", "barrier", "severity", "period", "pillar", "summary"),
    "goal": ("title", "direction", "period", "pillar", "summary"),
    "fdi_target": ("title", "activity", "motive", "mode", "stage", "period", "summary"),
    "technology": ("title", "role", "trl_now", "trl_needed", "period", "pillar", "summary"),
    "skill": ("title", "job_role", "level_now", "level_needed", "period", "pillar", "summary"),
    "infrastructure": ("title", "facility", "capacity", "status", "place", "period", "summary"),
    "initiative": ("title", "instrument", "status", "period", "pillar", "summary"),
}
BLANK, MOST = 3, 200  # new rows on the page, and at most in one go


class Faulty(Exception):
    """Some rows cannot be written as they are; nothing of the table is."""


def lane(request, slug, kind):
    """Show the lane as a table; write what was changed in it, all of it or nothing."""
    if kind not in LETTERS:
        raise Http404
    desk = sit_down(request, slug)
    data = request.POST.copy() if request.method == "POST" else None
    rows = _rows(desk, kind, data)
    if data is None:
        return _show(request, desk, kind, rows, 200)
    if "paste" in data:
        data = fill(data, COLUMNS[kind], [row.prefix for row in rows], KINDS[kind])
        return _show(request, desk, kind, _rows(desk, kind, data), 200)
    try:
        count = _write(request, desk, kind, rows)
    except Faulty:
        return _show(request, desk, kind, rows, 422)
    except Clash as clash:
        rows = [clashed(row, clash) if row.thing == clash.subject else row for row in rows]
        return _show(request, desk, kind, rows, 409)
    return _done(request, desk, kind, count)


def _rows(desk, kind, data):
    """A form for each element, and for each new row."""
    standing = desk.roadmap.elements.within(desk.sight).standing().filter(kind=kind)
    things = {
        thing.code: thing
        for thing in KINDS[kind].objects.filter(pk__in=standing).order_by("position", "number")
    }
    new = BLANK
    if data is not None:
        new = sum(f"new{number}-title" in data for number in range(MOST))
    things |= {f"new{n}": KINDS[kind](kind=kind, roadmap=desk.roadmap) for n in range(max(new, 1))}
    rows = []
    for prefix, thing in things.items():
        thing.roadmap = desk.roadmap
        own = data if data is not None and f"{prefix}-base" in data else None
        row = form_for(thing, desk.roadmap, desk.sight, COLUMNS[kind], own, prefix)
        if thing._state.adding:
            row.empty_permitted, row.use_required_attribute = True, False
        rows.append(row)
    return rows


def _write(request, desk, kind, rows):
    """Everything in one transaction and as one request, so that one undo takes it back."""
    once = _once(request)
    with transaction.atomic():
        lock(desk.roadmap)
        request_id.set(once)
        known = Change.objects.within(desk.roadmap).filter(request=once, actor=request.user)
        if known.exists():
            return 0
        count = 0
        for row in rows:
            if row.is_bound and row.has_changed():
                count += _write_row(request.user, desk, kind, row)
        if any(row.is_bound and row.errors for row in rows):
            raise Faulty
    return count


def _write_row(actor, desk, kind, row):
    if not row.is_valid():
        return 0
    changes = row.changes()
    try:
        with transaction.atomic():
            if row.thing._state.adding:
                elements.add(actor, desk.roadmap, kind, **changes)
            elif changes:
                elements.edit(actor, row.thing, row.cleaned_data["base"], **changes)
    except Refused as refusal:
        row.add_error(None, str(refusal))
    except ValidationError as error:
        complain(row, error)
    return bool(changes)


def _once(request):
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid.uuid4()


def _show(request, desk, kind, rows, status):
    page = {
        "map": desk.roadmap,
        "kind": kind,
        "rows": rows,
        "headings": [rows[0].fields[name].label for name in rows[0].fields if name not in HIDDEN],
        "once": uuid.uuid4(),
        "is_faulty": status in (409, 422),
        "back": reverse("table", args=[desk.roadmap.slug]),
        "kinds": list(LETTERS),
    }
    template = "lane_rows.html" if wants_json(request) else "lane.html"
    return render(request, f"roadmaps/writing/{template}", page, status=status)


HIDDEN = ("base", "once")


def _done(request, desk, kind, count):
    desk.roadmap.refresh_from_db()
    if wants_json(request):
        return JsonResponse({"revision": desk.roadmap.revision, "rows": count})
    said = ngettext("%(count)d row was saved.", "%(count)d rows were saved.", count)
    messages.success(request, said % {"count": count} if count else _("Nothing was changed."))
    response = HttpResponseRedirect(reverse("lane", args=[desk.roadmap.slug, kind]))
    response.status_code = 303
    return response

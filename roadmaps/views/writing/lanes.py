"""A whole lane as a table: all elements of one kind, with rows for new ones, pasted or typed."""

import json
import re
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changes.merging import Clash
from changes.models import Change, lock, request_id
from roadmaps import elements
from roadmaps.elements import CODE, KINDS, LETTERS
from roadmaps.roadmap import Refused
from roadmaps.views.writing.desk import (
    asks,
    clashed,
    complain,
    go,
    sit_down,
    wants_json,
    with_theirs,
)
from roadmaps.views.writing.fields import vocabulary_of, words_of
from roadmaps.views.writing.forms import CARRIED, form_for
from roadmaps.views.writing.pasting import MOST, Unfit, fill
from terms.vocabulary import TERMS

COLUMNS = {
    "challenge": ("title", "valence", "barrier", "severity", "period", "pillar", "summary"),
    "goal": ("title", "direction", "period", "pillar", "summary"),
    "fdi_target": ("title", "activity", "motive", "mode", "stage", "period", "summary"),
    "technology": ("title", "role", "trl_now", "trl_needed", "period", "pillar", "summary"),
    "skill": ("title", "job_role", "level_now", "level_needed", "period", "pillar", "summary"),
    "infrastructure": ("title", "facility", "capacity", "status", "place", "period", "summary"),
    "initiative": ("title", "instrument", "status", "period", "pillar", "summary"),
}
BLANK = 3  # new rows on the page
NEW = re.compile(r"new([0-9]{1,4})-title")


class Faulty(Exception):
    """Some rows cannot be written as they are; nothing of the table is."""


@asks()
def lane(request, slug, kind):
    """Show the lane as a table; write what was changed in it, all of it or nothing."""
    if kind not in LETTERS:
        raise Http404
    desk = sit_down(request, slug)
    if request.method != "POST":
        return _show(request, desk, kind, _rows(desk, kind, None), 200)
    if "paste" in request.POST:
        return _paste(request, desk, kind)
    rows = _rows(desk, kind, request.POST)
    if taken := request.POST.get("take", ""):
        rows = [
            with_theirs(row, taken) if taken.startswith(f"{row.prefix}-") else row for row in rows
        ]
    try:
        count = _write(request, desk, kind, rows)
    except Faulty as faulty:
        is_clash = any(row.clashes for row in rows)
        return _show(request, desk, kind, rows, 409 if is_clash else 422, reason=str(faulty))
    return _done(request, desk, kind, count)


def _paste(request, desk, kind):
    """What was pasted stands in the table, to be looked at; nothing is saved."""
    data = request.POST.copy()
    rows = _rows(desk, kind, data)
    columns = _columns(kind, rows)
    data.setdefault("once", str(uuid.uuid4()))
    data.setdefault("pasted", "")
    try:
        count = fill(data, columns, rows, desk.roadmap.revision)
    except Unfit as unfit:
        pasted = data["pasted"]
        return _show(request, desk, kind, rows, 422, reason=str(unfit), pasted=pasted)
    rows = _rows(desk, kind, data)
    status = 422 if any(row.is_bound and row.errors for row in rows) else 200
    said = ngettext(
        "%(count)d row was put into the table. It is not saved yet.",
        "%(count)d rows were put into the table. They are not saved yet.",
        count,
    )
    return _show(request, desk, kind, rows, status, said=said % {"count": count})


def _columns(kind, rows):
    """The fields of the model by the names of the columns, translations beside what they tell."""
    names = [name for name in rows[0].fields if name not in CARRIED]
    return {name: KINDS[kind]._meta.get_field(name.partition("__")[0]) for name in names}


def _words(field):
    """Which term each word means that can be pasted into a column, for the page's own script."""
    if (vocabulary := vocabulary_of(field)) is None:
        return ""
    terms = TERMS[vocabulary]
    return json.dumps({word: str(code) for code in terms for word in words_of(vocabulary, code)})


def _rows(desk, kind, data):
    """A form for each element, and for each new row."""
    seen = desk.roadmap.elements.within(desk.sight).filter(kind=kind)
    shown = seen.filter(Q(is_withdrawn=False) | Q(code__in=_codes(data)))
    things = {
        thing.code: thing
        for thing in KINDS[kind].objects.filter(pk__in=shown).order_by("position", "number")
    }
    posted = sorted(int(new[1]) for name in data or () if (new := NEW.fullmatch(name)))
    numbers = posted or range(BLANK if data is None else 1)
    things |= {f"new{n}": KINDS[kind](kind=kind, roadmap=desk.roadmap) for n in numbers}
    rows = []
    for prefix, thing in things.items():
        thing.roadmap = desk.roadmap
        own = data if data is not None and f"{prefix}-base" in data else None
        row = form_for(thing, desk.roadmap, desk.sight, COLUMNS[kind], own, prefix)
        if thing._state.adding:
            row.empty_permitted, row.use_required_attribute = True, False
        rows.append(row)
    return rows


def _codes(data):
    """The elements of which something was posted, also of those that were withdrawn meanwhile."""
    codes = {name.removesuffix("-base") for name in data or () if name.endswith("-base")}
    return {code for code in codes if CODE.fullmatch(code)}


def _gone(rows, data):
    """The elements that were changed on the page, but are no longer to be seen here."""
    return [
        code
        for code in sorted(_codes(data) - {row.prefix for row in rows})
        if any(
            data.getlist(f"initial-{name}") != data.getlist(name)
            for name in data
            if name.startswith(f"{code}-") and f"initial-{name}" in data
        )
    ]


def _write(request, desk, kind, rows):
    """Everything in one transaction and as one request, so that one undo takes it back."""
    once = _once(request)
    with transaction.atomic():
        lock(desk.roadmap)
        request_id.set(once)
        known = Change.objects.within(desk.roadmap).filter(request=once, actor=request.user)
        if count := known.count():
            return count  # the same table sent twice is saved once
        changed = [row for row in rows if row.is_bound and row.has_changed()]
        if gone := _gone(rows, request.POST):
            message = _("There is no %(codes)s in this lane any more, or you may not see it.")
            raise Faulty(message % {"codes": ", ".join(gone)})
        if sum(row.thing._state.adding for row in changed) > MOST:
            raise Faulty(_("At most %(most)d rows can be added in one go.") % {"most": MOST})
        count = sum(_write_row(request.user, desk, kind, rows, row) for row in changed)
        if any(row.clashes or (row.is_bound and row.errors) for row in rows):
            raise Faulty
    return count


def _write_row(actor, desk, kind, rows, row):
    if not row.is_valid():
        return 0
    changes = row.changes()
    try:
        with transaction.atomic():
            if row.thing._state.adding:
                elements.add(actor, desk.roadmap, kind, **changes)
            elif changes:
                elements.edit(actor, row.thing, row.cleaned_data["base"], **changes)
    except Clash as clash:
        rows[rows.index(row)] = clashed(actor, row, clash)
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


def _show(request, desk, kind, rows, status, **said):
    """The table; said: a reason why nothing was done, or what was done with what was pasted."""
    standing = sum(not row.thing._state.adding for row in rows)
    for number, row in enumerate(rows, 1 - standing):
        row.named = row.thing.code or _("new row %(number)d") % {"number": number}
    columns = _columns(kind, rows)
    labels = [rows[0].fields[name].label for name in columns]
    page = {
        "map": desk.roadmap,
        "kind": kind,
        "rows": rows,
        "headings": labels,
        "columns": list(zip(labels, map(_words, columns.values()), strict=True)),
        "once": uuid.uuid4(),
        "is_faulty": status in (409, 422),
        "back": reverse("table", args=[desk.roadmap.slug]),
        "kinds": list(LETTERS),
        **said,
    }
    template = "lane_rows.html" if wants_json(request) else "lane.html"
    return render(request, f"roadmaps/writing/{template}", page, status=status)


def _done(request, desk, kind, count):
    desk.roadmap.refresh_from_db()
    if wants_json(request):
        return JsonResponse({"revision": desk.roadmap.revision, "rows": count})
    said = ngettext("%(count)d row was saved.", "%(count)d rows were saved.", count)
    said = said % {"count": count} if count else _("Nothing was changed.")
    return go(request, reverse("lane", args=[desk.roadmap.slug, kind]), said)

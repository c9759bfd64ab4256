"""Adding, changing, moving and withdrawing what stands on a map."""

import re
from contextlib import suppress

from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadmaps import elements
from roadmaps.elements import CODE, KINDS, LETTERS
from roadmaps.history.names import called
from roadmaps.history.reader import Reader
from roadmaps.links import Link
from roadmaps.views.writing.desk import answer, asks, at_once, sit_down
from roadmaps.views.writing.forms import form_for, heading, names_of
from roadmaps.views.writing.proposing import is_proposing
from terms import periods
from terms.vocabulary import TERMS, label

YEARS = re.compile(r"[+-]?[0-9]{1,4}")
FIRST = ("title", "period", "pillar", "summary")  # what a new element is asked first


@asks("pillar", "period")
def add(request, slug, kind):
    """Put something new on the map, in the lane where it belongs."""
    if kind not in LETTERS:
        raise Http404
    desk = sit_down(request, slug)
    thing = KINDS[kind](roadmap=desk.roadmap, kind=kind)
    names = [*FIRST, *(name for name in names_of(thing) if name not in FIRST)]
    initial = _initial(request)
    form = form_for(thing, desk.roadmap, desk.sight, names, request.POST or None, **initial)
    page = {
        "heading": _("Add to the map: %(kind)s") % {"kind": label("element_kind", kind)},
        "first": FIRST,
        "back": reverse("roadmap", args=[slug]),
    }
    return answer(
        request,
        desk,
        form,
        lambda base, changes: elements.add(request.user, desk.roadmap, kind, **changes),
        page,
    )


@asks("field")
def edit(request, slug, code):
    """Change one field of an element, or all of them."""
    desk, element = _take(request, slug, code)
    names = names_of(element)
    if field := request.GET.get("field"):
        if field not in names:
            raise BadRequest(_("There is no such field."))
        names = [field]
    form = form_for(element, desk.roadmap, desk.sight, names, request.POST or None)
    page = {
        "heading": heading(element),
        "field": field,
        "element": element,
        "back": reverse("element", args=[slug, code]),
        "is_autosaved": True,
    }
    return answer(
        request,
        desk,
        form,
        lambda base, changes: elements.edit(request.user, element, base, **changes),
        page,
    )


@require_POST
@asks()
def shift(request, slug, code):
    """Move the period of an element by whole years, or only its beginning or its end."""
    desk, element = _take(request, slug, code)
    edge = request.POST.get("edge", "both")
    years = request.POST.get("years", "")
    if not YEARS.fullmatch(years):
        raise BadRequest(_("Say by how many whole years the period is to be moved."))
    try:
        moved = periods.moved(element.period, int(years), edge)
    except periods.NotAPeriod as error:
        raise BadRequest(str(error)) from error
    data = request.POST.copy()
    data.update({"period": moved, "initial-period": element.period})
    form = form_for(element, desk.roadmap, desk.sight, ["period"], data)
    page = {
        "heading": heading(element),
        "element": element,
        "back": reverse("element", args=[slug, code]),
        "action": reverse("edit-element", args=[slug, code]) + "?field=period",
    }
    return answer(
        request,
        desk,
        form,
        lambda base, changes: elements.edit(request.user, element, base, **changes),
        page,
    )


@asks()
def withdraw(request, slug, code):
    """Take an element off the map, after a page that says what hangs on it."""
    desk, element = _take(request, slug, code)
    back = reverse("element", args=[slug, code])
    if request.method == "POST":
        return at_once(request, desk, back, lambda: elements.withdraw(request.user, element))
    page = {
        "map": desk.roadmap,
        "is_proposing": is_proposing(request),
        "title": called(element),
        "links": _hanging(request.user, desk, element),
        "back": back,
    }
    return render(request, "roadmaps/writing/withdraw.html", page)


@require_POST
@asks()
def restore(request, slug, code):
    """Put an element back on the map."""
    desk, element = _take(request, slug, code)
    back = reverse("element", args=[slug, code])
    return at_once(request, desk, back, lambda: elements.restore(request.user, element))


@require_POST
@asks()
def reorder(request, slug, code):
    """Put an element behind another one of its kind."""
    desk, element = _take(request, slug, code)
    after = None
    if wanted := request.POST.get("after"):
        is_code = CODE.fullmatch(wanted)
        row = element.siblings.filter(code=wanted, pk__in=_seen(desk))
        after = row.first() if is_code else None
        if after is None:
            raise BadRequest(_("There is no such element in this row."))
    back = reverse("table", args=[slug])
    return at_once(request, desk, back, lambda: elements.reorder(request.user, element, after))


def _take(request, slug, code):
    desk = sit_down(request, slug)
    element = _seen(desk).filter(code=code).first()
    if element is None:
        raise Http404
    element = elements.in_full(element)
    element.roadmap = desk.roadmap
    return desk, element


def _seen(desk):
    return desk.roadmap.elements.within(desk.sight)


def _hanging(actor, desk, element):
    """The links that go off the map with an element: how their ends are called, and the kind."""
    links = Link.objects.standing().select_related("source", "target")
    found = list(links.filter(source=element) | links.filter(target=element))
    reader = Reader(actor, [desk.roadmap], [end for link in found for end in _ends(link)])
    return [
        (reader.reads(link.source, "title"), link.kind, reader.reads(link.target, "title"))
        for link in found
        if all(reader.sees(end) for end in _ends(link))
    ]


def _ends(link):
    return (link.source, link.target)


def _initial(request):
    """What the lane, or the place in the picture, from which somebody came already says."""
    initial = {}
    if request.GET.get("pillar") in TERMS["pillar"]:
        initial["pillar"] = request.GET["pillar"]
    if period := request.GET.get("period"):
        with suppress(periods.NotAPeriod):
            initial["period"] = periods.parse(period).text
    return initial

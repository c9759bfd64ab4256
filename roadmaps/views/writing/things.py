"""Adding, changing and withdrawing what hangs on an element or on the map as a whole."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from roadmaps import elements
from roadmaps.elements import Initiative
from roadmaps.milestones import Milestone
from roadmaps.rules import can
from roadmaps.views.writing.desk import answer, asks, at_once, sit_down
from roadmaps.views.writing.forms import form_for, heading, names_of
from roadmaps.views.writing.parts import ON_INITIATIVES, PARTS, begun, find, stands_on, title
from roadmaps.views.writing.proposing import is_proposing


@asks()
def add(request, slug, word, code=None):
    """Add a figure, a participant, a milestone or a report, to an element or to the map."""
    part = PARTS[word]
    if code is None and not part.on_a_map:
        raise Http404
    desk, subject = _subject(request, slug, word, code)
    thing = begun(word, subject)
    names = names_of(thing)
    form = form_for(thing, desk.roadmap, desk.sight, names, request.POST or None)
    page = {"heading": part.new, "above": heading(subject), "back": _back(slug, code)}
    return answer(
        request,
        desk,
        form,
        lambda base, changes: part.add(request.user, subject, **changes),
        page,
    )


@asks()
def edit(request, slug, word, key):
    """Change a figure, a participant, a milestone, a report or a link."""
    desk, thing = _take(request, slug, word, key, "report" if word == "milestones" else "")
    names = [name for name in names_of(thing) if name != "target"]
    is_open = is_proposing(request) or can(request.user, "edit", desk.roadmap)
    if word == "milestones" and not is_open:
        names = [name for name in names if name in Milestone.MONITORED]  # the rest is locked
    may_withdraw = is_proposing(request) or can(request.user, PARTS[word].rule, thing)
    withdrawing = "propose-withdraw-thing" if is_proposing(request) else "withdraw-thing"
    form = form_for(thing, desk.roadmap, desk.sight, names, request.POST or None)
    page = {
        "heading": heading(thing),
        "back": _back_from(slug, thing),
        "is_autosaved": True,
        "withdraw": may_withdraw and reverse(withdrawing, args=[slug, word, key]),
    }
    return answer(
        request,
        desk,
        form,
        lambda base, changes: PARTS[word].commands.edit(request.user, thing, base, **changes),
        page,
    )


@asks()
def withdraw(request, slug, word, key):
    """Take a thing off the map, after a page that asks whether it is meant."""
    desk, thing = _take(request, slug, word, key)
    back = _back_from(slug, thing)
    if request.method == "POST":
        commands = PARTS[word].commands
        return at_once(request, desk, back, lambda: commands.withdraw(request.user, thing))
    page = {
        "map": desk.roadmap,
        "is_proposing": is_proposing(request),
        "title": title(request.user, desk.roadmap, thing),
        "links": [],
        "back": back,
    }
    return render(request, "roadmaps/writing/withdraw.html", page)


@require_POST
@asks()
def restore(request, slug, word, key):
    """Put a thing back on the map."""
    desk, thing = _take(request, slug, word, key)
    back, commands = _back_from(slug, thing), PARTS[word].commands
    return at_once(request, desk, back, lambda: commands.restore(request.user, thing))


@require_POST
@asks()
def reorder(request, slug, word, key):
    """Put a thing behind another one of its row, or before all of them."""
    desk, thing = _take(request, slug, word, key)
    other = None
    if after := request.POST.get("after"):
        other = find(request.user, word, desk.roadmap, _number(after))
    back, commands = _back_from(slug, thing), PARTS[word].commands
    return at_once(request, desk, back, lambda: commands.reorder(request.user, thing, other))


def _subject(request, slug, word, code):
    """The element, or the map itself, for somebody who may write on it."""
    if code is None:
        desk = sit_down(request, slug, PARTS[word].rule)
        return desk, desk.roadmap
    desk = sit_down(request, slug, "view_draft")
    element = desk.roadmap.elements.within(desk.sight).filter(code=code).first()
    if element is None:
        raise Http404
    element = elements.in_full(element)
    if word in ON_INITIATIVES and not isinstance(element, Initiative):
        raise Http404
    element.roadmap = desk.roadmap
    sit_down(request, slug, PARTS[word].rule, element)
    return desk, element


def _take(request, slug, word, key, rule=""):
    desk = sit_down(request, slug, "view_draft")
    thing = find(request.user, word, desk.roadmap, key)
    sit_down(request, slug, rule or PARTS[word].rule, thing)
    return desk, thing


def _number(text):
    """The number of a thing; one that nothing has where this is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _back(slug, code):
    return reverse("element", args=[slug, code]) if code else reverse("roadmap", args=[slug])


def _back_from(slug, thing):
    element = stands_on(thing)
    return _back(slug, element and element.code)

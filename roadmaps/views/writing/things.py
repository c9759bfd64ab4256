"""Adding, changing and withdrawing what hangs on an element or on the map as a whole."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from roadmaps import elements
from roadmaps.views.writing.desk import answer, done, sit_down
from roadmaps.views.writing.forms import form_for, heading, names_of
from roadmaps.views.writing.parts import PARTS, begun, find, stands_on


def add(request, slug, word, code=None):
    """Add a figure, a participant, a milestone or a report, to an element or to the map."""
    part = PARTS[word]
    if code is None and not part.on_a_map:
        raise Http404
    desk, subject = _subject(request, slug, code, part.rule)
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


def edit(request, slug, word, key):
    """Change a figure, a participant, a milestone, a report or a link."""
    desk, thing = _take(request, slug, word, key)
    names = [name for name in names_of(thing) if name != "target"]
    form = form_for(thing, desk.roadmap, desk.sight, names, request.POST or None)
    page = {
        "heading": heading(thing),
        "back": _back_from(slug, thing),
        "is_autosaved": True,
        "withdraw": reverse("withdraw-thing", args=[slug, word, key]),
    }
    return answer(
        request,
        desk,
        form,
        lambda base, changes: PARTS[word].commands.edit(request.user, thing, base, **changes),
        page,
    )


def withdraw(request, slug, word, key):
    """Take a thing off the map, after a page that asks whether it is meant."""
    desk, thing = _take(request, slug, word, key)
    back = _back_from(slug, thing)
    if request.method == "POST":
        PARTS[word].commands.withdraw(request.user, thing)
        return done(request, desk, back)
    page = {"map": desk.roadmap, "thing": thing, "links": [], "back": back}
    return render(request, "roadmaps/writing/withdraw.html", page)


@require_POST
def restore(request, slug, word, key):
    """Put a thing back on the map."""
    desk, thing = _take(request, slug, word, key)
    PARTS[word].commands.restore(request.user, thing)
    return done(request, desk, _back_from(slug, thing))


@require_POST
def reorder(request, slug, word, key):
    """Put a thing behind another one of its row, or before all of them."""
    desk, thing = _take(request, slug, word, key)
    after = request.POST.get("after")
    other = find(word, desk.roadmap, desk.sight, after) if after else None
    PARTS[word].commands.reorder(request.user, thing, other)
    return done(request, desk, _back_from(slug, thing))


def _subject(request, slug, code, rule):
    """The element, or the map itself, for somebody who may write on it."""
    if code is None:
        desk = sit_down(request, slug, rule)
        return desk, desk.roadmap
    desk = sit_down(request, slug, "view_draft")
    element = desk.roadmap.elements.within(desk.sight).filter(code=code).first()
    if element is None:
        raise Http404
    element = elements.in_full(element)
    element.roadmap = desk.roadmap
    sit_down(request, slug, rule, element)
    return desk, element


def _take(request, slug, word, key):
    desk = sit_down(request, slug, "view_draft")
    thing = find(word, desk.roadmap, desk.sight, key)
    sit_down(request, slug, PARTS[word].rule, thing)
    return desk, thing


def _back(slug, code):
    return reverse("element", args=[slug, code]) if code else reverse("roadmap", args=[slug])


def _back_from(slug, thing):
    element = stands_on(thing)
    return _back(slug, element and element.code)

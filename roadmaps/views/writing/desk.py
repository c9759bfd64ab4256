"""The place at which somebody writes: the map as they may write it, and how a form is answered."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from changes.merging import Clash
from changes.models import Change, lock, request_id
from changes.values import told
from roadmaps.history.values import Values, name_of
from roadmaps.roadmap import Refused, Roadmap, Sight
from roadmaps.rules import can, require
from roadmaps.views.writing.forms import ThingForm

PAGE, FRAGMENT = "roadmaps/writing/page.html", "roadmaps/writing/form.html"


@dataclass(frozen=True)
class Desk:
    """A map that a member has open, and how much of it they may read."""

    roadmap: Roadmap
    sight: Sight


def sit_down(request, slug, rule="edit", subject=None) -> Desk:
    """Open a map for writing. For those who are no members it is not there."""
    roadmap = Roadmap.objects.filter(slug=slug).first()
    if roadmap is None or not can(request.user, "view_draft", roadmap):
        raise Http404
    require(request.user, rule, subject or roadmap)
    return Desk(roadmap, roadmap.sight_of(request.user))


def answer(request, desk, form, act, page):
    """Show a form, or do what was posted in it.

    act: takes the base and what was changed, and does it. page: heading, back and other words for
    the template. A browser that asks for JSON is told the new revision, or gets the form again
    with what is wrong; what was typed is never lost.
    """
    if request.method != "POST":
        return _show(request, desk, form, page, 200)
    if name := request.POST.get("take"):
        form = _with_theirs(form, name)
    if not form.is_valid():
        return _show(request, desk, form, page, 422)
    try:
        _do_once(request, desk, form, act)
    except Clash as clash:
        return _show(request, desk, clashed(form, clash), page, 409)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        complain(form, error)
    if form.errors:
        return _show(request, desk, form, page, 422)
    return done(request, desk, page["back"])


def done(request, desk, back) -> HttpResponse:
    """It is in the log: say so, quietly."""
    desk.roadmap.refresh_from_db()
    if wants_json(request):
        request_number = request_id.get()
        return JsonResponse({"revision": desk.roadmap.revision, "request": str(request_number)})
    messages.success(request, _("Saved."))
    response = HttpResponseRedirect(back)
    response.status_code = 303
    return response


def wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def complain(form, error):
    """Put each complaint beside its field; what belongs to no field stands above all."""
    by_field = getattr(error, "error_dict", None) or {NON_FIELD_ERRORS: error.error_list}
    for name, mistakes in by_field.items():
        known = name if name in form.fields and name != NON_FIELD_ERRORS else None
        form.add_error(known, [mistake for each in mistakes for mistake in each.messages])


def clashed(form: ThingForm, clash: Clash) -> ThingForm:
    """The form again, with what was typed and beside it what others wrote meanwhile.

    It now knows the newest revision: to send it again is to mean it.
    """
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix("base")] = str(form.roadmap.revision)
    for path, difference in clash.fields.items():
        for name in _asked_as(form, path):
            initial = form.add_initial_prefix(name)
            data.setlist(initial, _as_posted(difference.theirs))
    again = type(form)(
        data, prefix=form.prefix, initial=form.initial, thing=form.thing, roadmap=form.roadmap
    )
    again.clashes = _words(form, clash)
    return again


def _with_theirs(form, name):
    """Of one field what others wrote is kept; the rest of the form goes on."""
    data = form.data.copy()
    if name in form.fields:
        data.setlist(name, data.getlist(form.add_initial_prefix(name)))
    return type(form)(data, initial=form.initial, thing=form.thing, roadmap=form.roadmap)


@transaction.atomic
def _do_once(request, desk, form, act):
    """The same form sent twice has one effect: its number stands in the log with what it did."""
    lock(desk.roadmap)
    once = form.cleaned_data["once"]
    request_id.set(once)
    changes = form.changes()
    before = Change.objects.within(desk.roadmap).filter(request=once, actor=request.user).first()
    if before is None or not form.thing._state.adding:  # to edit twice is to edit once
        if changes:
            act(form.cleaned_data["base"], changes)
    elif not _says_the_same(form, before, changes):
        raise Refused(_("This was added already, as you had written it before. Open it there."))


def _says_the_same(form, before, changes):
    known = {name: form.thing._meta.get_field(name) for name in changes}
    return all(
        told(known[name], value) == before.fields.get(name, [None, told(known[name], value)])[1]
        for name, value in changes.items()
    )


def _show(request, desk, form, page, status):
    context = {"form": form, "map": desk.roadmap, "roadmap": desk.roadmap, **page}
    is_part = wants_json(request) or request.headers.get("X-Fragment") == "form"
    context["stands_alone"] = is_part and "names_itself" in page
    return render(request, FRAGMENT if is_part else PAGE, context, status=status)


def _asked_as(form, path):
    """The names under which a form asks for what clashed; translations are asked text by text."""
    name, _dot, rest = path.partition(".")
    language, _dot, field = rest.partition(".")
    asked = f"{field}__{language}" if rest else name
    return [asked] if asked in form.fields else []


def _as_posted(value) -> list[str]:
    if isinstance(value, dict):
        value = value.get("text", "")
    values = value if isinstance(value, list) else [value]
    return ["" if each is None else str(each) for each in values]


def _words(form, clash) -> dict[str, dict[str, Any]]:
    """What was there, what others wrote and who, in words, by the name of the form's field."""
    thing = clash.subject
    values = Values.of(thing, clash)
    words = {}
    for path, difference in clash.fields.items():
        name = path.partition(".")[0]
        sides = {
            side: _text(getattr(difference, side))
            if "." in path
            else values.said(type(thing), name, getattr(difference, side))
            for side in ("base", "theirs")
        }
        line = clash.line(path)
        who = line.actor.name if line and line.actor else ""
        for asked in _asked_as(form, path):
            words[asked] = {**sides, "who": who, "field": name_of(type(thing), name)}
    return words


def _text(value):
    return value.get("text", "") if isinstance(value, dict) else str(value or "")

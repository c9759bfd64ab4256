"""The place at which somebody writes: the map as they may write it, and how a form is answered."""

from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, BadRequest, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from changes.merging import Clash
from changes.models import Change, lock, request_id
from changes.values import told
from roadmaps.elements import Element
from roadmaps.roadmap import Refused, Roadmap, Sight
from roadmaps.rules import can, require
from roadmaps.views.writing.clashes import disputed
from roadmaps.views.writing.forms import ThingForm
from roadmaps.views.writing.proposing import asking_why, by_form, is_proposing, propose

WRITING = ("edit", "report")  # what needs a right that others may not have
PAGE, FRAGMENT = "roadmaps/writing/page.html", "roadmaps/writing/form.html"


@dataclass(frozen=True)
class Desk:
    """A map that a member has open, and how much of it they may read."""

    roadmap: Roadmap
    sight: Sight


def asks(*names):
    """A page that takes these words in its address; any other one is refused, not passed over."""

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            for name in request.GET:
                if name not in names:
                    raise BadRequest(_("This page knows no “%(name)s”.") % {"name": name[:60]})
            return view(request, *args, **kwargs)

        return guarded

    return guard


def sit_down(request, slug, rule="edit", subject=None) -> Desk:
    """Open a map for writing. For those who are no members it is not there."""
    roadmap = Roadmap.objects.visible_to(request.user).filter(slug=slug).first()
    if roadmap is None or not can(request.user, "view_draft", roadmap):
        raise Http404
    if is_proposing(request) and rule in WRITING:
        rule, subject = "propose", roadmap
    require(request.user, rule, subject or roadmap)
    return Desk(roadmap, roadmap.sight_of(request.user))


def answer(request, desk, form, act, page):
    """Show a form, or do what was posted in it.

    act: takes the base and what was changed, and does it. page: heading, back and other words for
    the template. A browser that asks for JSON is told the new revision, or gets the form again
    with what is wrong; what was typed is never lost.
    """
    if is_proposing(request):
        page = page | {"is_proposing": True, "is_autosaved": False}
    form = _as_asked(request, form)
    if request.method != "POST":
        return _show(request, desk, form, page, 200)
    if name := request.POST.get("take"):
        form = _as_asked(request, with_theirs(form, name))
    if not form.is_valid():
        return _show(request, desk, form, page, 422)
    return _attempt(request, desk, form, act, page)


def _attempt(request, desk, form, act, page):
    """Do what a valid form says, or propose it; where it cannot be done, show the form again."""
    try:
        if is_proposing(request):
            return go(request, *_proposed(by_form(request, desk, form, act)))
        _do_once(request, desk, form, act)
    except Clash as clash:
        again = _as_asked(request, clashed(request.user, form, clash))
        return _show(request, desk, again, page, 409)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        complain(form, error)
    if form.errors:
        return _show(request, desk, form, page, 422)
    return done(request, desk, _whereto(desk, form, page))


def _as_asked(request, form):
    return asking_why(form) if is_proposing(request) else form


def _proposed(proposal):
    """Where to go once something is proposed, and what to say there."""
    return reverse("proposal", args=[proposal.roadmap.slug, proposal.pk]), _("It is proposed.")


def at_once(request, desk, back, act):
    """Do what needs no form; where it cannot be done now, say why."""
    try:
        if is_proposing(request):
            why = request.POST.get("why", "").strip()
            return go(request, *_proposed(propose(request, desk, act, why)))
        act()
    except Refused as refusal:
        return refused(request, desk, back, [str(refusal)])
    except ValidationError as error:
        return refused(request, desk, back, error.messages)
    return done(request, desk, back)


def refused(request, desk, back, reasons, **page) -> HttpResponse:
    """Nothing was done: say why, in sentences."""
    page = {"map": desk.roadmap, "reasons": reasons, "back": back, **page}
    template = "refused_words.html" if wants_json(request) else "refused.html"
    return render(request, f"roadmaps/writing/{template}", page, status=409)


def done(request, desk, back) -> HttpResponse:
    """It is in the log: say so, quietly."""
    desk.roadmap.refresh_from_db()
    if wants_json(request):
        request_number = request_id.get()
        return JsonResponse({"revision": desk.roadmap.revision, "request": str(request_number)})
    return go(request, back, _("Saved."))


def go(request, back, said) -> HttpResponse:
    """On to a page that begins with a message."""
    messages.success(request, said)
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


def clashed(actor, form: ThingForm, clash: Clash) -> ThingForm:
    """The form again, with what was typed and beside it what others wrote meanwhile.

    It now knows the newest revision: to send it again is to mean it. It remembers the one before,
    by which to ask again about the rest where only some of theirs is kept.
    """
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix("since")] = str(form.cleaned_data["base"])
    data[form.add_prefix("base")] = str(form.roadmap.revision)
    clashes = {name: each for name, each in disputed(actor, clash).items() if name in form.fields}
    for name, each in clashes.items():
        data.setlist(form.add_initial_prefix(name), each.theirs.posted)
    again = form.again(data)
    again.clashes = clashes
    return again


def with_theirs(form: ThingForm, taken: str) -> ThingForm:
    """Of one field what others wrote is kept; whatever else clashes is asked about again."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    for name in form.fields:
        if form.add_prefix(name) == taken:
            data.setlist(taken, data.getlist(form.add_initial_prefix(name)))
            since = data.get(form.add_prefix("since"))
            data[form.add_prefix("base")] = since or data.get(form.add_prefix("base"), "")
    return form.again(data)


@transaction.atomic
def _do_once(request, desk, form, act):
    """The same form sent twice has one effect: its number stands in the log with what it did."""
    lock(desk.roadmap)
    once = form.cleaned_data["once"]
    request_id.set(once)
    changes = form.changes()
    before = Change.objects.within(desk.roadmap).filter(request=once, actor=request.user).first()
    if before is None or not form.thing._state.adding:  # to edit twice is to edit once
        if changes or form.thing._state.adding:
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


def _whereto(desk, form, page):
    """Back to where one came from, unless one has just hidden that from oneself."""
    visibility = form.cleaned_data.get("visibility")
    if isinstance(form.thing, Element) and visibility and visibility not in desk.sight.visibilities:
        return reverse("roadmap", args=[desk.roadmap.slug])
    return page["back"]

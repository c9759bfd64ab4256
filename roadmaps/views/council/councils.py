"""Councils as pages: who sits there, who is missing, what they look at and recommend."""

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules import maintains, require
from roadmaps import councils
from roadmaps.councils import balance, keeps
from roadmaps.mentions import maps_known
from roadmaps.models import Council, Edition, Seat
from roadmaps.views.confirming import Question, ask, posted
from roadmaps.views.council.filling import Page, fill
from roadmaps.views.council.forms import (
    ChangedCouncilForm,
    ChangedSeatForm,
    NewCouncilForm,
    SeatForm,
)
from roadmaps.views.council.tracker import rows
from roadmaps.views.reading import asked
from sectors.models import Programme

SEATS = Prefetch("seats", Seat.objects.told(), to_attr="all_seats")
EDITIONS = Prefetch("edition", Edition.objects.defer(*Edition.UNTOLD))
OF_A_SEAT = ("title", "organisation", "reserved_for", "holder", "since", "until", "interests")


def all_councils(request):
    """The councils of all programmes, each with its balance."""
    asked(request)
    found = Council.objects.select_related("programme", "source").order_by("programme", "name")
    seated = found.prefetch_related(SEATS)
    told = [{"council": each, "balance": balance(each.all_seats)} for each in seated]
    return render(request, "roadmaps/council/councils.html", {"councils": told})


def council(request, code):
    """One council: seats, balance, reviews, recommendations."""
    asked(request)
    council = find(code)
    seats = list(council.seats.told())
    made = council.recommendations.visible_to(request.user)
    context = {
        "council": council,
        "programme": council.programme,
        "seats": seats,
        "balance": balance(seats),
        "most": max((each["held"] + each["vacant"] for each in balance(seats)), default=0) or 1,
        "reviews": told_reviews(request.user, council.reviews),
        "rows": rows(request.user, made.made()),
        "may_keep": keeps(request.user, council),
    }
    if context["may_keep"]:
        context["drafts"] = list(made.filter(made_on=None).order_by("title"))
    return render(request, "roadmaps/council/council.html", context)


def told_reviews(actor, reviews) -> list[dict]:
    """Reviews that somebody may see, each with the title of its map."""
    seen = reviews.visible_to(actor).select_related("council").prefetch_related(EDITIONS)
    found = list(seen)
    maps = maps_known(actor, {each.roadmap_id for each in found})
    return [{"review": each, "map": maps.get(each.roadmap_id)} for each in found]


@login_required
def add(request, code):
    """Enter the council of a programme."""
    programme = get_object_or_404(Programme, code=code)
    require(request.user, maintains, programme)
    form = NewCouncilForm(posted(request), may_change_secretariat=True)
    page = Page(
        heading=_("Add a council"),
        button=_("Add"),
        back=reverse("programme", args=[code]),
        programme=programme,
    )

    def act(said):
        made = councils.found(request.user, programme, said.pop("code"), **said)
        page.back = reverse("council", args=[made.code])

    return fill(request, form, act, page)


@login_required
def edit(request, code):
    """Change what is said of a council."""
    council = kept(request, code)
    begins = {name: getattr(council, name) for name in ("name", "secretariat", "note")}
    form = ChangedCouncilForm(
        posted(request),
        initial=begins | {"base": council.revision},
        may_change_secretariat=maintains(request.user, council),
    )
    page = page_of(council, _("Change what is said of the council"), _("Save"))

    def act(said):
        return councils.describe(request.user, council, said["base"], **form.changes())

    return fill(request, form, act, page, council)


@login_required
def add_seat(request, code):
    """Add a seat."""
    council = kept(request, code)
    form = SeatForm(posted(request))
    page = page_of(council, _("Add a seat"), _("Add"))
    return fill(request, form, lambda said: councils.seat(request.user, council, **said), page)


@login_required
def edit_seat(request, code, key):
    """Say who has a seat now."""
    council = kept(request, code)
    seat = _seat(council, key)
    begins = {name: getattr(seat, name) for name in OF_A_SEAT} | {"base": council.revision}
    form = ChangedSeatForm(posted(request), initial=begins)
    page = page_of(council, _("Seat %(number)s") % {"number": seat.number}, _("Save"))

    def act(said):
        return councils.change(request.user, seat, said["base"], **form.changes())

    return fill(request, form, act, page, council)


@login_required
def abolish_seat(request, code, key):
    """Take a seat off the council."""
    council = kept(request, code)
    seat = _seat(council, key)
    question = Question(
        heading=_("Take seat %(number)s off the council?") % {"number": seat.number},
        button=_("Take it off"),
        back=reverse("council", args=[code]),
        notes=[_("To say that a term is over, change its last day instead.")],
    )
    return ask(request, question, lambda: councils.abolish(request.user, seat))


def find(code) -> Council:
    """The council with this code, which everybody may see."""
    near = Council.objects.select_related("programme", "secretariat", "source")
    found = near.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def kept(request, code) -> Council:
    """The same for those who keep it."""
    council = find(code)
    require(request.user, keeps, council)
    return council


def page_of(council, heading, button, **more) -> Page:
    """A page with a form, below that of the council."""
    back = reverse("council", args=[council.code])
    return Page(heading, button, back, programme=council.programme, council=council, **more)


def _seat(council, key):
    seat = get_object_or_404(council.seats.select_related("organisation"), pk=key)
    seat.council = council
    return seat

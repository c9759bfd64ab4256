"""Who has a part in the maps: the name then and now, the parts, the people, the numbers."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render

from accounts.models import Organisation
from roadmaps.elements import KINDS
from roadmaps.entries import Entry
from roadmaps.roadmap import Roadmap
from roadmaps.views import coverage
from roadmaps.views.cards import cards
from roadmaps.views.colleagues import members
from roadmaps.views.reading import asked
from sectors.models import Fact, Institute


def organisation(request, code):
    """One organisation, with its parts in what is published."""
    asked(request)
    return page(request, code)


def page(request, code, **mistaken):
    """The page; mistaken: forms that could not be taken as they were filled in."""
    seen = Organisation.objects.prefetch_related(
        "predecessors", "successors", Prefetch("facts", Fact.objects.select_related("source"))
    )
    organisation = seen.filter(code=code).first()
    if organisation is None:
        raise Http404
    figures = coverage.rows(organisation=organisation)
    context = {
        **members(request.user, organisation),
        "organisation": organisation,
        "cards": [card for card in cards(request.user, Roadmap.objects.all()) if card.lead == code],
        "parts": _parts(code),
        "figures": figures,
        "sources": coverage.sources(figures),
        "institute": Institute.objects.filter(organisation=organisation).first(),
    }
    status = 422 if mistaken else 200
    return render(request, "roadmaps/organisation.html", context | mistaken, status=status)


def _parts(code):
    """Its parts in the elements of all current editions."""
    taken = Entry.objects.filter(
        kind__in=list(KINDS), data__contains={"participations": [{"organisation": {"code": code}}]}
    )
    return [
        {"element": entry.data, "part": part}
        for entry in taken
        for part in entry.data["participations"]
        if part["organisation"]["code"] == code
    ]

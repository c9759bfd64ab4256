"""A part of the economy: its codes, its figures and series, its maps and its institutes."""

from collections import defaultdict

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render

from roadmaps.roadmap import Roadmap
from roadmaps.views import coverage
from roadmaps.views.cards import cards
from roadmaps.views.indicators import charted, with_observations
from roadmaps.views.reading import asked
from sectors.models import Classification, Grouping, Institute, Sector


def sector(request, code):
    """Everything that is known of one sector."""
    asked(request)
    sector = _sectors().filter(code=code).first()
    if sector is None:
        raise Http404
    schemes = defaultdict(list)
    for classification in sector.classifications.all():
        schemes[classification.scheme, classification.version].append(classification)
    told = cards(request.user, Roadmap.objects.filter(programme=sector.programme))
    place = sector.programme.place
    figures = coverage.rows(sector=sector)
    context = {
        "sector": sector,
        "schemes": dict(schemes),
        "figures": figures,
        "sources": coverage.sources(figures),
        "cards": [card for card in told if card.sector == code],
        "indicators": [charted(each, place) for each in with_observations(sector.indicators)],
        "institutes": _institutes(sector),
    }
    return render(request, "roadmaps/sector.html", context)


def _sectors():
    classified = Classification.objects.select_related("source")
    grouped = Grouping.objects.select_related("cluster", "source").order_by("cluster__scheme")
    return Sector.objects.select_related("programme", "lead").prefetch_related(
        Prefetch("classifications", classified), Prefetch("groupings", grouped)
    )


def _institutes(sector):
    return Institute.objects.filter(sectors=sector).select_related("organisation")

"""A country's set of maps: what is known of it, and how it groups its sectors."""

from collections import defaultdict
from itertools import groupby

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render

from accounts.models import Organisation
from accounts.rules import maintains
from roadmaps.roadmap import Roadmap
from roadmaps.views import coverage
from roadmaps.views.cards import cards
from roadmaps.views.portfolio import sectors_with_clusters, summary
from roadmaps.views.reading import asked
from sectors.models import Claim, Conflict, Event, Fact, Pillar, Programme

BODIES = ("council", "ministry", "agency")


def programme(request, code):
    """One programme: coverage, facts, figures, days, clusters, bodies, contradicting sources."""
    asked(request)
    programme = _programmes().filter(code=code).first()
    if programme is None:
        raise Http404
    told = cards(request.user, Roadmap.objects.filter(programme=programme))
    figures = coverage.rows(programme=programme)
    context = summary(programme, told, coverage.as_told([programme])) | {
        "figures": figures,
        "sources": coverage.sources(figures),
        "schemes": _schemes(programme.all_sectors, told),
        "bodies": _bodies(programme),
        "councils": programme.councils.select_related("source"),
        "may_maintain": maintains(request.user, programme),
    }
    return render(request, "roadmaps/programme.html", context)


def _programmes():
    sourced = {
        model: model.objects.select_related("source") for model in (Pillar, Event, Fact, Claim)
    }
    conflicts = Conflict.objects.prefetch_related(Prefetch("claims", sourced[Claim]))
    return Programme.objects.select_related("owner").prefetch_related(
        Prefetch("sectors", sectors_with_clusters(), to_attr="all_sectors"),
        Prefetch("pillars", sourced[Pillar]),
        Prefetch("events", sourced[Event]),
        Prefetch("facts", sourced[Fact]),
        Prefetch("conflicts", conflicts),
    )


def _schemes(sectors, cards):
    """Each way of grouping the sectors, with the sectors of each cluster."""
    maps = {card.sector: card for card in cards}
    placed = defaultdict(list)
    for sector in sectors:
        for grouping in sector.all_groupings:
            placed[grouping.cluster].append((sector, grouping, maps.get(sector.code)))
    clusters = sorted(placed, key=lambda cluster: (cluster.scheme, cluster.name))
    return [
        (scheme, [(cluster, placed[cluster]) for cluster in members])
        for scheme, members in groupby(clusters, key=lambda cluster: cluster.scheme)
    ]


def _bodies(programme):
    """The councils, ministries and agencies of the programme's country, by what they do."""
    found = Organisation.objects.filter(country=programme.place, kind__in=BODIES)
    return sorted(found, key=lambda body: (BODIES.index(body.kind), body.name))

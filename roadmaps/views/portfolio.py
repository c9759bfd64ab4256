"""The first page: every programme, how much of the economy its maps cover, and the maps."""

from collections import defaultdict

from django.db.models import Prefetch
from django.shortcuts import render

from roadmaps.roadmap import Roadmap
from roadmaps.views import coverage
from roadmaps.views.cards import cards
from roadmaps.views.reading import asked
from sectors.models import Grouping, Programme, Sector
from terms import periods

RECENT = 6


def portfolio(request):
    """All maps of all programmes."""
    asked(request)
    told = cards(request.user, Roadmap.objects.all())
    of_programme = defaultdict(list)
    for card in told:
        of_programme[card.roadmap.programme_id].append(card)
    programmes = Programme.objects.select_related("owner").prefetch_related(
        Prefetch("sectors", sectors_with_clusters(), to_attr="all_sectors")
    )
    said = coverage.as_told(programmes)
    context = {
        "programmes": [
            summary(each, of_programme[each.pk], said)
            for each in _fullest_first(programmes, of_programme)
        ],
        "sources": coverage.sources(said.values()),
        "recent": _recent(told),
    }
    return render(request, "roadmaps/portfolio.html", context)


def sectors_with_clusters():
    groupings = Grouping.objects.select_related("cluster", "source").order_by("cluster__scheme")
    return Sector.objects.select_related("lead").prefetch_related(
        Prefetch("groupings", groupings, to_attr="all_groupings")
    )


def summary(programme, cards, said) -> dict:
    """A programme with its coverage and its maps, those of one cluster together."""
    covered = coverage.of_sectors(programme.all_sectors, cards)
    return {
        "programme": programme,
        "coverage": covered,
        "said": said.get(programme.pk),
        "treemap": coverage.treemap(covered),
        "clusters": _by_cluster(programme.all_sectors, cards),
        "cards": cards,
    }


def _fullest_first(programmes, cards):
    """The programme that says most comes first, wherever it is."""
    return sorted(programmes, key=lambda each: -sum(card.size for card in cards[each.pk]))


def _by_cluster(sectors, cards):
    """Maps under their cluster of the latest scheme; those that stand in none come last."""
    names = {}
    for sector in sectors:
        for grouping in sector.all_groupings:  # the last one is of the latest scheme
            names[sector.code] = grouping.cluster
    groups = defaultdict(list)
    for card in cards:
        groups[names.get(card.sector)].append(card)
    named = sorted((group for group in groups if group), key=lambda cluster: cluster.name)
    return [(cluster, groups[cluster]) for cluster in [*named, None] if groups[cluster]]


def _recent(cards):
    """The editions that were launched last, of any map."""
    launched = [(card, edition) for card in cards for edition in card.editions]
    return sorted(launched, key=lambda pair: _day(pair[1]), reverse=True)[:RECENT]


def _day(edition):
    known = periods.parse(edition.launched).latest if edition.launched else None
    return (known or edition.published_at.date()).isoformat()

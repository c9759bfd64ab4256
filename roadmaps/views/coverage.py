"""How much of an economy the published maps of a programme cover, and how much is not known."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.urls import reverse

from roadmaps import charts
from roadmaps.document.rows import FIGURE_COLUMNS, figure
from roadmaps.figures import Figure
from roadmaps.views.cards import GDP
from sectors.models import Source
from terms.figures import say_figure

SAID = "gdp_coverage"  # what the programme says of itself


def of_sectors(sectors: list, cards: list) -> dict[str, Any]:
    """Coverage by the sectors that have a published map, each counted once.

    The newest share of GDP of each sector counts, be it told of the sector or of its map.
    """
    shares, maps = _shares(sectors, cards), _published(cards)
    covered = [sector for sector in sectors if sector.code in maps]
    known = [
        {"sector": sector, "card": maps[sector.code], "figure": _newest(shares[sector.code])}
        for sector in covered
        if shares[sector.code]
    ]
    known.sort(key=lambda share: -Decimal(share["figure"]["low"]))
    return {
        "sectors": len(sectors),
        "published": len(covered),
        "known": known,
        "unknown": [maps[sector.code] for sector in covered if not shares[sector.code]],
        "without_map": [sector for sector in sectors if sector.code not in maps],
        "percent": sum((Decimal(share["figure"]["low"]) for share in known), Decimal(0)),
    }


def treemap(coverage: dict) -> str:
    """The known shares as tiles; nothing where there are none to be compared."""
    if len(coverage["known"]) < 2:
        return ""
    return charts.treemap([_tile(**share) for share in coverage["known"]])


def _tile(sector, card, figure):
    return {
        "label": sector.said("name"),
        "said": say_figure(figure),
        "percent": figure["low"],
        "href": reverse("roadmap", args=[card.roadmap.slug]),
    }


def rows(**subject) -> list[dict]:
    """Public figures about sectors, programmes or organisations, as they stand in a document."""
    seen = Figure.objects.filter(visibility="public", **subject).order_by("position", "pk")
    owners = ("sector_id", "programme_id", "organisation_id")
    return [
        figure(values) | {"owner": next(values[name] for name in owners if values[name])}
        for values in seen.values(*owners, *FIGURE_COLUMNS)
    ]


def as_told(programmes) -> dict:
    """What the programmes say of their own coverage, by the key of the programme."""
    return {told["owner"]: told for told in rows(metric=SAID, programme__in=programmes)}


def sources(figures: list[dict]) -> dict[str, Source]:
    """What these figures were read in, by code."""
    cited = {told["source"] for told in figures} - {None}
    return {source.code: source for source in Source.objects.filter(code__in=cited)}


def _published(cards):
    return {card.sector: card for card in cards if card.edition}


def _shares(sectors, cards):
    shares = defaultdict(list)
    codes = {sector.pk: sector.code for sector in sectors}
    for told in rows(metric=GDP, sector__in=list(codes)):
        shares[codes[told["owner"]]].append(told)
    for card in cards:
        shares[card.sector] += card.shares
    return shares


def _newest(figures):
    return max(figures, key=lambda told: told["latest"] or "")

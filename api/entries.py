"""Lists of what the current editions say. No list of the public reads a working copy."""

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from api import sources
from api.expansions import Expansion
from api.filters import CodeFilter, FilterSet, HoldsFilter, PeriodFilter, WordsFilter, term
from api.paging import Place
from api.resources import Resource, by
from api.sight import is_id
from roadmaps.models import Entry


def maps(slugs: set[str]) -> dict[str, Any]:
    """Published maps by their slug, as their current editions tell them."""
    found = Entry.objects.of_kind("roadmap").filter(key__in=slugs)
    return {entry.key: entry.data for entry in found}


def of_sector(code: str) -> Q:
    """Entries of the published maps of a sector."""
    theirs = Entry.objects.of_kind("roadmap").filter(data__contains={"sector": {"code": code}})
    return Q(roadmap__in=theirs.values("roadmap"))


class EntryFilter(FilterSet):
    """The filters that every list of entries has."""

    roadmap = HoldsFilter(lambda slug: {"roadmap": slug}, "Slug of a map.")
    certainty = term("certainty")
    sector = CodeFilter(method="serves", says="Code of a sector: on its maps, or serving it.")

    def serves(self, queryset, name: str, value: str):
        return queryset.filter(of_sector(value) | Q(data__contains={"sectors": [value]}))


class DatedFilter(EntryFilter):
    """The filters of entries that have a period. Those without one do not overlap with any."""

    @classmethod
    def get_filters(cls):
        period = {
            "from": PeriodFilter("Not over before this.", method="since"),
            "until": PeriodFilter("Begun by the end of this.", method="before"),
        }
        return super().get_filters() | period

    def since(self, queryset, name, period):
        open_end = Q(latest__isnull=True, earliest__isnull=False)
        return queryset.filter(Q(latest__gte=period.earliest) | open_end)

    def before(self, queryset, name, period):
        open_start = Q(earliest__isnull=True, latest__isnull=False)
        return queryset.filter(Q(earliest__lte=period.latest) | open_start)


class Entries(Resource):
    """A list of what stands in the current editions. kind: of the entries."""

    kind = ""
    queryset = Entry.objects.none()
    orders = {"code": by("key")}
    expansions = {
        "source": Expansion(("source",), sources.find),
        "roadmap": Expansion(("roadmap",), maps),
    }

    def get_queryset(self):
        return Entry.objects.of_kind(self.kind)

    def get_object(self):
        key = self.kwargs["key"]
        if not is_id(key):
            raise Http404
        return get_object_or_404(self.get_queryset(), uid=key)

    def tell(self, rows):
        return [dict(entry.data) for entry in rows]


DATED = {
    "code": by("key"),
    "earliest": (Place("earliest", is_nullable=True), Place("key")),
    "latest": (Place("latest", is_nullable=True), Place("key")),
}


def titled(*members: str) -> WordsFilter:
    """Searches these members, also in their translations."""
    columns = [f"data__{member}" for member in members]
    return WordsFilter(*columns, *(f"data__translations__es__{member}__text" for member in members))

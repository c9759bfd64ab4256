from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from api import parameters, tables
from api.elements import ParticipationSerializer
from api.milestones import MilestoneSerializer
from api.openapi import DRAFT
from api.paging import address_of, read_cursor, size
from api.resources import Resource
from api.roadmaps import draft_of
from api.serializers import Term
from roadmaps import board, document, tracking
from roadmaps.models import Edition, Entry
from roadmaps.stages import Stage

AT_ONCE = 10  # maps that are looked through for one page
GRADES = {name: [str(code) for code in codes] for name, codes in board.counts([]).items()}
FILTERS = [
    OpenApiParameter("confidence", str, enum=GRADES["confidence"], description="As reported."),
    OpenApiParameter("timeliness", str, enum=GRADES["timeliness"], description="As computed."),
    OpenApiParameter("overdue", OpenApiTypes.BOOL, description="Whether a report is overdue."),
]
ON_ALL_MAPS = OpenApiParameter("roadmap", str, description="Slug of a map.")
COLUMNS = tables.columns(
    "roadmap", "initiative", "title", "status", "confidence", "timeliness", "as_of", "age_days",
    "report_due", "is_overdue", "narrative", "next_milestone.title", "next_milestone.planned",
    "next_milestone.forecast",
)  # fmt: skip
Place = tuple[str, int]
Rows = list[board.Row]


class BoardRowSerializer(serializers.Serializer):
    """How one initiative gets on: what its lead says, beside what its milestones show."""

    roadmap = serializers.CharField()
    initiative = serializers.CharField(source="code")
    title = serializers.CharField()
    translations = serializers.JSONField()
    status = Term("initiative_status", allow_null=True)
    leads = ParticipationSerializer(many=True)
    confidence = Term("delivery_confidence")
    narrative = serializers.CharField(allow_null=True)
    as_of = serializers.DateField(allow_null=True)
    age_days = serializers.IntegerField(source="age", allow_null=True)
    report_due = serializers.DateField(allow_null=True)
    is_overdue = serializers.BooleanField()
    timeliness = Term("timeliness", allow_null=True)
    next_milestone = MilestoneSerializer(allow_null=True)


class BoardViewSet(Resource):
    """How the initiatives of published maps get on, as of today, on top of their editions.

    A page may be short although more follow: go on with `next` until it is null.
    """

    queryset = Edition.objects.none()
    filter_backends = []
    serializer_class = BoardRowSerializer
    columns = COLUMNS
    more_parameters = ("confidence", "timeliness", "overdue")

    def known_parameters(self):
        return super().known_parameters() - {"count", "sort", "expand"} | self.where()

    def where(self):
        """What says on which maps to look."""
        return {"roadmap"}

    @extend_schema(parameters=[*FILTERS, ON_ALL_MAPS])
    def list(self, request):
        place = self._place()
        entries = Entry.objects.exclude(roadmap__stage=Stage.RETIRED)
        if wanted := request.query_params.get("roadmap"):
            entries = entries.filter(roadmap__slug=wanted)
        maps = entries.of_kind("roadmap").filter(key__gte=place[0]).order_by("key")
        slugs = list(maps.values_list("key", flat=True)[: AT_ONCE + 1])
        return self._page(published(slugs[:AT_ONCE]), place, slugs[AT_ONCE:])

    def _place(self) -> Place:
        query = self.request.query_params
        chosen = {name: parameters.chosen(query, name, codes) for name, codes in GRADES.items()}
        self.wanted: dict[str, Any] = {name: set(codes) for name, codes in chosen.items() if codes}
        if "overdue" in query:
            self.wanted["is_overdue"] = {parameters.is_set(query, "overdue")}
        if "cursor" not in query:
            return ("", 0)
        slug, number = read_cursor(self.request, 2)
        return (slug, number)

    def _page(self, rows: Rows, place: Place, more):
        """The rows of some maps from a place on; more: the maps after them."""
        limit = size(self.request)
        found = [(at, row) for at, row in _placed(rows) if at >= place and self._is_wanted(row)]
        told = self.get_serializer([row for _at, row in found[:limit]], many=True).data
        items = [dict(item) for item in told]
        if len(found) > limit:
            return self.page_of(items, address_of(self.request, list(found[limit][0])))
        return self.page_of(items, address_of(self.request, [more[0], 0]) if more else None)

    def _is_wanted(self, row):
        return all(getattr(row, name) in codes for name, codes in self.wanted.items())


class BoardOfAMapViewSet(BoardViewSet):
    """How the initiatives of one map get on, as of today, on top of its edition in force.

    With `draft=true` it is said of the working copy, for those who have a role on the map.
    """

    tag = "roadmaps"

    def where(self):
        return {"draft"}

    @extend_schema(parameters=[*FILTERS, DRAFT])
    def list(self, request, slug):
        place = self._place()
        if parameters.is_set(request.query_params, "draft"):
            return self._page(_drafted(request, slug), place, [])
        if not Entry.objects.of_kind("roadmap").filter(key=slug).exists():
            raise NotFound
        return self._page(published([slug]), place, [])


def published(slugs) -> Rows:
    """The rows of published maps, in the order of their slugs."""
    told = tracking.initiatives(Entry.objects.filter(roadmap__slug__in=slugs))
    since = Edition.objects.filter(roadmap__slug__in=slugs).reported_since()
    today = timezone.localdate()
    return [
        row
        for slug in slugs
        for row in board.rows(slug, told.get(slug, ()), today, since.get(slug))
    ]


def _drafted(request, slug):
    roadmap = draft_of(request, slug)
    since = roadmap.editions.reported_since().get(slug)
    told = document.build(roadmap, request.user)["elements"]
    return board.rows(slug, told, timezone.localdate(), since)


def _placed(rows) -> Iterator[tuple[Place, Any]]:
    """Every row with its place: the slug of its map, and its number there."""
    numbers: dict[str, int] = {}
    for row in rows:
        number = numbers[row.roadmap] = numbers.get(row.roadmap, -1) + 1
        yield (row.roadmap, number), row

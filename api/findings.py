import json
from dataclasses import asdict

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers

from api import editions, moments, parameters
from api.moments import AS_OF
from api.openapi import DRAFT
from api.paging import address_of, read_cursor, size
from api.resources import Resource
from api.roadmaps import document_of
from roadmaps import findings, obstacles
from roadmaps.models import Edition
from roadmaps.steps import STEPS

SEVERITIES = ["block", "warn", "info"]
AT_ONCE = 10  # maps that are looked through for one page
WANTED = ("code", "severity", "element")
FILTERS = [
    OpenApiParameter("code", str, description="The kind of finding."),
    OpenApiParameter("severity", str, enum=SEVERITIES, description="How grave."),
    OpenApiParameter("element", str, description="Code of an element."),
]
ON_ALL_MAPS = OpenApiParameter("roadmap", str, description="Slug of a map.")


class FindingSerializer(serializers.Serializer):
    """One thing that does not hold together on a map, and how to mend it."""

    roadmap = serializers.CharField()
    code = serializers.CharField()
    severity = serializers.ChoiceField(SEVERITIES)
    element = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    sentence = serializers.CharField()
    mend = serializers.CharField()
    blocks = serializers.ListField(
        child=serializers.ChoiceField(sorted(STEPS)),
        help_text="The steps that are not taken as long as it is so.",
    )


class FindingViewSet(Resource):
    """What does not hold together on published maps, and how to mend it.

    Within a map the gravest come first. A page may be short although more follow: go on with
    `next` until it is null.
    """

    queryset = Edition.objects.none()
    filter_backends = []
    serializer_class = FindingSerializer
    more_parameters = WANTED

    def known_parameters(self):
        return super().known_parameters() - {"count", "sort", "expand"} | self.where()

    def where(self):
        """What says on which maps to look."""
        return {"roadmap"}

    @extend_schema(parameters=[*FILTERS, ON_ALL_MAPS])
    def list(self, request):
        place = self._place()
        found = self._from(place[0])
        documents = [(slug, json.loads(bytes(content))) for slug, content in found[:AT_ONCE]]
        return self._page(documents, place, found[AT_ONCE:])

    def _place(self):
        self.severities = parameters.chosen(self.request.query_params, "severity", SEVERITIES)
        return read_cursor(self.request, 2) if "cursor" in self.request.query_params else ("", 0)

    def _from(self, slug):
        """Some published maps from a slug on, and the one after them."""
        maps = editions.published().current().filter(roadmap__slug__gte=slug)
        if wanted := self.request.query_params.get("roadmap"):
            maps = maps.filter(roadmap__slug=wanted)
        rows = maps.order_by("roadmap__slug").values_list("roadmap__slug", "content")
        return list(rows[: AT_ONCE + 1])

    def _page(self, documents, place, more):
        """The findings of these maps from a place on; more: the maps after them."""
        limit = size(self.request)
        items = []
        for at, finding in _found(documents):
            if at < tuple(place) or not self._is_wanted(finding):
                continue
            if len(items) == limit:
                return self.page_of(items, address_of(self.request, list(at)))
            items.append(_told(at[0], finding))
        following = address_of(self.request, [more[0][0], 0]) if more else None
        return self.page_of(items, following)

    def _is_wanted(self, finding):
        query = self.request.query_params
        return (
            finding.code == query.get("code", finding.code)
            and finding.element == query.get("element", finding.element)
            and finding.severity in (self.severities or SEVERITIES)
        )


class FindingsOfAMapViewSet(FindingViewSet):
    """What does not hold together on one map, and how to mend it.

    The gravest come first. With `draft=true` it is said of the working copy, for those who have a
    role on the map.
    """

    tag = "roadmaps"

    def where(self):
        return {"draft"} | moments.known(self.request)

    @extend_schema(parameters=[*FILTERS, DRAFT, AS_OF])
    def list(self, request, slug):
        place = self._place()
        return self._page([(slug, document_of(request, slug))], place, [])


def _told(slug, finding):
    return {"roadmap": slug, **asdict(finding), "blocks": obstacles.stopped_by(finding)}


def _found(documents):
    """Every finding with its place: the slug of its map, and its number there."""
    for slug, document in documents:
        for number, finding in enumerate(findings.check(document)):
            yield (slug, number), finding

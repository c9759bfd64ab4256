from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.exceptions import NotFound

from api import moments, roadmap_tables, tables
from api.moments import AS_OF
from api.negotiation import CSVRenderer, SVGRenderer
from api.openapi import DRAFT
from api.resources import Resource
from api.roadmaps import SVG, document_of, whole
from roadmaps import network, picture
from roadmaps.models import Entry

FOCUS = OpenApiParameter("focus", str, description="Code of an element: only it and its links.")
TABLE = OpenApiParameter(
    "table", str, OpenApiParameter.PATH, enum=list(roadmap_tables.COLUMNS), description="Which."
)


class PictureViewSet(Resource):
    """A map as pictures and as single tables."""

    tag = "roadmaps"
    queryset = Entry.objects.none()
    filter_backends = []
    pagination_class = None

    def get_renderers(self):
        return [CSVRenderer() if self.action == "table" else SVGRenderer()]

    def known_parameters(self):
        more = {"focus"} if self.action == "network" else set()
        return {"draft", "lang"} | more | moments.known(self.request)

    @extend_schema(parameters=[DRAFT, AS_OF], responses={(200, SVG): OpenApiTypes.STR})
    def picture(self, request, slug):
        """The roadmap of a map as SVG: layers from why to how, against time."""
        return whole(request, picture.draw(document_of(request, slug)).encode(), SVG)

    @extend_schema(parameters=[DRAFT, AS_OF, FOCUS], responses={(200, SVG): OpenApiTypes.STR})
    def network(self, request, slug):
        """The network of a map as SVG: what serves, needs or waits for what."""
        told = document_of(request, slug)
        focus = request.query_params.get("focus")
        if focus and focus not in {element["code"] for element in told["elements"]}:
            raise NotFound
        return whole(request, network.draw(told, focus=focus).encode(), SVG)

    @extend_schema(
        parameters=[DRAFT, AS_OF, TABLE], responses={(200, "text/csv"): OpenApiTypes.STR}
    )
    def table(self, request, slug, table):
        """One table of a map as CSV, ready for a data frame."""
        if table not in roadmap_tables.COLUMNS:
            raise NotFound
        content = roadmap_tables.table(document_of(request, slug), table)
        return whole(request, content, tables.CONTENT_TYPE)

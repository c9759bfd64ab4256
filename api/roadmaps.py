from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django_filters import rest_framework as filters
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from api import (
    abilities,
    editions,
    etags,
    moments,
    organisations,
    parameters,
    parsing,
    programmes,
    roadmap_tables,
    roadmap_writer,
    sectors,
)
from api.document import DocumentSerializer, HorizonsSerializer, NamedSerializer, PlacedSerializer
from api.entries import Entries, titled
from api.expansions import Expansion
from api.filters import FilterSet, HoldsFilter
from api.moments import AS_OF
from api.negotiation import CSVRenderer, JSONRenderer, SVGRenderer
from api.openapi import DRAFT
from api.organisations import ShortOrganisationSerializer
from api.resources import JSON, by
from api.serializers import Abilities, Term
from api.writing import WRITING, Outcome, Writable, once
from roadmaps import document, picture
from roadmaps.document.rows import named, organisation, plain
from roadmaps.models import MapRole, Roadmap
from roadmaps.rules import can

ZIP, SVG = "application/zip", "image/svg+xml"


class DraftSerializer(DocumentSerializer):
    """The working copy of a map, for those who have a role on it.

    As it was at some moment it has neither `revision` nor `abilities`: nobody can write there.
    """

    revision = serializers.IntegerField(required=False)
    abilities = Abilities(required=False)


WHOLE = PolymorphicProxySerializer("DocumentOrDraft", [DocumentSerializer, DraftSerializer], None)
FORMATS = {(200, JSON): WHOLE, (200, "text/csv"): bytes, (200, SVG): str}


class CurrentEditionSerializer(serializers.Serializer):
    """The edition in force."""

    number = serializers.CharField()
    label = serializers.CharField(allow_null=True)
    launched = serializers.CharField(allow_null=True)
    published_at = serializers.DateTimeField()
    sha256 = serializers.CharField()


class RoadmapSerializer(serializers.Serializer):
    """A map in short. `stage` is told to those who have a role on the map.

    `revision` and `abilities` are told with working copies.
    """

    id = serializers.UUIDField()
    slug = serializers.CharField()
    prefix = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField(allow_null=True)
    vision = serializers.CharField(allow_null=True)
    programme = PlacedSerializer()
    sector = NamedSerializer(allow_null=True)
    lead = ShortOrganisationSerializer(allow_null=True)
    languages = serializers.ListField(child=serializers.CharField())
    horizons = HorizonsSerializer()
    counts = serializers.DictField(child=serializers.IntegerField(), required=False)
    edition = CurrentEditionSerializer(allow_null=True)
    stage = Term("map_state", required=False)
    translations = serializers.DictField()
    revision = serializers.IntegerField(required=False)
    abilities = Abilities(required=False)


class RoadmapFilter(FilterSet):
    programme = HoldsFilter(lambda code: {"programme": {"code": code}}, "Code of a programme.")
    sector = HoldsFilter(lambda code: {"sector": {"code": code}}, "Code of a sector.")
    lead = HoldsFilter(lambda code: {"lead": {"code": code}}, "Code of the lead organisation.")
    q = titled("title", "summary")


class DraftFilter(FilterSet):
    """The same filters for working copies."""

    programme = filters.CharFilter("programme__code")
    sector = filters.CharFilter("sector__code")
    lead = filters.CharFilter("lead__code")
    q = filters.CharFilter("title", lookup_expr="icontains")


class RoadmapViewSet(Writable, Entries):
    """Published maps in short; with `draft=true` the maps on which you have a role."""

    kind = "roadmap"
    serializer_class = RoadmapSerializer
    filterset_class = RoadmapFilter
    orders = {"slug": by("key")}
    lookup_field = lookup_url_kwarg = "slug"
    writer = roadmap_writer.WRITER
    more_parameters = ("draft",)
    may_be_withdrawn = ("retrieve",)
    expansions = {
        "programme": Expansion(("programme",), programmes.find),
        "sector": Expansion(("sector",), sectors.find),
        "lead": Expansion(("lead",), organisations.find),
    }

    def get_renderers(self):
        kinds = [JSONRenderer, CSVRenderer]
        return [kind() for kind in (kinds if self.action == "list" else [*kinds, SVGRenderer])]

    def known_parameters(self):
        if self.action in ("list", *WRITING):
            return super().known_parameters()
        return {"draft", "lang", "format"} | moments.known(self.request)

    @extend_schema(parameters=[DRAFT])
    def list(self, request):
        if parameters.is_set(request.query_params, "draft"):
            return self._drafts(request)
        return super().list(request)

    @extend_schema(parameters=[DRAFT, AS_OF], responses=FORMATS)
    def retrieve(self, request, slug):
        """The whole map in one call: its current edition, as stored bytes.

        As `text/csv` it is a zip file of tables, as `image/svg+xml` its picture. With
        `draft=true` it is the working copy, for those who have a role on the map. With `as_of`
        it is the edition that was in force then, or the working copy as it was; who may read
        what is asked as of now.
        """
        wanted = request.accepted_renderer.format
        is_draft = parameters.is_set(request.query_params, "draft")
        if wanted == "json" and not is_draft:
            found = editions.in_force(slug, moments.moment(request.query_params))
            return editions.in_place(request, found, slug)
        if wanted == "json":
            return self._working_copy(request, slug)
        told = document_of(request, slug)
        if wanted == "csv":
            name = f'attachment; filename="{slug}.zip"'
            return whole(request, roadmap_tables.archive(told), ZIP, Content_Disposition=name)
        return whole(request, picture.draw(told).encode(), SVG)

    @extend_schema(
        request=roadmap_writer.UNDO.serializer, responses=roadmap_writer.UndoneSerializer
    )
    def undo(self, request, slug):
        """Take back one line of the log, or all that was done in one go.

        It is set back by a new change, which can be undone itself. What others have changed since
        clashes.
        """

        def take_back():
            said = parsing.body_of(request)
            roadmap, done = roadmap_writer.WRITER.undo(request.user, slug, said)
            told = {"revision": roadmap.revision, "changes": done}
            return Outcome(JSONRenderer().render(told), [roadmap])

        return once(request, take_back)

    def told(self, thing, status=200):
        """What the map says of itself, with the tag of its whole working copy."""
        _content, tag = _tagged(self.request.user, thing)
        return replace(super().told(thing, status), headers={"ETag": tag})

    def _working_copy(self, request, slug):
        if "as_of" in request.query_params:
            return whole(request, document.canonical(document_of(request, slug)), JSON)
        content, tag = _tagged(request.user, draft_of(request, slug))
        return etags.answer(request, content, JSON, tag)

    def tell(self, rows):
        """Each map as its edition tells it; its stage only to those who work on it."""
        members = list(RoadmapSerializer().fields)
        in_force = _editions([entry.roadmap_id for entry in rows])
        stages = _stages(self.request.user, [entry.roadmap_id for entry in rows])
        told = []
        for entry in rows:
            item = {name: entry.data[name] for name in members if name in entry.data}
            item["edition"] = in_force.get(entry.roadmap_id)
            if entry.roadmap_id in stages:
                item["stage"] = stages[entry.roadmap_id]
            told.append(item)
        return told

    def _drafts(self, request):
        user = request.user
        rows = Roadmap.objects.filter(pk__in=_held(user))
        rows = rows.select_related("programme", "sector", "lead")
        self.orders = {"slug": by("slug")}
        page = self.paginate_queryset(DraftFilter(request.query_params, rows).qs)
        in_force = _editions([roadmap.pk for roadmap in page])
        may = abilities.on_maps(user, page)
        items = [
            _draft(roadmap) | {"edition": in_force.get(roadmap.pk), "abilities": may[roadmap.pk]}
            for roadmap in page
        ]
        return self.page_of(items, self.paginator.next, self.paginator.count)


def whole(request, content: bytes, content_type: str, **headers: str) -> HttpResponse:
    """An answer whose tag depends on every byte of it."""
    tag = f'"{etags.digest(content)}"'
    return etags.answer(request, content, content_type, tag, **headers)


def document_of(request, slug: str) -> dict[str, Any]:
    """The map as a dictionary: its edition, or the working copy if this is asked for."""
    query = request.query_params
    if not parameters.is_set(query, "draft"):
        return editions.document_of(slug, moments.moment(query))
    moments.asked(query)  # what is no moment is refused alike on maps that are hidden
    roadmap = draft_of(request, slug)
    return document.build(roadmap, request.user, moments.revision_at(roadmap, query))


def draft_of(request, slug: str) -> Roadmap:
    """A map, for those who may see its working copy."""
    is_somebody = request.user.is_authenticated
    roadmap = Roadmap.objects.filter(slug=slug).first() if is_somebody else None
    if roadmap is None or not can(request.user, "view_draft", roadmap):
        raise NotFound
    return roadmap


def _tagged(user, roadmap) -> tuple[bytes, str]:
    """The working copy of a map as somebody may read it, and its tag."""
    more = {"revision": roadmap.revision, "abilities": abilities.of(user, roadmap)}
    content = document.canonical(document.build(roadmap, user) | more)
    return content, f'"{roadmap.revision}-{etags.digest(content)}"'


def _held(user):
    """The keys of the maps on which somebody has a role."""
    if not user.is_authenticated:
        return []
    return MapRole.objects.held_by(user).values("roadmap")


def _stages(user, keys):
    if not user.is_authenticated:
        return {}
    rows = Roadmap.objects.filter(pk__in=keys).filter(pk__in=_held(user))
    return dict(rows.values_list("pk", "stage"))


def _editions(keys):
    """The edition in force of each map."""
    rows = editions.published().current().filter(roadmap__in=keys).order_by()
    columns = ("major", "minor", "label", "launched", "published_at", "sha256")
    return {
        key: {
            "number": f"{major}.{minor}",
            "label": plain(label),
            "launched": plain(launched),
            "published_at": published_at.isoformat().replace("+00:00", "Z"),
            "sha256": sha256,
        }
        for key, major, minor, label, launched, published_at, sha256 in rows.values_list(
            "roadmap_id", *columns
        )
    }


def _draft(roadmap):
    """A working copy in short, as published maps are told."""
    texts = ("id", "slug", "prefix", "title", "summary", "vision", "languages", "translations")
    return {
        **{name: plain(getattr(roadmap, name)) for name in texts},
        "programme": named(roadmap.programme) | {"place": roadmap.programme.place},
        "sector": roadmap.sector and named(roadmap.sector),
        "lead": roadmap.lead and organisation(roadmap.lead.__dict__),
        "horizons": {name: getattr(roadmap, name) for name in document.HORIZONS},
        "stage": roadmap.stage,
        "revision": roadmap.revision,
    }

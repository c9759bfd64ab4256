from rest_framework import serializers

from api import fields, sources, tables
from api.entries import Entries, EntryFilter, titled
from api.expansions import Expansion
from api.filters import HoldsFilter, TermFilter, term
from api.serializers import Abilities, Period, Term
from api.writers import Writer
from api.writing import Writable
from roadmaps import links
from roadmaps.models import Link

COLUMNS = tables.columns(
    "roadmap", "id", "kind", "source.code", "source.kind", "source.roadmap", "source.title",
    "target.code", "target.kind", "target.roadmap", "target.title", "strength", "reason",
    "is_finish_only", "evidence", "certainty",
)  # fmt: skip


class EndSerializer(serializers.Serializer):
    """An element at one end of a link."""

    code = serializers.CharField()
    kind = Term("element_kind")
    title = serializers.CharField()
    translations = serializers.DictField()
    roadmap = serializers.CharField()
    period = Period(allow_null=True)
    earliest = serializers.DateField(allow_null=True)
    latest = serializers.DateField(allow_null=True)


class LinkSerializer(serializers.Serializer):
    """One element serves, needs or waits for another one, perhaps on another map."""

    id = serializers.UUIDField()
    kind = Term("link_type")
    source = EndSerializer()
    target = EndSerializer()
    strength = serializers.IntegerField(min_value=1, max_value=3)
    reason = serializers.CharField(allow_null=True)
    is_finish_only = serializers.BooleanField()
    evidence = serializers.CharField(allow_null=True)
    certainty = Term("certainty")


class LinkEntrySerializer(LinkSerializer):
    """A published link, with the map it was drawn on."""

    roadmap = serializers.CharField()
    abilities = Abilities(required=False)


class LinkFilter(EntryFilter):
    kind = term("link_type", "kind")
    source = HoldsFilter(lambda code: {"source": {"code": code}}, "Code of an element.")
    target = HoldsFilter(lambda code: {"target": {"code": code}}, "Code of an element.")
    source_kind = term("element_kind", where=lambda code: {"source": {"kind": code}})
    target_kind = term("element_kind", where=lambda code: {"target": {"kind": code}})
    to_roadmap = HoldsFilter(lambda slug: {"target": {"roadmap": slug}}, "Slug of a map.")
    strength = TermFilter([1, 2, 3], lambda grade: {"strength": grade}, "From 1, weak, to 3.")
    q = titled("reason")


class LinkWriter(Writer):
    """How people draw links between elements."""

    name = "links"
    model = Link
    commands = links
    near = ("source__roadmap", "target__roadmap")
    places = {"source": fields.element()}
    told = {"source": "source__code"}

    def put(self, actor, values):
        ends = values.pop("source"), values.pop("target")
        return links.draw(actor, *ends, values.pop("kind"), **values)


class LinkViewSet(Writable, Entries):
    """Published links: why one element is there for another one."""

    kind = "link"
    writer = LinkWriter()
    serializer_class = LinkEntrySerializer
    filterset_class = LinkFilter
    columns = COLUMNS
    expansions = {
        "evidence": Expansion(("evidence",), sources.find),
        "roadmap": Entries.expansions["roadmap"],
    }

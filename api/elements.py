"""What stands on the maps, of every kind; each kind has a list of its own with its own filters."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api import organisations, sources, tables
from api.entries import DATED, DatedFilter, Entries, maps, titled
from api.expansions import Expansion
from api.figures import DAY, FigureSerializer
from api.filters import HoldsFilter, term
from api.organisations import ShortOrganisationSerializer
from api.serializers import Code, Term, TranslatedPlain
from roadmaps.elements import KINDS
from roadmaps.models import Element, Entry

COMMON = [
    "id", "code", "kind", "number", "title", "summary", "pillar", "topic", "period", "earliest",
    "latest", "places", "place", "sectors", "visibility", "is_withdrawn", "status_note", "note",
    "source", "certainty", "translations", "revision", "participations", "figures",
]  # fmt: skip
NOT_IN_A_ROW = {"participations", "figures", "milestones", "progress", "translations"}


def columns(*own: str) -> tables.Columns:
    """The columns of a table of elements, with those of one kind."""
    names = [name for name in (*COMMON, *own) if name not in NOT_IN_A_ROW]
    spanish = {f"{name}_es": f"translations.es.{name}" for name in ("title", "summary")}
    return tables.columns("roadmap", *names, leads=_leads, **spanish)


def _leads(element):
    parts = element["participations"]
    leading = [part for part in parts if part["role"] == "lead"]
    return [part["organisation"] or part["group"] for part in leading]


class ParticipationSerializer(serializers.Serializer):
    """What an organisation does for an element or a map, or a group that is named in words."""

    id = serializers.UUIDField()
    organisation = ShortOrganisationSerializer(allow_null=True)
    group = serializers.CharField(allow_null=True)
    role = Term("participation_role")
    note = serializers.CharField(allow_null=True)


class ElementSerializer(TranslatedPlain):
    """One thing that stands on a map. Inside the document of a map `roadmap` is left out."""

    roadmap = serializers.CharField(required=False)
    source = Code(allow_null=True)
    earliest = serializers.SerializerMethodField()
    latest = serializers.SerializerMethodField()
    sectors = Code(many=True)
    participations = ParticipationSerializer(many=True, read_only=True)
    figures = FigureSerializer(many=True, read_only=True)

    class Meta:
        model = Element
        fields = ["roadmap", *COMMON]
        read_only_fields = fields

    @extend_schema_field(DAY)
    def get_earliest(self, element): ...

    @extend_schema_field(DAY)
    def get_latest(self, element): ...


class ElementFilter(DatedFilter):
    """The filters that every kind of element has."""

    pillar = term("pillar")
    place = HoldsFilter(lambda code: {"places": [code.upper()]}, "ISO 3166-2.")
    organisation = HoldsFilter(
        lambda code: {"participations": [{"organisation": {"code": code}}]},
        "Code of an organisation that has a part in it.",
    )
    lead = HoldsFilter(
        lambda code: {"participations": [{"role": "lead", "organisation": {"code": code}}]},
        "Code of an organisation that leads it.",
    )
    source = HoldsFilter(lambda code: {"source": code}, "Code of a source.")
    q = titled("title", "summary")


class AnyElementFilter(ElementFilter):
    kind = term("element_kind", "kind")


class Elements(Entries):
    """A list of the elements of one kind."""

    orders = DATED
    expansions = {
        "source": Expansion(("source",), sources.find),
        "organisation": Expansion(("participations", "organisation"), organisations.find),
        "roadmap": Expansion(("roadmap",), maps),
    }


class ElementViewSet(Elements):
    """Published elements of every kind, by their id or their public code.

    The members of the seven kinds are told as they are in the lists of the kinds.
    """

    serializer_class = ElementSerializer
    filterset_class = AnyElementFilter
    lookup_url_kwarg = "key"
    columns = columns()

    def get_queryset(self):
        return Entry.objects.filter(kind__in=KINDS)

    def get_object(self):
        key = self.kwargs["key"]
        same = Q(key=key.upper()) | (Q(uid=key) if _is_uuid(key) else Q())
        return get_object_or_404(self.get_queryset(), same)

    def members(self):
        own = [name for model in KINDS.values() for name in model.OWN]
        return list(dict.fromkeys([*super().members(), *own, "milestones", "progress"]))


def _is_uuid(text):
    digits = text.replace("-", "")
    return len(digits) == 32 and all(digit in "0123456789abcdef" for digit in digits.lower())

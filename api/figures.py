from django.db.models import Q
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api import fields, sight, tables
from api.bodies import required_one
from api.entries import DATED, DatedFilter, Entries, titled
from api.filters import HoldsFilter, TermFilter, term
from api.serializers import Abilities, Code, Number, Period, TranslatedPlain
from api.writers import Writer
from api.writing import Writable
from roadmaps import figures
from roadmaps.document.rows import BASELINE, bounds
from roadmaps.models import Figure

COLUMNS = tables.columns(
    "roadmap", "element", "id", "metric", "label", "kind", "operator", "low", "high", "unit",
    "currency", "basis", "period", "earliest", "latest", "period_note", "baseline.value",
    "baseline.unit", "baseline.period", "baseline.note", "scope", "price_basis", "condition",
    "told_as", "part_of", "shared", "shared_with", "source", "certainty", "note", "revision",
    label_es="translations.es.label",
)  # fmt: skip


DAY = serializers.DateField(allow_null=True)


class BaselineSerializer(serializers.Serializer):
    """Where a figure started from."""

    value = Number(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    period = Period(allow_null=True)
    note = serializers.CharField(allow_null=True)


class FigureSerializer(TranslatedPlain):
    """A number with all that it needs to be read rightly."""

    told_as = serializers.UUIDField(source="told_as_id", allow_null=True, read_only=True)
    part_of = serializers.UUIDField(source="part_of_id", allow_null=True, read_only=True)
    source = Code(allow_null=True)
    earliest = serializers.SerializerMethodField()
    latest = serializers.SerializerMethodField()
    baseline = serializers.SerializerMethodField()

    class Meta:
        model = Figure
        fields = [
            "id", "metric", "label", "kind", "operator", "low", "high", "unit", "currency",
            "basis", "period", "earliest", "latest", "period_note", "baseline", "scope",
            "price_basis", "condition", "told_as", "part_of", "shared", "shared_with", "note",
            "source", "certainty", "visibility", "translations", "revision",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(DAY)
    def get_earliest(self, figure):
        return bounds(figure.period)["earliest"]

    @extend_schema_field(DAY)
    def get_latest(self, figure):
        return bounds(figure.period)["latest"]

    @extend_schema_field(BaselineSerializer(allow_null=True))
    def get_baseline(self, figure):
        values = {name: getattr(figure, f"baseline_{name}") for name in BASELINE}
        return BaselineSerializer(values).data if any(values.values()) else None


class FigureEntrySerializer(FigureSerializer):
    """A published figure, with the map and the element on which it stands."""

    roadmap = serializers.CharField(read_only=True)
    element = serializers.CharField(read_only=True, allow_null=True)
    abilities = Abilities(required=False)

    class Meta(FigureSerializer.Meta):
        fields = ["roadmap", "element", *FigureSerializer.Meta.fields, "abilities"]
        read_only_fields = fields


class FigureFilter(DatedFilter):
    element = HoldsFilter(lambda code: {"element": code}, "Code of an element.")
    metric = HoldsFilter(lambda metric: {"metric": metric}, "What is measured.")
    unit = HoldsFilter(lambda unit: {"unit": unit}, "Unit, as it is told.")
    currency = HoldsFilter(lambda code: {"currency": code.upper()}, "ISO 4217.")
    source = HoldsFilter(lambda code: {"source": code}, "Code of a source.")
    basis = term("measurement_basis", "basis")
    kind = term("figure_kind", "kind")
    operator = term("figure_operator", "operator")
    price_basis = TermFilter(
        ["nominal", "real"], lambda code: {"price_basis": code}, "With or without inflation."
    )
    q = titled("label", "scope")


class FigureWriter(Writer):
    """How people write the figures of maps and of what stands on them."""

    name = "figures"
    model = Figure
    commands = figures
    near = ("element__roadmap", "on_roadmap")
    places = {
        "element": fields.element(required=False),
        "roadmap": fields.Reference(sight.roadmap, required=False),
    }
    told = {"element": "element__code"}

    def rows(self):
        return super().rows().filter(Q(element__isnull=False) | Q(on_roadmap__isnull=False))

    def put(self, actor, values):
        return figures.state(actor, required_one(values, "element", "roadmap"), **values)

    def checked(self, actor, thing, item):
        """Another figure that it tells again, or of which it is a part, may be hidden."""
        ties = [name for name in ("told_as", "part_of") if item[name]]
        return {name: None for name in ties if sight.figure(actor, item[name]) is None}


class FigureViewSet(Writable, Entries):
    """Published figures. Money is in whole units of its currency, never in millions."""

    kind = "figure"
    writer = FigureWriter()
    serializer_class = FigureEntrySerializer
    filterset_class = FigureFilter
    orders = DATED
    columns = COLUMNS

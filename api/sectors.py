from django.db.models import Prefetch
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field

from api import organisations, programmes
from api.expansions import Expansion, finder
from api.figures import FigureSerializer
from api.filters import CodeFilter, FilterSet, WordsFilter
from api.organisations import OPEN_FIGURES
from api.resources import Resource, by
from api.serializers import Code, Plain, TranslatedPlain
from sectors.models import Classification, Cluster, Grouping, Sector


class ClassificationSerializer(Plain):
    """The code that a statistical scheme gives to a sector."""

    source = Code(allow_null=True)

    class Meta:
        model = Classification
        fields = ["scheme", "version", "code", "source", "certainty"]
        read_only_fields = fields


class GroupSerializer(TranslatedPlain):
    """A cluster, as a sector names it."""

    class Meta:
        model = Cluster
        fields = ["scheme", "code", "name", "translations"]
        read_only_fields = fields


class GroupingSerializer(Plain):
    """The cluster of one scheme in which a sector stands."""

    cluster = GroupSerializer(read_only=True)
    source = Code(allow_null=True)

    class Meta:
        model = Grouping
        fields = ["cluster", "note", "source", "certainty"]
        read_only_fields = fields


class SectorSerializer(TranslatedPlain):
    programme = Code()
    lead = Code(allow_null=True)
    classifications = ClassificationSerializer(many=True, read_only=True)
    groupings = GroupingSerializer(many=True, read_only=True)
    figures = FigureSerializer(many=True, read_only=True)

    class Meta:
        model = Sector
        fields = [
            "id", "code", "name", "programme", "lead", "is_priority", "regions",
            "classifications", "groupings", "figures", "note", "translations", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class SectorFilter(FilterSet):
    programme = CodeFilter("programme__code", "Code of a programme.")
    lead = CodeFilter("lead__code", "Code of a lead.")
    cluster = CodeFilter("groupings__cluster__code", "Code of a cluster.", distinct=True)
    is_priority = extend_schema_field({"type": "boolean", "description": "Named as a priority."})(
        filters.BooleanFilter()
    )
    q = WordsFilter("name", "translations__es__name__text")


class SectorViewSet(Resource):
    """Sectors of an economy, with the codes by which statistics know them."""

    queryset = Sector.objects.select_related("programme", "lead").prefetch_related(
        Prefetch("classifications", Classification.objects.select_related("source")),
        Prefetch(
            "groupings",
            Grouping.objects.select_related("source", "cluster").order_by("cluster__scheme", "pk"),
        ),
        Prefetch("figures", OPEN_FIGURES),
    )
    serializer_class = SectorSerializer
    filterset_class = SectorFilter
    lookup_field = "code"
    orders = {"code": by("code"), "name": by("name", "code")}
    expansions = {
        "programme": Expansion(("programme",), programmes.find),
        "lead": Expansion(("lead",), organisations.find),
    }


find = finder(SectorViewSet.queryset, SectorSerializer)

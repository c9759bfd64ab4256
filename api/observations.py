from api import indicators, sources, tables
from api.expansions import Expansion
from api.filters import CodeFilter, FilterSet, column_term
from api.resources import Resource, by
from api.serializers import Code, Plain
from sectors.models import Observation


class ObservationSerializer(Plain):
    indicator = Code()
    source = Code(allow_null=True)

    class Meta:
        model = Observation
        fields = [
            "id", "indicator", "place", "partner", "period", "period_note", "operator", "low",
            "high", "status", "vintage", "scope", "source", "certainty", "note", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class ObservationFilter(FilterSet):
    indicator = CodeFilter("indicator__code", "Code of an indicator.")
    programme = CodeFilter("indicator__programme__code", "Code of a programme.")
    sector = CodeFilter("indicator__sectors__code", "Code of a sector.", distinct=True)
    place = CodeFilter(says="As it is told.")
    partner = CodeFilter(says="As it is told.")
    period = CodeFilter(says="As it is told.")
    vintage = CodeFilter(says="As it is told.")
    status = column_term("observation_status")
    certainty = column_term("certainty")


class ObservationViewSet(Resource):
    """Values of indicators. What was published first and what was revised stand side by side."""

    queryset = Observation.objects.select_related("indicator", "source")
    serializer_class = ObservationSerializer
    filterset_class = ObservationFilter
    orders = {
        "indicator": by("indicator__code", "position", "pk"),
        "period": by("period", "pk"),
        "place": by("place", "pk"),
    }
    columns = tables.columns(*ObservationSerializer.Meta.fields)
    expansions = {
        "indicator": Expansion(("indicator",), indicators.find),
        "source": Expansion(("source",), sources.find),
    }

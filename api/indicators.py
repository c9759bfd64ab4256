from django.db.models import Prefetch

from api import organisations, programmes
from api.expansions import Expansion, finder
from api.filters import CodeFilter, FilterSet, WordsFilter, column_term
from api.resources import Resource, by
from api.serializers import Code, TranslatedPlain
from sectors.models import Indicator, Sector


class IndicatorSerializer(TranslatedPlain):
    programme = Code()
    owner = Code(allow_null=True)
    sectors = Code(many=True)

    class Meta:
        model = Indicator
        fields = [
            "id", "code", "name", "programme", "sectors", "unit", "currency", "kind",
            "frequency", "frequency_note", "direction", "owner", "next_due", "note",
            "translations", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class IndicatorFilter(FilterSet):
    programme = CodeFilter("programme__code", "Code of a programme.")
    sector = CodeFilter("sectors__code", "Code of a sector.", distinct=True)
    kind = column_term("figure_kind")
    frequency = column_term("frequency")
    direction = column_term("desired_direction")
    q = WordsFilter("name", "translations__es__name__text")


class IndicatorViewSet(Resource):
    """What is measured again and again, of a sector or of a whole country."""

    queryset = Indicator.objects.select_related("programme", "owner").prefetch_related(
        Prefetch("sectors", Sector.objects.order_by("code"))
    )
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    lookup_field = "code"
    orders = {"code": by("code"), "name": by("name", "code")}
    expansions = {
        "programme": Expansion(("programme",), programmes.find),
        "owner": Expansion(("owner",), organisations.find),
    }


find = finder(IndicatorViewSet.queryset, IndicatorSerializer)

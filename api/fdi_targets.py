from rest_framework import serializers

from api.elements import ElementFilter, Elements, ElementSerializer, columns
from api.filters import HoldsFilter, term
from api.serializers import Term
from roadmaps.models import FDITarget


class FDITargetSerializer(ElementSerializer):
    """A kind of foreign investment that the country wants to host: an activity, not an investor."""

    quality_tests = serializers.ListField(child=Term("fdi_quality"), read_only=True)

    class Meta(ElementSerializer.Meta):
        model = FDITarget
        fields = [*ElementSerializer.Meta.fields, *FDITarget.OWN]
        read_only_fields = fields


class FDITargetFilter(ElementFilter):
    motive = term("fdi_motive", "motive")
    mode = term("fdi_mode", "mode")
    stage = term("fdi_stage", "stage")
    quality_test = term("fdi_quality", where=lambda code: {"quality_tests": [code]})
    origin_country = HoldsFilter(
        lambda code: {"origin_countries": [code.upper()]}, "ISO 3166-1 of a country it comes from."
    )


class FDITargetViewSet(Elements):
    """Published targets for foreign investment: activities to win, never names of investors."""

    kind = "fdi_target"
    serializer_class = FDITargetSerializer
    filterset_class = FDITargetFilter
    columns = columns(*FDITarget.OWN)

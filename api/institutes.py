from django.db.models import Prefetch
from rest_framework import serializers

from api import organisations, sources
from api.expansions import Expansion
from api.filters import CodeFilter, FilterSet, WordsFilter, column_term
from api.organisations import ShortOrganisationSerializer
from api.resources import Resource, by
from api.serializers import Code, Plain
from sectors.models import FundingShare, Institute, Sector


class FundingShareSerializer(Plain):
    """Which part of an institute's income comes from where."""

    source = Code(allow_null=True)

    class Meta:
        model = FundingShare
        fields = ["period", "kind", "operator", "percent", "of_what", "note", "source", "certainty"]
        read_only_fields = fields


class InstituteSerializer(Plain):
    code = serializers.CharField(source="organisation.code", read_only=True)
    organisation = ShortOrganisationSerializer(read_only=True)
    programme = Code(allow_null=True)
    sectors = Code(many=True)
    funding_shares = FundingShareSerializer(many=True, read_only=True)
    source = Code(allow_null=True)

    class Meta:
        model = Institute
        fields = [
            "id", "code", "organisation", "programme", "host", "place", "family", "fields",
            "sectors", "stage", "funding_shares", "source", "certainty", "note", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class InstituteFilter(FilterSet):
    programme = CodeFilter("programme__code", "Code of a programme.")
    sector = CodeFilter("sectors__code", "Code of a sector.", distinct=True)
    stage = column_term("institute_stage")
    family = CodeFilter(says="As it is told.")
    q = WordsFilter("organisation__name", "host")


class InstituteViewSet(Resource):
    """Research centres on their way to industrial innovation institutes, and how they are paid."""

    queryset = Institute.objects.select_related(
        "organisation", "programme", "source"
    ).prefetch_related(
        Prefetch("sectors", Sector.objects.order_by("code")),
        Prefetch("funding_shares", FundingShare.objects.select_related("source")),
    )
    serializer_class = InstituteSerializer
    filterset_class = InstituteFilter
    lookup_field = "organisation__code"
    lookup_url_kwarg = "code"
    orders = {"code": by("organisation__code"), "name": by("organisation__name", "pk")}
    expansions = {
        "organisation": Expansion(("organisation",), organisations.find),
        "source": Expansion(("source",), sources.find),
    }

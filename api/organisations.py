from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Organisation
from accounts.organisations import HELICES
from accounts.rules import maintains
from api import sources
from api.expansions import Expansion, finder
from api.figures import FigureSerializer
from api.filters import CodeFilter, FilterSet, TermFilter, WordsFilter, column_term
from api.resources import Resource, by
from api.serializers import Code, Plain, TranslatedPlain
from roadmaps.models import Figure
from sectors.models import Fact

OPEN_FIGURES = Figure.objects.filter(visibility="public").select_related("source")
FACTS = Fact.objects.select_related("source").order_by("position", "pk")


class FactSerializer(TranslatedPlain):
    """Something known in words."""

    source = Code(allow_null=True)

    class Meta:
        model = Fact
        fields = ["label", "text", "translations", "source", "certainty"]
        read_only_fields = fields


class ShortOrganisationSerializer(Plain):
    """An organisation as maps name it."""

    helix = serializers.CharField(read_only=True)

    class Meta:
        model = Organisation
        fields = ["code", "name", "short_name", "kind", "helix"]
        read_only_fields = fields


class OrganisationSerializer(ShortOrganisationSerializer):
    predecessors = Code(many=True)
    successors = Code(many=True)
    facts = FactSerializer(many=True, read_only=True)
    figures = FigureSerializer(many=True, read_only=True)
    revision = serializers.SerializerMethodField(
        help_text="Told to those who belong to it: it counts what is done with its people, too."
    )

    class Meta:
        model = Organisation
        fields = [
            "id", "code", "name", "short_name", "kind", "helix", "country", "ror",
            "register_number", "members_represented", "role_in_maps", "validity",
            "predecessors", "successors", "facts", "figures", "note", "revision",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_revision(self, organisation):
        return organisation.revision if organisation.pk in self.context.get("own", ()) else None


class OrganisationFilter(FilterSet):
    kind = column_term("organisation_kind")
    helix = TermFilter(sorted(set(HELICES.values())), says="Side of society.", method="of_helices")
    country = CodeFilter(lookup_expr="iexact", says="ISO 3166-1.")
    q = WordsFilter("name", "short_name")

    def of_helices(self, queryset, name, value):
        kinds = [kind for kind, helix in HELICES.items() if helix in value]
        return queryset.filter(kind__in=kinds)


class OrganisationViewSet(Resource):
    """Who writes, comments on and carries out the maps: then and now, with their successors."""

    queryset = Organisation.objects.prefetch_related(
        Prefetch("predecessors", Organisation.objects.order_by("code")),
        Prefetch("successors", Organisation.objects.order_by("code")),
        Prefetch("facts", FACTS),
        Prefetch("figures", OPEN_FIGURES),
    )
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilter
    lookup_field = "code"
    orders = {"code": by("code"), "name": by("name", "code")}
    expansions = {"source": Expansion(("facts", "source"), sources.find)}

    def get_serializer_context(self):
        actor, every = self.request.user, Organisation.objects
        own = every.all() if maintains(actor, None) else every.of(actor)
        return super().get_serializer_context() | {"own": {*own.values_list("pk", flat=True)}}


find = finder(OrganisationViewSet.queryset, OrganisationSerializer)

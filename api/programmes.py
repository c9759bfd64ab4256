from django.db.models import Prefetch

from api import organisations
from api.expansions import Expansion, finder
from api.figures import FigureSerializer
from api.filters import CodeFilter, FilterSet, WordsFilter
from api.organisations import FACTS, OPEN_FIGURES, FactSerializer
from api.resources import Resource, by
from api.serializers import Code, Plain, TranslatedPlain
from sectors.models import Claim, Conflict, Event, Pillar, Programme


class PillarSerializer(TranslatedPlain):
    """What a programme calls one of the pillars."""

    source = Code(allow_null=True)

    class Meta:
        model = Pillar
        fields = ["code", "name", "translations", "source", "certainty"]
        read_only_fields = fields


class EventSerializer(TranslatedPlain):
    """A day in the life of a programme."""

    source = Code(allow_null=True)

    class Meta:
        model = Event
        fields = ["date", "text", "translations", "source", "certainty"]
        read_only_fields = fields


class ClaimSerializer(Plain):
    """What one of the contradicting sources says."""

    source = Code(allow_null=True)

    class Meta:
        model = Claim
        fields = ["text", "source", "certainty"]
        read_only_fields = fields


class ConflictSerializer(TranslatedPlain):
    """Sources that contradict each other about one thing."""

    claims = ClaimSerializer(many=True, read_only=True)

    class Meta:
        model = Conflict
        fields = ["code", "about", "reading", "translations", "claims"]
        read_only_fields = fields


class ProgrammeSerializer(TranslatedPlain):
    owner = Code(allow_null=True)
    pillars = PillarSerializer(many=True, read_only=True)
    events = EventSerializer(many=True, read_only=True)
    facts = FactSerializer(many=True, read_only=True)
    figures = FigureSerializer(many=True, read_only=True)
    conflicts = ConflictSerializer(many=True, read_only=True)

    class Meta:
        model = Programme
        fields = [
            "id", "code", "name", "place", "languages", "licence", "owner", "pillars", "events",
            "facts", "figures", "conflicts", "note", "translations", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class ProgrammeFilter(FilterSet):
    place = CodeFilter(lookup_expr="iexact", says="ISO 3166.")
    q = WordsFilter("name", "translations__es__name__text")


class ProgrammeViewSet(Resource):
    """Countries' and regions' sets of maps, with what is known of each as a whole."""

    queryset = Programme.objects.select_related("owner").prefetch_related(
        Prefetch("pillars", Pillar.objects.select_related("source")),
        Prefetch("events", Event.objects.select_related("source").order_by("date", "pk")),
        Prefetch("facts", FACTS),
        Prefetch("figures", OPEN_FIGURES),
        Prefetch("conflicts", Conflict.objects.order_by("code")),
        Prefetch("conflicts__claims", Claim.objects.select_related("source")),
    )
    serializer_class = ProgrammeSerializer
    filterset_class = ProgrammeFilter
    lookup_field = "code"
    orders = {"code": by("code"), "name": by("name", "code")}
    expansions = {"owner": Expansion(("owner",), organisations.find)}


find = finder(ProgrammeViewSet.queryset, ProgrammeSerializer)

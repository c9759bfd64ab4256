"""The document of a map, described."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from api.challenges import ChallengeSerializer
from api.elements import ParticipationSerializer
from api.fdi_targets import FDITargetSerializer
from api.figures import FigureSerializer
from api.goals import GoalSerializer
from api.infrastructure import InfrastructureSerializer
from api.initiatives import InitiativeSerializer
from api.links import LinkSerializer
from api.organisations import ShortOrganisationSerializer
from api.serializers import Period, Term
from api.skills import SkillSerializer
from api.sources import SourceSerializer
from api.technologies import TechnologySerializer
from sectors.models import Source

KINDS: dict[str, Any] = {
    "challenge": ChallengeSerializer,
    "goal": GoalSerializer,
    "fdi_target": FDITargetSerializer,
    "technology": TechnologySerializer,
    "skill": SkillSerializer,
    "infrastructure": InfrastructureSerializer,
    "initiative": InitiativeSerializer,
}
AnyElement = PolymorphicProxySerializer(
    component_name="AnyElement",
    serializers=KINDS,
    resource_type_field_name="kind",
    many=True,
)


class NamedSerializer(serializers.Serializer):
    """A sector, as maps name it."""

    code = serializers.CharField()
    name = serializers.CharField()
    translations = serializers.DictField()


class PlacedSerializer(NamedSerializer):
    """A programme, as maps name it."""

    place = serializers.CharField()


class HorizonsSerializer(serializers.Serializer):
    """The years up to which the short and the medium term and the vision reach."""

    base_year = serializers.IntegerField()
    short_until = serializers.IntegerField()
    medium_until = serializers.IntegerField()
    vision_year = serializers.IntegerField()


class RelationSerializer(serializers.Serializer):
    """How a map follows from another one."""

    kind = Term("map_relation")
    slug = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    on = Period(allow_null=True)
    note = serializers.CharField(allow_null=True)


class MapSerializer(serializers.Serializer):
    """What a map says of itself."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    prefix = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField(allow_null=True)
    vision = serializers.CharField(allow_null=True)
    note = serializers.CharField(allow_null=True)
    languages = serializers.ListField(child=serializers.CharField())
    translations = serializers.DictField()
    programme = PlacedSerializer()
    sector = NamedSerializer(allow_null=True)
    lead = ShortOrganisationSerializer(allow_null=True)
    horizons = HorizonsSerializer()
    relations = RelationSerializer(many=True)


class CitedSerializer(SourceSerializer):
    """A source, as maps cite it."""

    class Meta:
        model = Source
        fields = ["code", "title", "publisher", "date", "url", "kind", "licence", "note"]
        read_only_fields = fields


class TextSerializer(serializers.Serializer):
    """A section of the text of a map, or the body of an element, as it was settled."""

    id = serializers.UUIDField()
    kind = Term("narrative_kind")
    title = serializers.CharField()
    language = serializers.CharField()
    element = serializers.CharField(allow_null=True)
    is_withdrawn = serializers.BooleanField()
    version = serializers.IntegerField()
    document = serializers.JSONField(help_text="The text as a tree, of the nodes of ProseMirror.")


class DocumentSerializer(serializers.Serializer):
    """A whole map in one document, as an edition freezes it."""

    schema = serializers.IntegerField()
    roadmap = MapSerializer()
    elements = serializers.SerializerMethodField()
    figures = FigureSerializer(many=True)
    participations = ParticipationSerializer(many=True)
    links = LinkSerializer(many=True)
    sources = CitedSerializer(many=True)
    narratives = TextSerializer(many=True, help_text="The running texts, in their order.")

    @extend_schema_field(AnyElement)
    def get_elements(self, document): ...

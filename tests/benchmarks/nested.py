"""The same map by nested serializers, as one would write it without stored editions."""

from rest_framework import generics, serializers

from accounts.models import Organisation
from roadmaps.elements import KINDS, Element
from roadmaps.models import Figure, Link, Participation, Roadmap
from sectors.models import Source


class SourceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Source
        fields = ["code", "title", "publisher", "date", "url", "kind", "licence", "note"]


class OrganisationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["code", "name", "short_name", "kind"]


class ParticipationSerializer(serializers.ModelSerializer):
    organisation = OrganisationSerializer()

    class Meta:
        model = Participation
        fields = ["organisation", "group", "role", "note"]


class FigureSerializer(serializers.ModelSerializer):
    source = SourceSerializer()

    class Meta:
        model = Figure
        exclude = ["element", "on_roadmap", "sector", "programme", "organisation", "position"]


class LinkSerializer(serializers.ModelSerializer):
    class Meta:
        model = Link
        fields = ["id", "kind", "source", "target", "strength", "reason", "certainty"]


class ElementSerializer(serializers.ModelSerializer):
    source = SourceSerializer()
    sectors = serializers.SlugRelatedField("code", many=True, read_only=True)
    participations = ParticipationSerializer(many=True)
    figures = FigureSerializer(many=True)
    links_out = LinkSerializer(many=True)
    links_in = LinkSerializer(many=True)

    class Meta:
        model = Element
        exclude = ["roadmap"]

    def to_representation(self, element):
        kind = element.kind.replace("_", "")
        own = {name: getattr(getattr(element, kind), name) for name in KINDS[element.kind].OWN}
        plain = {name: value for name, value in own.items() if isinstance(value, str | int | list)}
        return super().to_representation(element) | plain


class RoadmapSerializer(serializers.ModelSerializer):
    elements = ElementSerializer(many=True)
    figures = FigureSerializer(many=True)

    class Meta:
        model = Roadmap
        exclude = ["head"]


class NestedRoadmap(generics.RetrieveAPIView):
    """One map with all that hangs on it, prefetched as it should be."""

    serializer_class = RoadmapSerializer
    lookup_field = "slug"
    queryset = Roadmap.objects.select_related("programme", "sector", "lead").prefetch_related(
        "figures__source",
        "elements__source",
        "elements__sectors",
        "elements__participations__organisation",
        "elements__figures__source",
        "elements__links_out",
        "elements__links_in",
        *(f"elements__{kind.replace('_', '')}" for kind in KINDS),
    )

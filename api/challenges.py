from rest_framework import serializers

from api.elements import ElementFilter, Elements, ElementSerializer, columns
from api.filters import AtLeastFilter, HoldsFilter, term
from api.serializers import Term
from roadmaps.models import Challenge


class ChallengeSerializer(ElementSerializer):
    """What blocks the sector, threatens it, or opens a door to it."""

    categories = serializers.ListField(child=Term("challenge_category"), read_only=True)
    parent = serializers.CharField(allow_null=True, read_only=True)

    class Meta(ElementSerializer.Meta):
        model = Challenge
        fields = [*ElementSerializer.Meta.fields, *Challenge.OWN]
        read_only_fields = fields


class ChallengeFilter(ElementFilter):
    valence = term("challenge_valence", "valence")
    category = term("challenge_category", where=lambda code: {"categories": [code]})
    barrier = term("challenge_barrier", "barrier")
    severity_min = AtLeastFilter("severity", range(1, 6))
    parent = HoldsFilter(lambda code: {"parent": code}, "Code of the challenge it is a part of.")


class ChallengeViewSet(Elements):
    """Published challenges and opportunities: why the sector has to change."""

    kind = "challenge"
    serializer_class = ChallengeSerializer
    filterset_class = ChallengeFilter
    columns = columns(*Challenge.OWN)

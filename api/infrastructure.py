from api.elements import ElementFilter, Elements, ElementSerializer, columns
from api.filters import term
from roadmaps.models import Infrastructure


class InfrastructureSerializer(ElementSerializer):
    """A facility, network or service that the sector needs at a place by a time."""

    class Meta(ElementSerializer.Meta):
        model = Infrastructure
        fields = [*ElementSerializer.Meta.fields, *Infrastructure.OWN]
        read_only_fields = fields


class InfrastructureFilter(ElementFilter):
    facility = term("facility")
    status = term("facility_status", "status")


class InfrastructureViewSet(Elements):
    """Published facilities, networks and services that sectors need."""

    kind = "infrastructure"
    serializer_class = InfrastructureSerializer
    filterset_class = InfrastructureFilter
    columns = columns(*Infrastructure.OWN)

from api.elements import ElementFilter, Elements, ElementSerializer, columns
from api.filters import AtLeastFilter, term
from roadmaps.models import Technology


class TechnologySerializer(ElementSerializer):
    """A technology that the sector must develop, adapt or take up."""

    class Meta(ElementSerializer.Meta):
        model = Technology
        fields = [*ElementSerializer.Meta.fields, *Technology.OWN]
        read_only_fields = fields


class TechnologyFilter(ElementFilter):
    role = term("technology_role", "role")
    trl_now_min = AtLeastFilter("trl_now", range(1, 10))
    trl_needed_min = AtLeastFilter("trl_needed", range(1, 10))


class TechnologyViewSet(Elements):
    """Published technologies: which ones, how ready they are, and how far they are taken up."""

    kind = "technology"
    serializer_class = TechnologySerializer
    filterset_class = TechnologyFilter
    columns = columns(*Technology.OWN)

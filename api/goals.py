from api.elements import ElementFilter, Elements, ElementSerializer, columns
from api.filters import HoldsFilter, term
from api.serializers import Code
from roadmaps.models import Goal


class GoalSerializer(ElementSerializer):
    """A measurable state that the sector should reach by a year."""

    indicator = Code(allow_null=True)

    class Meta(ElementSerializer.Meta):
        model = Goal
        fields = [*ElementSerializer.Meta.fields, *Goal.OWN]
        read_only_fields = fields


class GoalFilter(ElementFilter):
    indicator = HoldsFilter(lambda code: {"indicator": code}, "Code of an indicator.")
    direction = term("desired_direction", "direction")


class GoalViewSet(Elements):
    """Published goals: measurable states, each with figures for its baseline and its target."""

    kind = "goal"
    serializer_class = GoalSerializer
    filterset_class = GoalFilter
    columns = columns(*Goal.OWN)

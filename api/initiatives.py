from api.elements import ElementFilter, Elements, ElementSerializer, columns
from api.filters import term
from api.milestones import MilestoneSerializer, ProgressSerializer
from roadmaps.models import Initiative


class InitiativeSerializer(ElementSerializer):
    """A funded or fundable piece of public or joint action, with a lead and dates."""

    milestones = MilestoneSerializer(many=True, read_only=True)
    progress = ProgressSerializer(many=True, read_only=True)

    class Meta(ElementSerializer.Meta):
        model = Initiative
        fields = [*ElementSerializer.Meta.fields, *Initiative.OWN, "milestones", "progress"]
        read_only_fields = fields


class InitiativeFilter(ElementFilter):
    instrument = term("instrument_type", "instrument")
    status = term("initiative_status", "status")
    rationale = term("rationale")
    additionality = term("additionality")


class InitiativeViewSet(Elements):
    """Published initiatives: who does what, from when to when, with milestones and progress."""

    kind = "initiative"
    serializer_class = InitiativeSerializer
    filterset_class = InitiativeFilter
    columns = columns(*Initiative.OWN)

from rest_framework import serializers

from api import fields, tables
from api.entries import Entries, EntryFilter, titled
from api.filters import HoldsFilter
from api.serializers import Abilities, Period, Term
from api.writers import Writer
from api.writing import Writable
from roadmaps import milestones
from roadmaps.models import Milestone

COLUMNS = tables.columns("roadmap", "initiative", "id", "title", "planned", "forecast", "achieved")
PROGRESS_COLUMNS = tables.columns("initiative", "id", "as_of", "status", "confidence", "narrative")


class MilestoneSerializer(serializers.Serializer):
    """A step of an initiative that can be reached or missed."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    planned = Period(allow_null=True)
    forecast = Period(allow_null=True)
    achieved = Period(allow_null=True)


class ProgressSerializer(serializers.Serializer):
    """What the lead of an initiative says of its progress, on a day."""

    id = serializers.UUIDField()
    as_of = serializers.DateField()
    status = Term("initiative_status")
    confidence = Term("delivery_confidence")
    narrative = serializers.CharField(allow_null=True)


class MilestoneEntrySerializer(MilestoneSerializer):
    """A published milestone, with the map and the initiative on which it stands."""

    roadmap = serializers.CharField()
    initiative = serializers.CharField()
    told_on = serializers.DateField(
        allow_null=True,
        help_text="When `forecast` or `achieved` was told last, if that was after the edition.",
    )
    abilities = Abilities(required=False)


class MilestoneFilter(EntryFilter):
    certainty = None
    initiative = HoldsFilter(lambda code: {"initiative": code}, "Code of an initiative.")
    planned = HoldsFilter(lambda period: {"planned": period}, "As it is told, in EDTF.")
    q = titled("title")


class MilestoneWriter(Writer):
    """How people write milestones."""

    name = "milestones"
    model = Milestone
    commands = milestones
    near = ("initiative__roadmap",)
    places = {"initiative": fields.element("initiative")}
    told = {"initiative": "initiative__code"}

    def put(self, actor, values):
        return milestones.plan(actor, values.pop("initiative"), values.pop("title"), **values)


class MilestoneViewSet(Writable, Entries):
    """Published milestones of initiatives: planned, expected, reached.

    What is expected and reached is told as it comes in, on top of the edition; `told_on` says when.
    """

    kind = "milestone"
    writer = MilestoneWriter()
    serializer_class = MilestoneEntrySerializer
    filterset_class = MilestoneFilter
    columns = COLUMNS | tables.columns("told_on")
    expansions = {"roadmap": Entries.expansions["roadmap"]}

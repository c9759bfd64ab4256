from rest_framework import serializers

from api import fields, tables
from api.entries import Entries, EntryFilter
from api.filters import HoldsFilter, term
from api.milestones import PROGRESS_COLUMNS, ProgressSerializer
from api.resources import by
from api.serializers import Abilities
from api.writers import Writer
from api.writing import Writable
from roadmaps import milestones
from roadmaps.models import ProgressUpdate


class ProgressUpdateSerializer(ProgressSerializer):
    """What is said of the progress of an initiative, with the map and the initiative."""

    roadmap = serializers.CharField()
    initiative = serializers.CharField()
    abilities = Abilities(required=False)


class ProgressUpdateWriter(Writer):
    """How people report on the progress of an initiative."""

    name = "progress-updates"
    model = ProgressUpdate
    commands = milestones
    near = ("initiative__roadmap",)
    places = {"initiative": fields.element("initiative")}
    told = {"initiative": "initiative__code"}

    def put(self, actor, values):
        return milestones.report(actor, values.pop("initiative"), **values)


class ProgressUpdateFilter(EntryFilter):
    certainty = None
    initiative = HoldsFilter(lambda code: {"initiative": code}, "Code of an initiative.")
    confidence = term("delivery_confidence", "confidence")
    status = term("initiative_status", "status")


class ProgressUpdateViewSet(Writable, Entries):
    """Reports on published initiatives, as they come in: they wait for no new edition."""

    kind = "progress_update"
    writer = ProgressUpdateWriter()
    serializer_class = ProgressUpdateSerializer
    filterset_class = ProgressUpdateFilter
    columns = tables.columns("roadmap") | PROGRESS_COLUMNS
    orders = {"initiative": by("key")}
    expansions = {"roadmap": Entries.expansions["roadmap"]}

from rest_framework import serializers

from api import fields
from api.milestones import ProgressSerializer
from api.parts import Parts
from api.serializers import Abilities
from api.writers import Writer
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


class ProgressUpdateViewSet(Parts):
    """Published reports on initiatives. This needs no new edition to be written."""

    member = "progress"
    where = "initiative"
    serializer_class = ProgressUpdateSerializer
    writer = ProgressUpdateWriter()

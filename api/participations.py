from rest_framework import serializers

from api import fields, sight
from api.bodies import required_one
from api.elements import ParticipationSerializer
from api.parts import Parts
from api.serializers import Abilities
from api.writers import Writer
from roadmaps import participations
from roadmaps.models import Participation


class PartSerializer(ParticipationSerializer):
    """What an organisation or a group does, with the map and the element in which it does it."""

    roadmap = serializers.CharField()
    element = serializers.CharField(allow_null=True)
    abilities = Abilities(required=False)


class ParticipationWriter(Writer):
    """How people say who does what."""

    name = "participations"
    model = Participation
    commands = participations
    near = ("element__roadmap", "on_roadmap")
    places = {
        "element": fields.element(required=False),
        "roadmap": fields.Reference(sight.roadmap, required=False),
    }
    told = {"element": "element__code"}

    def put(self, actor, values):
        subject = required_one(values, "element", "roadmap")
        organisation = values.pop("organisation", None)
        return participations.involve(actor, subject, organisation, values.pop("role"), **values)


class ParticipationViewSet(Parts):
    """Who has a part in which element or map, as it is published."""

    member = "participations"
    where = "element"
    serializer_class = PartSerializer
    writer = ParticipationWriter()

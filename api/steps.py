"""The steps in the life of a map, for programs: which follow, what prevents them, taking one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from api import fields, parsing, sight
from api.bodies import Body
from api.negotiation import JSONRenderer
from api.resources import Resource
from api.writing import Outcome, once
from roadmaps import obstacles, workflow
from roadmaps.consultations import Audience
from roadmaps.models import Roadmap
from roadmaps.rules import may_take
from roadmaps.steps import STEPS

REASON: dict[str, Any] = {
    "reason": fields.Text(
        required=False, max_length=2000, help_text="Why; some steps are not taken without it."
    )
}
CLOSES: dict[str, Any] = {
    "closes_at": serializers.DateTimeField(help_text="Until when one may answer.")
}
BODIES: dict[str, dict[str, Any]] = {
    "open_consultation": {
        "title": fields.Text(max_length=200),
        "brief": fields.Text(max_length=20_000),
        "audience": fields.OneOf(Audience.values),
        **CLOSES,
    },
    "extend_consultation": CLOSES,
    "publish": {
        "note": fields.Text(max_length=20_000, help_text="What is new in this edition."),
        "label": fields.Text(required=False, max_length=120),
    },
}
SAID = {
    code: Body(f"{code.title().replace('_', '')}Step", {**BODIES.get(code, {}), **REASON})
    for code in STEPS
    if code != "correct"
}


class ObstacleSerializer(serializers.Serializer):
    """One thing that stands in the way of a step."""

    code = serializers.CharField()
    sentence = serializers.CharField()
    is_grave = serializers.BooleanField(help_text="Otherwise a reason passes it.")
    element = serializers.CharField(allow_null=True)


class StepSerializer(serializers.Serializer):
    """One step that begins at the present stage."""

    code = serializers.CharField()
    label = serializers.CharField()
    ends = serializers.CharField(help_text="The stage after it.")
    roles = serializers.ListField(child=serializers.CharField())
    needs_reason = serializers.BooleanField()
    may_take = serializers.BooleanField(help_text="Whether you have the role for it.")
    obstacles = ObstacleSerializer(many=True)


class StageSerializer(serializers.Serializer):
    """Where a map stands, and what may follow."""

    stage = serializers.CharField()
    revision = serializers.IntegerField()
    steps = StepSerializer(many=True)


class StepViewSet(Resource):
    """The steps in the life of a map, for those who work on it."""

    tag = "roadmaps"
    queryset = Roadmap.objects.none()
    filter_backends = []
    serializer_class = StageSerializer
    scope = "publish"

    def known_parameters(self):
        return {"lang", "format"}

    @extend_schema(responses=StageSerializer)
    def retrieve(self, request, slug):
        """Where the map stands, and which steps may follow."""
        return self._answer(self._roadmap(slug)).response()

    def take(self, request, slug, step):
        """Take a step; under the same key it is taken once."""
        if step not in SAID:
            raise Http404

        def act():
            roadmap = self._roadmap(slug)
            said = SAID[step].read(request.user, parsing.body_of(request))
            return self._answer(workflow.take(request.user, roadmap, step, **said))

        return once(request, act)

    def _roadmap(self, slug):
        roadmap = sight.roadmap(self.request.user, slug)
        if roadmap is None:
            raise Http404
        if not roadmap.roles_of(self.request.user):
            raise PermissionDenied
        return roadmap

    def _answer(self, roadmap):
        told = {
            "stage": roadmap.stage,
            "revision": roadmap.revision,
            "steps": [
                self._told(roadmap, step) for step in STEPS.values() if roadmap.stage in step.begins
            ],
        }
        return Outcome(JSONRenderer().render(told), [roadmap])

    def _told(self, roadmap, step):
        actor = self.request.user
        return {
            "code": step.code,
            "label": str(step),
            "ends": step.ends,
            "roles": sorted(step.roles),
            "needs_reason": step.needs_reason,
            "may_take": may_take(actor, step.code, roadmap),
            "obstacles": [vars(each) for each in obstacles.standing(roadmap, step.code, actor)],
        }

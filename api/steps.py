"""The steps in the life of a map, for programs: which follow, what prevents them, taking one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated

from api import fields, parsing, sight
from api.bodies import Body
from api.corrections import Corrections
from api.negotiation import JSONRenderer
from api.resources import JSON, Resource
from api.roadmaps import draft_of, whole
from api.writing import Outcome, once
from changes.models import lock
from roadmaps import obstacles, signoffs, workflow
from roadmaps.consultations import LONGEST_QUESTION, Audience
from roadmaps.models import Roadmap
from roadmaps.rules import may_take
from roadmaps.steps import STEPS
from terms.vocabulary import label

FREEZING = ("publish", "correct")
REASON: dict[str, Any] = {
    "reason": fields.Text(
        required=False, max_length=2000, help_text="Why; some steps are not taken without it."
    )
}
CLOSES: dict[str, Any] = {"closes_at": fields.Moment(help_text="Until when one may answer.")}
BODIES: dict[str, dict[str, Any]] = {
    "open_consultation": {
        "title": fields.Text(max_length=200),
        "brief": fields.Text(max_length=20_000),
        "audience": fields.OneOf(Audience.values),
        "questions": fields.Several(
            child=fields.Text(max_length=LONGEST_QUESTION),
            required=False,
            help_text="Eight at most.",
        ),
        "notice": fields.Text(
            required=False,
            max_length=5000,
            help_text="What is kept confidential; left out, the usual words are shown.",
        ),
        **CLOSES,
    },
    "extend_consultation": CLOSES,
    "retire": {
        "successor": fields.Reference(
            sight.roadmap,
            required=False,
            help_text="The address of a map in force that takes the place of this one.",
        ),
    },
    "publish": {
        "note": fields.Text(max_length=20_000, help_text="What is new in this edition."),
        "label": fields.Text(required=False, max_length=120),
        "sha256": fields.Text(
            required=False,
            max_length=64,
            help_text="Of the text that you have read: if it is another one now, it is refused.",
        ),
    },
}


class StepBody:
    """A step: what is said with it, and how it is taken."""

    def __init__(self, step: str):
        self.step = step
        name = f"{step.title().replace('_', '')}Step"
        self.body = Body(name, {**BODIES.get(step, {}), **REASON})

    @property
    def serializer(self):
        return self.body.serializer

    def read(self, actor, said, roadmap) -> dict[str, Any]:
        return self.body.read(actor, said)

    def take(self, actor, roadmap, **said: Any) -> Roadmap:
        return workflow.take(actor, roadmap, self.step, **said)


SAID: dict[str, Any] = {step: StepBody(step) for step in STEPS} | {"correct": Corrections()}


def address_of(step: str) -> str:
    """The last word of the address at which a step is taken."""
    return step.replace("_", "-")


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
    address = serializers.CharField(help_text="Where it is taken, by POST.")
    ends = serializers.CharField(help_text="The stage after it.")
    roles = serializers.ListField(child=serializers.CharField())
    needs_reason = serializers.BooleanField()
    may_take = serializers.BooleanField(help_text="Whether you have the role for it.")
    obstacles = ObstacleSerializer(many=True)


class StageSerializer(serializers.Serializer):
    """Where a map stands, and what may follow."""

    stage = serializers.CharField()
    reason = serializers.CharField(allow_null=True, help_text="Of the step that was taken last.")
    revision = serializers.IntegerField()
    edition = serializers.CharField(allow_null=True, help_text="The number of the one in force.")
    sha256 = serializers.CharField(help_text="Of the text that would be published now.")
    steps = StepSerializer(many=True)


class Steps(Resource):
    """What the steps of a map have in common."""

    tag = "roadmaps"
    queryset = Roadmap.objects.none()
    filter_backends = []
    serializer_class = StageSerializer
    scope = "publish"

    def known_parameters(self):
        return {"lang", "format"} if self.action == "retrieve" else {"lang"}

    def answer(self, roadmap) -> Outcome:
        """Where the map stands now."""
        current = roadmap.editions.current().exclude(kind="consultation")
        numbers = [f"{major}.{minor}" for major, minor in current.values_list("major", "minor")]
        text = signoffs.text_of(roadmap)
        told = {
            "stage": roadmap.stage,
            "reason": roadmap.stage_note or None,
            "revision": roadmap.revision,
            "edition": next(iter(numbers), None),
            "sha256": signoffs.hash_of(text),
            "steps": [
                self._told(roadmap, step, text)
                for step in STEPS.values()
                if roadmap.stage in step.begins
            ],
        }
        return Outcome(JSONRenderer().render(told), [roadmap])

    def _told(self, roadmap, step, text):
        actor = self.request.user
        found = obstacles.standing(roadmap, step.code, actor, text)
        return {
            "code": step.code,
            "label": str(step),
            "address": f"/api/v1/roadmaps/{roadmap.slug}/{address_of(step.code)}",
            "ends": step.ends,
            "roles": sorted(step.roles),
            "needs_reason": step.needs_reason,
            "may_take": may_take(actor, step.code, roadmap),
            "obstacles": [vars(each) for each in found],
        }


class StepsViewSet(Steps):
    """Where a map stands, and which steps may follow, for those who work on it."""

    @extend_schema(responses=StageSerializer)
    def retrieve(self, request, slug):
        return whole(request, self.answer(draft_of(request, slug)).content, JSON)


class StepViewSet(Steps):
    """One step in the life of a map."""

    step = ""  # of the vocabulary

    @property
    def is_freezing(self) -> bool:
        """Whether it makes an edition: sent twice it would make two."""
        return self.step in FREEZING

    @property
    def says(self) -> dict[str, str]:
        """What is said of it in the OpenAPI file."""
        step = STEPS[self.step]
        told = f"{label('map_transition', self.step)}."
        roles = ", ".join(sorted(step.roles))
        begins = ", ".join(sorted(step.begins))
        more = f"From: {begins}. To: {step.ends}. By: {roles}."
        return {"take": f"{told}\n\n{more} What stands in the way is told under `obstacles`."}

    def body_of(self, action):
        """The body that the step takes, for the OpenAPI file."""
        return SAID[self.step].serializer

    def answer_of(self, action):
        """What it answers, for the OpenAPI file."""
        return StageSerializer

    def take(self, request, slug):
        """Take a step; under the same key it is taken once."""
        if not request.user.is_authenticated:
            raise NotAuthenticated

        def act():
            roadmap = sight.roadmap(request.user, slug)
            if roadmap is None:
                raise Http404
            if not roadmap.roles_of(request.user):
                raise PermissionDenied
            lock(roadmap)
            said = SAID[self.step].read(request.user, parsing.body_of(request), roadmap)
            return self.answer(SAID[self.step].take(request.user, roadmap, **said))

        return once(request, act, is_new=self.is_freezing)

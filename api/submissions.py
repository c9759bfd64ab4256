"""What organisations say in rounds of consultation, for programs: drafted, sent, with a receipt."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated

from accounts.models import Organisation
from api import bodies, conditions, fields, parsing, sight
from api.affiliations import Affiliations, Tied
from api.bodies import Body
from api.filters import CodeFilter, FilterSet, FlagFilter, column_term
from api.paging import Place
from api.resources import JSON
from api.serializers import Code, Plain, Slug
from api.writing import NOTHING, Outcome, once
from roadmaps import invited, receipts, submissions
from roadmaps.models import Consultation, Submission
from roadmaps.rules import can

SAID = ("publication", "publication_reason", "formed", "members_heard", "submitted_at", "receipt")


class SubmissionSerializer(Plain):
    """What one organisation says in a round, or that it has said nothing yet.

    What it says is absent for those who may only know that it is there.
    """

    consultation = serializers.UUIDField(source="consultation_id", read_only=True)
    roadmap = Slug(source="consultation.roadmap")
    organisation = Code()

    class Meta:
        model = Submission
        fields = [
            "id", "consultation", "roadmap", "organisation", "status", "declined_because", *SAID,
            "revision",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {name: {"required": False} for name in SAID}


class OneSubmissionSerializer(SubmissionSerializer, Tied):
    """The same, with what you may do with it, and what is missing before it can be sent."""

    missing = serializers.ListField(child=serializers.CharField(), required=False)

    class Meta(SubmissionSerializer.Meta):
        fields = [*SubmissionSerializer.Meta.fields, "missing", "abilities", "etag"]


class SubmissionFilter(FilterSet):
    consultation = CodeFilter(says="Id of a round.", method="of_a_round")
    roadmap = CodeFilter("consultation__roadmap__slug", "Slug of a map.")
    organisation = CodeFilter("organisation__code", "Code of an organisation.")
    status = column_term("submission_status")
    mine = FlagFilter("Of an organisation to which you belong.", method="of_mine")

    def of_a_round(self, queryset, name, key):
        return queryset.filter(consultation=key) if sight.is_id(key) else queryset.none()

    def of_mine(self, queryset, name, is_mine):
        mine = Submission.objects.of(self.request.user).values("pk")
        return queryset.filter(pk__in=mine) if is_mine else queryset.exclude(pk__in=mine)


def _round(actor, key):
    seen = Consultation.objects.visible_to(actor)
    return seen.filter(pk=key).first() if sight.is_id(key) else None


BEGUN = Body(
    "NewSubmission",
    {"consultation": fields.Reference(_round), "organisation": fields.coded(Organisation)},
    SubmissionSerializer.Meta.fields,
)
DESCRIBED = Body(
    "SubmissionEdit",
    {
        "base": bodies.BASE,
        **bodies.written(Submission, Submission.WRITTEN, is_new=False),
    },
    (*SubmissionSerializer.Meta.fields, "missing", "abilities", "etag"),
)
SENT = Body(
    "Sending",
    {"base": fields.Whole(min_value=0, help_text="The revision of it that you have checked.")},
)
DECLINED = Body("Declining", {"reason": fields.Text(required=False, max_length=2000)})


class SubmissionViewSet(Affiliations):
    """Submissions of your organisations; and those to maps of which you are steward or approver.

    Of another organisation you learn on such a map whether it has answered, and what it sent.
    """

    permission_classes = [IsAuthenticated]
    queryset = Submission.objects.none()
    http_method_names = ["get", "head", "options", "post", "patch"]
    scope = "write"
    serializer_class = SubmissionSerializer
    whole = OneSubmissionSerializer
    filterset_class = SubmissionFilter
    orders = {"organisation": (Place("organisation__code"), Place("pk"))}
    bodies = {
        "create": BEGUN,
        "partial_update": DESCRIBED,
        "submit": SENT,
        "decline": DECLINED,
    }

    def answer_of(self, action):
        return {200: self.whole} if action == "decline" else super().answer_of(action)

    def get_queryset(self):
        seen = Submission.objects.visible_to(self.request.user)
        return seen.select_related("consultation__roadmap", "organisation")

    def tell(self, rows):
        """Each with what it says, for those who read that."""
        keys = [row.pk for row in rows]
        read = Submission.objects.read_by(self.request.user).filter(pk__in=keys)
        read = set(read.values_list("pk", flat=True)) if keys else set()
        items = super().tell(rows)
        for row, item in zip(rows, items, strict=True):
            for name in SAID if row.pk not in read else ():
                item.pop(name, None)
        return items

    def told(self, thing) -> dict[str, Any]:
        item = super().told(thing)
        etag = item.pop("etag")
        if item["abilities"]["edit"]:
            gaps = receipts.gaps(thing)
            item["missing"] = [sentence for said in gaps.values() for sentence in said]
        return item | {"etag": etag}

    def add(self, actor, said):
        """Begin for one's own organisation; who answers for the map invites another one."""
        there, organisation = said["consultation"], said["organisation"]
        if can(actor, "invite", there) and not belongs_to(actor, organisation):
            return self.find(invited.invite(actor, there, organisation).pk)
        return self.find(submissions.begin(actor, there, organisation).pk)

    def edit(self, actor, thing, base, **values):
        values = bodies.emptied(Submission, values)
        return self.find(submissions.describe(actor, thing, base, **values).pk)

    def submit(self, request, pk):
        """Send it in the name of the organisation, as you have checked it; gives the receipt."""
        return self._step(request, pk, receipts.submit, SENT)

    def decline(self, request, pk):
        """Say that the organisation says nothing in this round."""
        return self._step(request, pk, submissions.decline, DECLINED)

    def take_back(self, request, pk):
        """Take back what was sent, to change it and send it again, as long as the round runs."""
        return self._step(request, pk, receipts.take_back)

    def withdraw(self, request, pk):
        """Take back what was sent, for good, as long as the round runs."""
        return self._step(request, pk, receipts.withdraw)

    def remind(self, request, pk):
        """Write once more to an organisation that has sent nothing."""
        return self._step(request, pk, invited.remind)

    @extend_schema(responses={(200, JSON): OpenApiTypes.OBJECT})
    def sent(self, request, pk):
        """What was sent, byte by byte: its SHA-256 is the receipt."""
        thing = self.find(pk)
        is_read = Submission.objects.read_by(request.user).filter(pk=pk).exists()
        if not (is_read and thing.receipt):
            raise NotFound
        headers = {"Cache-Control": "private, no-cache"}
        return HttpResponse(receipts.bytes_of(thing), content_type=JSON, headers=headers)

    def _step(self, request, pk, command, body=NOTHING):
        def do() -> Outcome:
            said = parsing.body_of(request)
            condition = conditions.read(request.headers.get("If-Match"))
            thing = self.find(pk)
            if condition is not None:
                condition.require(thing)
            command(request.user, thing, **body.read(request.user, said))
            return self.outcome(self.find(pk))

        return once(request, do)

    def places_of(self, thing):
        return [thing.organisation, thing.consultation.roadmap]

    def abilities(self, actor, thing):
        is_running = thing.consultation.is_taking
        may_write = is_running and thing.is_open and submissions.drafts(actor, thing)
        may_send = is_running and submissions.sends(actor, thing)
        is_sent = thing.status == submissions.Status.SUBMITTED
        return {
            "edit": may_write,
            "comment": may_write,
            "submit": may_send and thing.status == submissions.Status.DRAFTING,
            "decline": may_send and thing.is_open,
            "take_back": may_send and is_sent,
            "withdraw": may_send and is_sent,
            "remind": is_running and thing.is_open and can(actor, "invite", thing),
        }


def belongs_to(actor, organisation):
    return Organisation.objects.of(actor).filter(pk=organisation.pk).exists()

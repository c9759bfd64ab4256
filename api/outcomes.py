"""What rounds of consultation led to, for programs: as it was published, for everybody."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from api import etags
from api.negotiation import JSONRenderer
from api.resources import JSON, Resource
from roadmaps.models import Consultation, Outcome


class OrganisationSaidSerializer(serializers.Serializer):
    """An organisation that spoke with its name."""

    code = serializers.CharField()
    name = serializers.CharField()


class SideHeardSerializer(serializers.Serializer):
    """One side of society: how many were in the round, and what they did."""

    helix = serializers.CharField()
    asked = serializers.IntegerField()
    invited = serializers.IntegerField()
    drafting = serializers.IntegerField()
    submitted = serializers.IntegerField()
    declined = serializers.IntegerField()
    no_reply = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    members = serializers.IntegerField(help_text="Whom those who sent say that they represent.")


class PublishedSubmissionSerializer(serializers.Serializer):
    """How an organisation that is named formed its position."""

    organisation = OrganisationSaidSerializer()
    helix = serializers.CharField()
    formed = serializers.CharField(allow_null=True)
    members_heard = serializers.IntegerField(allow_null=True)


class PublishedResponseSerializer(serializers.Serializer):
    """You said, we did."""

    number = serializers.IntegerField()
    disposition = serializers.CharField()
    said = serializers.CharField()
    did = serializers.CharField()
    why = serializers.CharField(allow_null=True)
    elements = serializers.ListField(child=serializers.CharField())
    comments = serializers.IntegerField(help_text="How many published comments it answers.")


class PublishedTextSerializer(serializers.Serializer):
    """The running text on which a comment was made, as it was called then."""

    id = serializers.UUIDField()
    title = serializers.CharField()


class PublishedCommentSerializer(serializers.Serializer):
    """One comment; `organisation` is null where it is published without a name."""

    organisation = OrganisationSaidSerializer(allow_null=True)
    helix = serializers.CharField()
    element = serializers.CharField(allow_null=True)
    narrative = PublishedTextSerializer(
        allow_null=True, required=False, help_text="Not told of rounds that are older than texts."
    )
    question = serializers.IntegerField(allow_null=True)
    field = serializers.CharField(allow_null=True)
    quote = serializers.CharField(allow_null=True)
    type = serializers.CharField()
    action = serializers.CharField(allow_null=True)
    text = serializers.CharField()
    proposed = serializers.CharField(allow_null=True)
    response = serializers.IntegerField(allow_null=True)


class OutcomeSerializer(serializers.Serializer):
    """What a round led to: who was heard, what was said as far as it is public, the answers."""

    consultation = serializers.UUIDField()
    roadmap = serializers.CharField()
    title = serializers.CharField()
    edition = serializers.CharField(help_text="With which it was published.")
    published_at = serializers.DateTimeField()
    draft = serializers.CharField(help_text="The number of the text that was asked about.")
    opened = serializers.DateField()
    closed = serializers.DateField()
    questions = serializers.ListField(child=serializers.CharField())
    sides = SideHeardSerializer(many=True)
    submissions = PublishedSubmissionSerializer(many=True)
    responses = PublishedResponseSerializer(many=True)
    comments = PublishedCommentSerializer(many=True)
    confidential = serializers.IntegerField(help_text="Comments that are counted and not shown.")


TOLD = (
    "title", "draft", "opened", "closed", "questions", "sides", "submissions", "responses",
    "comments", "confidential",
)  # fmt: skip


class OutcomeViewSet(Resource):
    """You said, we did: of a round whose answers are published."""

    queryset = Outcome.objects.none()
    serializer_class = OutcomeSerializer

    @extend_schema(responses={200: OutcomeSerializer})
    def retrieve(self, request, pk):
        """What a round led to; before its answers are out there is nothing here."""
        seen = Consultation.objects.visible_to(request.user).values("pk")
        rows = Outcome.objects.filter(consultation=pk, consultation__in=seen)
        known = ("consultation_id", "published_at", "content", "edition__major", "edition__minor")
        found = rows.values_list(*known).first()
        if found is None:
            raise Http404
        key, published_at, content, major, minor = found
        item = {
            "consultation": str(key),
            "roadmap": content["map"]["slug"],
            "edition": f"{major}.{minor}",
            "published_at": published_at,
            **{name: content[name] for name in TOLD},
        }
        body = JSONRenderer().render(item)
        return etags.answer(request, body, JSON, etags.of_item(item, 1))

"""Remarks in rounds of consultation, for programs: each on the precise thing it is about."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from api import bodies, fields, parsing, sight
from api.affiliations import Affiliations, Tied
from api.bodies import Body
from api.filters import CodeFilter, FilterSet, FlagFilter, WordsFilter, column_term
from api.negotiation import JSONRenderer
from api.paging import Place
from api.resources import JSON
from api.serializers import Plain
from api.submissions import belongs_to
from api.writing import NOTHING, Outcome, once
from roadmaps import comments, similarity, verdicts
from roadmaps.models import Answered, Comment, Response, Submission
from roadmaps.rules import can
from roadmaps.submissions import Status, sends


class VerdictSerializer(serializers.Serializer):
    """What the organisation says of the answer."""

    is_satisfied = serializers.BooleanField()
    note = serializers.CharField()


class CommentSerializer(Plain):
    """One remark of an organisation about one place of the text that was frozen."""

    submission = serializers.UUIDField(source="submission_id", read_only=True)
    consultation = serializers.UUIDField(source="submission.consultation_id", read_only=True)
    organisation = serializers.CharField(source="submission.organisation.code", read_only=True)
    element = serializers.CharField(source="element.code", default=None, allow_null=True)
    figure = serializers.UUIDField(source="figure_id", read_only=True, allow_null=True)
    link = serializers.UUIDField(source="link_id", read_only=True, allow_null=True)
    narrative = serializers.UUIDField(source="narrative_id", read_only=True, allow_null=True)
    moved_to = serializers.CharField(source="moved_to.code", default=None, allow_null=True)
    response = serializers.SerializerMethodField(
        help_text="The id of the answer, as far as you may read it."
    )
    verdict = VerdictSerializer(default=None, allow_null=True)

    def get_response(self, comment) -> str | None:
        return self.context["responses"].get(comment.pk)

    class Meta:
        model = Comment
        fields = [
            "id", "submission", "consultation", "organisation", "number", "question", "element",
            "figure", "link", "narrative", "start", "end", "field", "quote", "type",
            "action", "text", "proposed",
            "is_confidential", "confidential_because", "is_withdrawn", "moved_to", "response",
            "verdict", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class OneCommentSerializer(CommentSerializer, Tied):
    """The same, with what you may do with it."""

    class Meta(CommentSerializer.Meta):
        fields = [*CommentSerializer.Meta.fields, "abilities", "etag"]


class CommentFilter(FilterSet):
    consultation = CodeFilter(says="Id of a round.", method="of_a_round")
    submission = CodeFilter(says="Id of a submission.", method="of_a_submission")
    organisation = CodeFilter("submission__organisation__code", "Code of an organisation.")
    element = CodeFilter("element__code", "Code of an element.")
    narrative = CodeFilter(says="Id of a running text.", method="of_a_text")
    type = column_term("comment_type")
    action = column_term("comment_action")
    is_confidential = FlagFilter("Marked as confidential.")
    q = WordsFilter("text", "proposed")

    def of_a_round(self, queryset, name, key):
        return (
            queryset.filter(submission__consultation=key) if sight.is_id(key) else queryset.none()
        )

    def of_a_submission(self, queryset, name, key):
        return queryset.filter(submission=key) if sight.is_id(key) else queryset.none()

    def of_a_text(self, queryset, name, key):
        return queryset.filter(narrative=key) if sight.is_id(key) else queryset.none()


def _submission(actor, key):
    read = Submission.objects.read_by(actor)
    return read.filter(pk=key).first() if sight.is_id(key) else None


WHERE = {
    "question": fields.Whole(required=False, min_value=1, max_value=8),
    "element": fields.Text(required=False, max_length=80, help_text="The code of an element."),
    "figure": fields.Text(required=False, max_length=36, help_text="The id of a figure."),
    "link": fields.Text(required=False, max_length=36, help_text="The id of a link."),
    "narrative": fields.Text(required=False, max_length=36, help_text="The id of a text."),
    "start": fields.Whole(
        required=False, min_value=0, help_text="Where words of it begin, in the frozen version."
    ),
    "end": fields.Whole(required=False, min_value=1, help_text="Where they end."),
    "field": fields.Text(required=False, max_length=60, help_text="A member of it."),
    "quote": fields.Text(required=False, max_length=2000, help_text="Words, as they stand there."),
}
OWNED = (*CommentSerializer.Meta.fields, "abilities", "etag")
NEW = Body(
    "NewComment",
    {
        "submission": fields.Reference(_submission),
        **WHERE,
        **bodies.written(Comment, Comment.WRITTEN, is_new=True),
    },
    OWNED,
)
CHANGED = Body(
    "CommentEdit",
    {"base": bodies.BASE, **bodies.written(Comment, Comment.WRITTEN, is_new=False)},
    OWNED,
)
ATTACHED = Body(
    "Attachment",
    {"element": fields.Reference(sight.element, help_text="The code of an element of the map.")},
)


JUDGED = Body(
    "Judgement",
    {
        "is_satisfied": fields.Flag(),
        "note": fields.Text(required=False, max_length=2000, help_text="What is missing."),
    },
)


class LikeSerializer(serializers.Serializer):
    """Another comment, and how like it is."""

    comment = serializers.UUIDField()
    rank = serializers.FloatField()
    text = serializers.CharField()


class AlikeSerializer(serializers.Serializer):
    """Comments that speak of the same."""

    items = LikeSerializer(many=True)


class CommentViewSet(Affiliations):
    """Remarks of your organisations; and those sent to maps of which you are steward or approver.

    They are written in a submission that is a draft, on the text that was frozen for its round.
    """

    permission_classes = [IsAuthenticated]
    queryset = Comment.objects.none()
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]
    scope = "write"
    serializer_class = CommentSerializer
    whole = OneCommentSerializer
    filterset_class = CommentFilter
    orders = {
        "number": (Place("submission_id"), Place("number")),  # of one organisation after the other
        "element": (Place("element__code", False, True), Place("pk")),
    }
    bodies = {"create": NEW, "partial_update": CHANGED, "attach": ATTACHED, "judge": JUDGED}
    responses: dict[Any, str] = {}

    def get_queryset(self):
        near = (
            "submission__consultation__roadmap", "submission__organisation", "element", "moved_to",
            "verdict",
        )  # fmt: skip
        return Comment.objects.visible_to(self.request.user).select_related(*near)

    def get_serializer_context(self):
        return super().get_serializer_context() | {"responses": self.responses}

    def tell(self, rows):
        """Each with its answer, for those who may read that."""
        read = Response.objects.visible_to(self.request.user).values("pk")
        pairs = Answered.objects.filter(comment__in=[row.pk for row in rows], response__in=read)
        told = pairs.values_list("comment", "response")
        self.responses = {comment: str(response) for comment, response in told}
        return super().tell(rows)

    def add(self, actor, said):
        return self.find(comments.write(actor, said.pop("submission"), **said).pk)

    def edit(self, actor, thing, base, **values):
        values = bodies.emptied(Comment, values)
        return self.find(comments.edit(actor, thing, base, **values).pk)

    def end(self, actor, thing):
        """Take it out of the draft; it can be put back."""
        return comments.withdraw(actor, thing)

    def restore(self, request, pk):
        """Put it back into the draft."""
        return self._step(
            request, pk, lambda it, _said: comments.restore(request.user, it), NOTHING
        )

    def attach(self, request, pk):
        """Say where it belongs, its place being gone: for those who answer for the map."""

        def attach(it, said):
            return comments.attach(request.user, it, said["element"])

        return self._step(request, pk, attach, ATTACHED)

    def judge(self, request, pk):
        """Say in the name of your organisation whether the answer satisfies it."""

        def judge(it, said):
            return verdicts.judge(request.user, it, said["is_satisfied"], said.get("note") or "")

        return self._step(request, pk, judge, JUDGED)

    @extend_schema(responses={200: AlikeSerializer})
    def alike(self, request, pk):
        """Comments of the same round in the same words, for those who answer; the nearest first."""
        thing = self.find(pk)
        if not can(request.user, "hear", thing.submission):
            raise Http404
        found = similarity.alike(thing) if thing.submission.status == Status.SUBMITTED else []
        items = [{"comment": str(each.pk), "rank": each.rank, "text": each.text} for each in found]
        return HttpResponse(JSONRenderer().render({"items": items}), content_type=JSON)

    def _step(self, request, pk, act, body):
        def do() -> Outcome:
            said = parsing.body_of(request)
            thing, _condition = self.held(request, pk)
            act(thing, body.read(request.user, said))
            return self.outcome(self.find(pk))

        return once(request, do)

    def places_of(self, thing) -> list[Any]:
        return [thing.submission.organisation, thing.submission.roadmap]

    def abilities(self, actor, thing):
        submission = thing.submission
        may_write = (
            submission.is_open
            and submission.consultation.is_taking
            and belongs_to(actor, submission.organisation)
        )
        is_sent = submission.status == Status.SUBMITTED
        return {
            "edit": may_write,
            "withdraw": may_write and not thing.is_withdrawn,
            "restore": may_write and thing.is_withdrawn,
            "attach": is_sent and can(actor, "hear", submission),
            "judge": is_sent and thing.pk in self.responses and sends(actor, submission),
        }

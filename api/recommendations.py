from typing import Any

from rest_framework import serializers

from api import bodies, conditions, fields, parsing, sight
from api.affiliations import Tied
from api.bodies import Body
from api.filters import CodeFilter, FilterSet, FlagFilter, WordsFilter, column_term
from api.kept import Kept
from api.paging import Place
from api.serializers import Code, Plain, Term, TranslatedPlain
from api.writing import NOTHING, Outcome, once
from roadmaps import councils, recommendations, replies
from roadmaps.mentions import elements_coded, mentioned
from roadmaps.models import Council, Followup, Recommendation, Reply, Review, Roadmap


class ReplySerializer(Plain):
    """What the addressee answered, on a day."""

    commitments = serializers.SerializerMethodField()

    class Meta:
        model = Reply
        fields = ["response", "reason", "commitments", "revisit_on", "given_on"]
        read_only_fields = fields

    def get_commitments(self, reply: Reply) -> list[str]:
        found = self.context["mentions"].commitments.get(reply.pk, ())
        return [each["code"] for each in found]


class FollowupSerializer(Plain):
    """How far it has got, as somebody told it on a day."""

    organisation = Code(allow_null=True)

    class Meta:
        model = Followup
        fields = ["progress", "note", "organisation", "told_on"]
        read_only_fields = fields


class RecommendationSerializer(TranslatedPlain):
    council = Code()
    number = serializers.CharField(source="code", read_only=True, help_text="Such as 2026-03.")
    addressee = Code(allow_null=True)
    roadmap = serializers.SerializerMethodField()
    review = serializers.SerializerMethodField()
    elements = serializers.SerializerMethodField()
    response = Term("recommendation_response", read_only=True)
    progress = Term("recommendation_progress", read_only=True, allow_null=True)
    replied_on = serializers.DateField(read_only=True, allow_null=True)
    is_overdue = serializers.BooleanField(read_only=True)
    replies = ReplySerializer(many=True, read_only=True)
    followups = FollowupSerializer(many=True, read_only=True)
    source = Code(allow_null=True)

    class Meta:
        model = Recommendation
        fields = [
            "id", "council", "number", "title", "text", "translations", "addressee", "roadmap",
            "review", "elements", "made_on", "due", "response", "replied_on", "is_overdue",
            "progress", "replies", "followups", "source", "certainty", "revision",
        ]  # fmt: skip
        read_only_fields = fields

    def get_roadmap(self, recommendation: Recommendation) -> str | None:
        found = self.context["mentions"].maps.get(recommendation.roadmap_id)
        return found and found["slug"]

    def get_review(self, recommendation: Recommendation) -> str | None:
        key = recommendation.review_id
        return str(key) if key in self.context["mentions"].reviews else None

    def get_elements(self, recommendation: Recommendation) -> list[str]:
        found = self.context["mentions"].elements.get(recommendation.pk, ())
        return [each["code"] for each in found]


class OneRecommendationSerializer(RecommendationSerializer, Tied):
    """A recommendation, with what you may do about it."""

    class Meta(RecommendationSerializer.Meta):
        fields = [*RecommendationSerializer.Meta.fields, "abilities", "etag"]


class RecommendationFilter(FilterSet):
    council = CodeFilter("council__code", "Code of a council.")
    addressee = CodeFilter("addressee__code", "Code of an organisation.")
    roadmap = CodeFilter(says="Slug of a map.", method="of_a_map")
    element = CodeFilter(says="Code of an element.", method="of_an_element")
    response = column_term("recommendation_response")
    progress = column_term("recommendation_progress")
    is_overdue = FlagFilter("Without a reply, although its day is over.", method="of_time")
    is_draft = FlagFilter("Not made yet; told to those who keep the council.", method="of_drafts")
    q = WordsFilter("title", "text", "translations__es__title__text")

    def of_a_map(self, queryset, name, slug):
        maps = Roadmap.objects.visible_to(self.request.user).filter(slug=slug)
        return queryset.filter(roadmap__in=maps.values("pk"))

    def of_an_element(self, queryset, name, code):
        named = Recommendation.elements.through.objects.filter(
            element__in=elements_coded(self.request.user, code.upper())
        )
        return queryset.filter(pk__in=named.values("recommendation"))

    def of_time(self, queryset, name, is_overdue):
        late = Recommendation.objects.overdue().values("pk")
        return queryset.filter(pk__in=late) if is_overdue else queryset.exclude(pk__in=late)

    def of_drafts(self, queryset, name, is_draft):
        return queryset.filter(made_on__isnull=is_draft)


class Elements(fields.Several):
    """Elements, by their codes; what the writer may not see is not there."""

    def __init__(self, **kwargs):
        super().__init__(child=fields.Text(max_length=80), required=False, **kwargs)

    def find(self, actor, codes: list[str]) -> list[Any]:
        found = [sight.element(actor, code) for code in codes]
        for code, element in zip(codes, found, strict=True):
            if element is None:
                raise fields.missing(code)
        return found


def _review(actor, key):
    seen = Review.objects.visible_to(actor)
    return seen.filter(pk=key).first() if sight.is_id(key) else None


PLAIN = ("title", "text", "addressee", "due", "source", "certainty", "translations")
NAMED = {
    "roadmap": fields.Reference(sight.roadmap, required=False, allow_null=True),
    "review": fields.Reference(_review, required=False, allow_null=True),
    "elements": Elements(),
}
ANSWER = Body(
    "NewReply",
    {
        "base": bodies.BASE,
        **bodies.written(Reply, ("response", "reason", "revisit_on"), is_new=True),
        "commitments": Elements(),
    },
)
FOLLOWED = Body(
    "NewFollowup",
    {"base": bodies.BASE, **bodies.written(Followup, ("progress", "note"), is_new=True)},
)
OWNED = (
    "id", "number", "made_on", "response", "replied_on", "is_overdue", "progress", "replies",
    "followups", "revision", "abilities", "etag",
)  # fmt: skip


class RecommendationViewSet(Kept):
    """What councils recommend, what was answered, and what became of it.

    Drafts are told to those alone who keep the council.
    """

    queryset = Recommendation.objects.none()
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]
    serializer_class = RecommendationSerializer
    whole = OneRecommendationSerializer
    filterset_class = RecommendationFilter
    orders = {
        "made_on": (Place("made_on", True, True), Place("number", True, True), Place("pk")),
        "due": (Place("due", False, True), Place("pk")),
    }
    bodies = {
        "create": Body(
            "NewRecommendation",
            {
                "council": fields.coded(Council),
                **NAMED,
                **bodies.written(Recommendation, PLAIN, is_new=True),
            },
            OWNED,
        ),
        "partial_update": Body(
            "RecommendationEdit",
            {
                "base": bodies.BASE,
                **NAMED,
                **bodies.written(Recommendation, PLAIN, is_new=False),
            },
            (*OWNED, "council"),
        ),
        "reply": ANSWER,
        "follow_up": FOLLOWED,
    }

    def get_queryset(self):
        near = ("council__programme__owner", "council__secretariat", "addressee", "source")
        seen = Recommendation.objects.visible_to(self.request.user).standing()
        return seen.select_related(*near).prefetch_related("replies", "followups__organisation")

    def tell(self, rows):
        self.mentions = mentioned(self.request.user, rows)
        return super().tell(rows)

    def get_serializer_context(self):
        return super().get_serializer_context() | {"mentions": getattr(self, "mentions", None)}

    def add(self, actor, said):
        made = recommendations.draft(actor, said.pop("council"), **said)
        return self.find(made.pk)

    def edit(self, actor, thing, base, **values):
        if isinstance(values.get("translations"), dict):
            values["translations"] = fields.patched(thing.translations, values["translations"])
        values = bodies.emptied(Recommendation, values)
        recommendations.edit(actor, thing, base, **values)
        return self.find(thing.pk)

    def end(self, actor, thing):
        """Throw a draft away."""
        return recommendations.discard(actor, thing)

    def make(self, request, pk):
        """Publish a draft: it gets its number, and the time for the reply runs."""

        def make():
            NOTHING.read(request.user, parsing.body_of(request))
            recommendations.make(request.user, self.find(pk))
            return self.outcome(self.find(pk))

        return once(request, make)

    def reply(self, request, pk):
        """Answer in the name of the organisation to which it is addressed."""
        return self._told_by(request, pk, ANSWER, replies.reply)

    def follow_up(self, request, pk):
        """Say how far it has got, once it was accepted."""
        return self._told_by(request, pk, FOLLOWED, replies.follow_up)

    def _told_by(self, request, pk, body, command):
        def do() -> Outcome:
            said = parsing.body_of(request)
            thing, condition = self.held(request, pk)
            base = conditions.base_of(said, condition, thing)
            values = body.read(request.user, said)
            given = {name: value for name, value in values.items() if value is not None}
            command(request.user, thing, base, **given)
            return self.outcome(self.find(pk))

        return once(request, do)

    def places_of(self, thing):
        is_addressee = replies.answers(self.request.user, thing)
        return [thing.addressee] if is_addressee else super().places_of(thing)

    def abilities(self, actor, thing):
        may_keep, is_draft = councils.keeps(actor, thing.council), not thing.is_made
        may_reply = replies.answers(actor, thing)
        is_accepted = bool(thing.progress)
        return {
            "edit": may_keep and is_draft,
            "extend": may_keep and not is_draft,
            "make": may_keep and is_draft and thing.addressee is not None,
            "discard": may_keep and is_draft,
            "reply": may_reply,
            "follow_up": is_accepted and (may_keep or may_reply),
        }

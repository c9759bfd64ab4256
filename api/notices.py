from typing import Any

import django_filters
from django.http import Http404
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from accounts.models import User
from accounts.rules import Refused
from api import etags, fields, parsing
from api.bodies import Body
from api.filters import CodeFilter, FilterSet, column_term
from api.negotiation import JSONRenderer
from api.paging import Place
from api.resources import JSON, Resource
from api.serializers import Code, Plain, Slug, Term
from api.writing import Outcome
from roadmaps import notices
from roadmaps.models import Notice
from roadmaps.notices import Kind

SEEN = Body(
    "SeenNotice",
    {
        "seen": fields.Flag(
            help_text="True: you have seen it. What was seen does not become unseen."
        )
    },
    ("id", "kind", "roadmap", "made_at", "seen_at", "waits", "sentence", "etag"),
)
PACES = Body("ChosenPaces", {kind: Term("notice_pace", required=False) for kind in Kind.values})
UNSEEN = gettext_lazy("What was seen does not become unseen again.")


class NoticeSerializer(Plain):
    """Something that you are told of."""

    roadmap = Slug()
    element = Code(allow_null=True)
    organisation = Code(allow_null=True)
    thread = serializers.UUIDField(source="thread_id", read_only=True, allow_null=True)
    waits = serializers.SerializerMethodField(help_text="Whether it still waits to be done.")
    sentence = serializers.SerializerMethodField(help_text="In the language of the reader.")

    class Meta:
        model = Notice
        fields = [
            "id", "kind", "roadmap", "element", "organisation", "thread", "step", "stage", "reason",
            "sentence", "waits", "made_at", "seen_at", "sent_at", "revision",
        ]  # fmt: skip
        read_only_fields = fields

    def get_waits(self, notice) -> bool:
        return notice.pk in self.context["waiting"]

    def get_sentence(self, notice) -> str:
        return notices.sentence(notice)


class NoticePreferencesSerializer(serializers.Serializer):
    """How you are told of each kind of things by mail."""

    review_asked = Term("notice_pace")
    signoff_asked = Term("notice_pace")
    stage_changed = Term("notice_pace")
    progress_due = Term("notice_pace")
    proposal_made = Term("notice_pace")
    proposal_answered = Term("notice_pace")
    mentioned = Term("notice_pace")


class SwitchFilter(django_filters.ChoiceFilter):
    """Things that are so, or are not: `true` or `false`."""

    def __init__(self, says, **kwargs):
        super().__init__(choices=[("true", "true"), ("false", "false")], **kwargs)
        extend_schema_field({"type": "boolean", "description": says})(self)


class NoticeFilter(FilterSet):
    kind = column_term("notice_kind")
    roadmap = CodeFilter("roadmap__slug", "Slug of a map.")
    seen = SwitchFilter("Whether you have seen it.", method="was_seen")
    waiting = SwitchFilter("Whether it still waits to be done.", method="still_waits")

    def was_seen(self, queryset, name: str, value: str):
        return queryset.filter(seen_at__isnull=value == "false")

    def still_waits(self, queryset, name: str, value: str):
        keys = queryset.waiting().values("pk")
        return queryset.filter(pk__in=keys) if value == "true" else queryset.exclude(pk__in=keys)


class NoticeViewSet(Resource):
    """What you are told of: what waits for you, and what has happened on your maps.

    Only what you may see now is told; the newest comes first.
    """

    queryset = Notice.objects.none()
    http_method_names = ["get", "head", "options", "patch"]
    permission_classes = [IsAuthenticated]
    serializer_class = NoticeSerializer
    filterset_class = NoticeFilter
    orders = {"made_at": (Place("made_at", True), Place("pk"))}

    def get_queryset(self):
        return Notice.objects.visible_to(self.request.user).near()

    def known_parameters(self):
        return super().known_parameters() if self.action in ("list", "retrieve") else {"lang"}

    def body_of(self, action):
        """The body that an action takes, for the OpenAPI file."""
        return SEEN.serializer if action == "see" else None

    def answer_of(self, action):
        """What an action answers, for the OpenAPI file; none where any list answers the same."""
        return NoticeSerializer if action == "see" else None

    def tell(self, rows):
        keys = [row.pk for row in rows]
        waiting = Notice.objects.filter(pk__in=keys).waiting().values_list("pk", flat=True)
        context = self.get_serializer_context() | {"waiting": set(waiting)}
        told = NoticeSerializer(rows, many=True, context=context).data
        return [dict(item) for item in told]

    def members(self):
        return [*NoticeSerializer.Meta.fields]

    def see(self, request, pk):
        """Say that you have seen it; it is not written about any more."""
        notice = self.get_queryset().filter(pk=pk).first()
        if notice is None:
            raise Http404
        if not SEEN.read(request.user, parsing.body_of(request))["seen"]:
            raise Refused(UNSEEN)
        notices.see(request.user, notice)
        item = self.tell([self.get_queryset().get(pk=pk)])[0]
        return _answer(item, etags.of_item(item, item["revision"]))


class NoticePreferencesViewSet(Resource):
    """How you are told of each kind of things by mail: at once, once a day, or not."""

    tag = "notices"
    queryset = Notice.objects.none()
    permission_classes = [IsAuthenticated]
    filter_backends = []
    serializer_class = NoticePreferencesSerializer

    def known_parameters(self):
        return {"lang", "format"} if self.action == "retrieve" else {"lang"}

    def body_of(self, action):
        """The body that an action takes, for the OpenAPI file."""
        return PACES.serializer if action == "choose" else None

    def answer_of(self, action):
        """What an action answers, for the OpenAPI file; none where any list answers the same."""
        return NoticePreferencesSerializer if action == "choose" else None

    @extend_schema(operation_id="notices_preferences_retrieve")
    def retrieve(self, request):
        told = notices.paces_of(request.user)
        return etags.answer(request, JSONRenderer().render(told), JSON, _tag(told))

    @extend_schema(operation_id="notices_preferences_partial_update")
    @extend_schema(operation_id="notices_preferences_choose")
    def choose(self, request):
        """Choose how you are told of some kinds of things; what is left out stays."""
        said = PACES.read(request.user, parsing.body_of(request))
        person = User.objects.get(pk=request.user.pk)
        told = notices.choose(request.user, person, **said)
        return _answer(told, _tag(told))


def _tag(told):
    return f'"{etags.digest(JSONRenderer().render(told))}"'


def _answer(told: dict[str, Any], tag: str):
    return Outcome(JSONRenderer().render(told), [], 200, {"ETag": tag}).response()

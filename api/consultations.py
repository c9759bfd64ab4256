from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.filters import CodeFilter, FilterSet, FlagFilter
from api.paging import Place
from api.resources import Resource
from api.serializers import Plain, Slug
from roadmaps.models import Consultation, Edition, Roadmap


class ConsultedDraftSerializer(serializers.Serializer):
    """The text that was frozen for a consultation."""

    number = serializers.CharField()
    address = serializers.CharField()
    sha256 = serializers.CharField()


class ConsultationSerializer(Plain):
    """One round in which others are asked about a text that is frozen for it.

    `draft` is null for those who may not read the text: it is for everybody while everybody is
    asked, and besides for the invited and those who work on the map.
    """

    roadmap = Slug()
    is_open = serializers.BooleanField(read_only=True)
    draft = serializers.SerializerMethodField()
    questions = serializers.ListField(child=serializers.CharField(), read_only=True)
    notice = serializers.CharField(source="told_notice", read_only=True)

    class Meta:
        model = Consultation
        fields = [
            "id", "roadmap", "title", "brief", "questions", "notice", "audience", "opens_at",
            "closes_at", "is_open", "closed_at", "answer_due", "answered_at", "draft", "revision",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(ConsultedDraftSerializer(allow_null=True))
    def get_draft(self, consultation):
        edition = self.context["drafts"].get(consultation.edition_id)
        return edition and {
            "number": edition.number,
            "address": f"/api/v1/roadmaps/{consultation.roadmap.slug}/editions/{edition.number}",
            "sha256": edition.sha256,
        }


class ConsultationFilter(FilterSet):
    roadmap = CodeFilter("roadmap__slug", "Slug of a map.")
    open = FlagFilter("Not closed yet.", method="of_state")

    def of_state(self, queryset, name, is_open):
        return queryset.filter(closed_at__isnull=is_open)


class ConsultationViewSet(Resource):
    """Rounds in which everybody is asked, or your organisation, and those of your own maps."""

    queryset = Consultation.objects.none()
    serializer_class = ConsultationSerializer
    filterset_class = ConsultationFilter
    lookup_field = "pk"
    orders = {
        "opens_at": (Place("opens_at", True), Place("pk")),
        "closes_at": (Place("closes_at"), Place("pk")),
    }
    drafts: dict[Any, Edition] = {}

    def get_queryset(self):
        open_to_all = Roadmap.objects.only(*Roadmap.OPEN)
        seen = Consultation.objects.visible_to(self.request.user)
        return seen.prefetch_related(Prefetch("roadmap", open_to_all))

    def tell(self, rows):
        """Each round, with its text for those who may read it."""
        seen = Edition.objects.visible_to(self.request.user).defer(*Edition.UNTOLD)
        self.drafts = seen.order_by().in_bulk([row.edition_id for row in rows])
        return super().tell(rows)

    def get_serializer_context(self):
        return super().get_serializer_context() | {"drafts": self.drafts}

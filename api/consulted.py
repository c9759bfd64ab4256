"""Whom an association asks among its members, for programs: for the two of them alone."""

from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from accounts.models import Organisation
from api import bodies, fields, sight
from api.affiliations import Affiliations, Tied
from api.bodies import Body
from api.filters import CodeFilter, FilterSet, FlagFilter
from api.paging import Place
from api.serializers import Code, Plain
from roadmaps import consulted
from roadmaps.consulted import keeps_desk, speaks
from roadmaps.models import Consulted, Submission


class ConsultedSerializer(Plain):
    """A member firm that an association asks before it speaks itself."""

    submission = serializers.UUIDField(source="submission_id", read_only=True)
    consultation = serializers.UUIDField(source="submission.consultation_id", read_only=True)
    association = Code(source="submission.organisation")
    organisation = Code()

    class Meta:
        model = Consulted
        fields = [
            "id", "submission", "consultation", "association", "organisation", "note", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class OneConsultedSerializer(ConsultedSerializer, Tied):
    """The same, with what you may do with it."""

    class Meta(ConsultedSerializer.Meta):
        fields = [*ConsultedSerializer.Meta.fields, "abilities", "etag"]


class ConsultedFilter(FilterSet):
    consultation = CodeFilter(says="Id of a round.", method="of_a_round")
    submission = CodeFilter(says="Id of a submission.", method="of_a_submission")
    association = CodeFilter("submission__organisation__code", "Code of the one that asks.")
    organisation = CodeFilter("organisation__code", "Code of the firm that is asked.")
    mine = FlagFilter("Your own firm is asked.", method="of_mine")

    def of_a_round(self, queryset, name, key):
        if not sight.is_id(key):
            return queryset.none()
        return queryset.filter(submission__consultation=key)

    def of_a_submission(self, queryset, name, key):
        return queryset.filter(submission=key) if sight.is_id(key) else queryset.none()

    def of_mine(self, queryset, name, is_mine):
        mine = Consulted.objects.of_firms(self.request.user).values("pk")
        return queryset.filter(pk__in=mine) if is_mine else queryset.exclude(pk__in=mine)


def _submission(actor, key):
    read = Submission.objects.read_by(actor).of(actor)
    return read.filter(pk=key).first() if sight.is_id(key) else None


ASKED = Body(
    "NewConsulted",
    {
        "submission": fields.Reference(_submission, help_text="The id of your own."),
        "organisation": fields.coded(Organisation),
        **bodies.written(Consulted, ("note",), is_new=True),
    },
    (*ConsultedSerializer.Meta.fields, "abilities", "etag"),
)


class ConsultedViewSet(Affiliations):
    """Member firms that your organisation asks, and associations that ask yours.

    Nobody else learns that anybody was asked: neither those who answer for the map nor the others
    who are asked.
    """

    permission_classes = [IsAuthenticated]
    queryset = Consulted.objects.none()
    http_method_names = ["get", "head", "options", "post"]
    scope = "write"
    serializer_class = ConsultedSerializer
    whole = OneConsultedSerializer
    filterset_class = ConsultedFilter
    orders = {"organisation": (Place("organisation__code"), Place("pk"))}
    bodies = {"create": ASKED}

    def get_queryset(self):
        near = ("organisation", "submission__organisation", "submission__consultation__roadmap")
        return Consulted.objects.visible_to(self.request.user).select_related(*near)

    def add(self, actor, said):
        return self.find(consulted.ask(actor, **said).pk)

    def places_of(self, thing):
        return [thing.submission.organisation, thing.organisation]

    def abilities(self, actor, thing):
        return {
            "remark": thing.is_taking and speaks(actor, thing),
            "take_up": thing.is_taking and keeps_desk(actor, thing),
        }

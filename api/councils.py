from django.db.models import Prefetch
from django.http import Http404
from rest_framework import serializers

from accounts.rules import maintains
from api import bodies, fields
from api.affiliations import Tied
from api.bodies import Body
from api.filters import CodeFilter, FilterSet, WordsFilter
from api.kept import Kept
from api.resources import by
from api.serializers import Code, Plain, Term, TranslatedPlain
from roadmaps import councils
from roadmaps.models import Council, Seat
from sectors.models import Programme


class BalanceSerializer(serializers.Serializer):
    """How many seats of one side of society are held today, and how many nobody has."""

    helix = Term("helix")
    held = serializers.IntegerField()
    vacant = serializers.IntegerField()


class SeatSerializer(Plain):
    """A place on a council: who has it now, for whom they speak, until when."""

    council = Code()
    organisation = Code(allow_null=True)
    source = Code(allow_null=True)
    helix = Term("helix", read_only=True)
    is_held = serializers.BooleanField(read_only=True)

    class Meta:
        model = Seat
        fields = [
            "id", "council", "number", "title", "reserved_for", "helix", "organisation", "holder",
            "since", "until", "is_held", "interests", "source", "certainty", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class CouncilSerializer(TranslatedPlain):
    programme = Code()
    secretariat = Code(allow_null=True)
    source = Code(allow_null=True)
    balance = serializers.SerializerMethodField()

    class Meta:
        model = Council
        fields = [
            "id", "code", "programme", "name", "secretariat", "balance", "note", "translations",
            "source", "certainty", "revision",
        ]  # fmt: skip
        read_only_fields = fields

    def get_balance(self, council: Council) -> BalanceSerializer(many=True):  # type: ignore[valid-type]
        return councils.balance(council.seats.all())


class OneCouncilSerializer(CouncilSerializer, Tied):
    """A council, with what you may do about it."""

    class Meta(CouncilSerializer.Meta):
        fields = [*CouncilSerializer.Meta.fields, "abilities", "etag"]


class CouncilFilter(FilterSet):
    programme = CodeFilter("programme__code", "Code of a programme.")
    secretariat = CodeFilter("secretariat__code", "Code of an organisation.")
    q = WordsFilter("name", "translations__es__name__text")


WRITTEN = [name for name in Council.WRITTEN if name != "translations"]
OWNED = ("id", "balance", "revision", "abilities", "etag")


class CouncilViewSet(Kept):
    """Innovation councils: they look at the maps of a programme before approval, and recommend."""

    queryset = Council.objects.none()
    http_method_names = ["get", "head", "options", "post", "patch"]
    serializer_class = CouncilSerializer
    whole = OneCouncilSerializer
    filterset_class = CouncilFilter
    lookup_field = "code"
    orders = {"code": by("code"), "name": by("name", "code")}
    bodies = {
        "create": Body(
            "NewCouncil",
            {
                "programme": fields.coded(Programme),
                "code": bodies.field_of(Council._meta.get_field("code"), Council, True),
                **bodies.written(Council, WRITTEN, is_new=True),
            },
            OWNED,
        ),
        "partial_update": Body(
            "CouncilEdit",
            {"base": bodies.BASE, **bodies.written(Council, Council.WRITTEN, is_new=False)},
            (*OWNED, "programme", "code"),
        ),
    }

    def get_queryset(self):
        near = Council.objects.select_related("programme__owner", "secretariat", "source")
        return near.prefetch_related(Prefetch("seats", Seat.objects.told()))

    def retrieve(self, request, code):
        return super().retrieve(request, code)

    def partial_update(self, request, code):
        """Change what is said of a council: what is left out stays, null empties.

        It is a merge patch (RFC 7396), and may also be sent as `application/merge-patch+json`.
        """
        return super().partial_update(request, code)

    def find(self, key):
        found = self.get_queryset().filter(code=key).first()
        if found is None:
            raise Http404
        return found

    def add(self, actor, said):
        return councils.found(actor, said.pop("programme"), said.pop("code"), **said)

    def edit(self, actor, thing, base, **values):
        if isinstance(values.get("translations"), dict):
            values["translations"] = fields.patched(thing.translations, values["translations"])
        return councils.describe(actor, thing, base, **bodies.emptied(Council, values))

    def abilities(self, actor, thing):
        may_keep = councils.keeps(actor, thing)
        names = ("edit", "add_seats", "open_reviews", "recommend")
        return dict.fromkeys(names, may_keep) | {"change_secretariat": maintains(actor, thing)}

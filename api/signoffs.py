from typing import Any

from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from api import bodies, etags, fields, parsing, sight
from api.affiliations import Affiliations, Tied
from api.bodies import Body
from api.diff import DifferenceSerializer, told_edit
from api.filters import CodeFilter, FilterSet, FlagFilter, TermFilter, column_term
from api.paging import Place
from api.serializers import Code, Plain, Slug
from api.writing import once
from roadmaps import diff, signoffs
from roadmaps.models import Signoff
from roadmaps.rules import can
from roadmaps.signoffs import Purpose
from terms.vocabulary import choices


class SignoffSerializer(Plain):
    """What one organisation says to a text before it is consulted on or published.

    `note` and `overruled_because` are told to stewards and approvers, and to those who sign it.
    """

    note = serializers.CharField(required=False, allow_null=True)
    overruled_because = serializers.CharField(required=False, allow_null=True)
    is_overruled = serializers.SerializerMethodField()
    roadmap = Slug()
    organisation = Code()

    class Meta:
        model = Signoff
        fields = [
            "id", "roadmap", "purpose", "kind", "organisation", "decision", "note", "sha256",
            "map_revision", "decided_at", "is_overruled", "overruled_because", "revision",
        ]  # fmt: skip
        read_only_fields = fields

    def get_is_overruled(self, signoff: Signoff) -> bool:
        return bool(signoff.overruled_because)


class SinceSignedSerializer(serializers.Serializer):
    """What was changed in the text since it was signed last."""

    since = serializers.IntegerField(help_text="The revision of the map at which it was signed.")
    diff = serializers.CharField(help_text="Where the same is told of the working copy.")
    edits = DifferenceSerializer(many=True)


class OneSignoffSerializer(SignoffSerializer, Tied):
    """A sign-off, with whether it holds for the text as it stands.

    `sha256_now` and `changes` are told to those who may sign it.
    """

    holds = serializers.BooleanField(required=False, help_text="Whether it lets the text pass.")
    is_stale = serializers.BooleanField(
        required=False, help_text="Whether it was given for another text than the one now."
    )
    sha256_now = serializers.CharField(required=False, help_text="Of the text that can be signed.")
    changes = SinceSignedSerializer(required=False, allow_null=True)

    class Meta(SignoffSerializer.Meta):
        fields = [
            *SignoffSerializer.Meta.fields, "holds", "is_stale", "sha256_now", "changes",
            "abilities", "etag",
        ]  # fmt: skip


REMARKS = ("note", "overruled_because")


class SignoffFilter(FilterSet):
    roadmap = CodeFilter("roadmap__slug", "Slug of a map.")
    purpose = TermFilter(Purpose.values, says="Before which step it is needed.")
    kind = column_term("signoff_kind")
    decision = column_term("signoff_decision")
    organisation = CodeFilter("organisation__code", "Code of an organisation.")
    mine = FlagFilter("Asked of an organisation in whose name you may speak.", method="of_mine")
    waiting = FlagFilter("Neither answered nor overruled.", method="of_waiting")

    def of_mine(self, queryset, name, is_mine):
        mine = Signoff.objects.of_actor(self.request.user).values("pk")
        return queryset.filter(pk__in=mine) if is_mine else queryset.exclude(pk__in=mine)

    def of_waiting(self, queryset, name, is_waiting):
        waiting = Signoff.objects.waiting().values("pk")
        return queryset.filter(pk__in=waiting) if is_waiting else queryset.exclude(pk__in=waiting)


ASKED = Body(
    "NewSignoff",
    {
        "roadmap": fields.Reference(sight.roadmap),
        "purpose": fields.OneOf(Purpose.values),
        **bodies.written(Signoff, ("kind", "organisation"), is_new=True),
    },
    SignoffSerializer.Meta.fields,
)
SIGNED = Body(
    "Signature",
    {
        "decision": fields.OneOf(
            [code for code in choices("signoff_decision").values if code != "awaited"]
        ),
        "note": fields.Text(required=False, help_text="What you remark or object to."),
        "sha256": fields.Text(max_length=64, help_text="`sha256_now` of the text you have read."),
    },
)
OVERRULED = Body("Overruling", {"reason": fields.Text(help_text="Everybody of the map reads it.")})


class SignoffViewSet(Affiliations):
    """Clearances of the maps on which you have a role: who was asked, and what they said."""

    permission_classes = [IsAuthenticated]
    queryset = Signoff.objects.none()
    http_method_names = ["get", "head", "options", "post", "delete"]
    scope = "publish"
    serializer_class = SignoffSerializer
    whole = OneSignoffSerializer
    filterset_class = SignoffFilter
    orders = {"roadmap": (Place("roadmap__slug"), Place("purpose"), Place("kind"), Place("pk"))}
    bodies = {"create": ASKED, "sign": SIGNED, "overrule": OVERRULED}

    def get_queryset(self):
        seen = Signoff.objects.visible_to(self.request.user)
        return seen.select_related("roadmap", "organisation")

    def tell(self, rows):
        """Each with what was remarked, for those who may read that."""
        read = signoffs.remarks_read_by(self.request.user, rows)
        items = super().tell(rows)
        for row, item in zip(rows, items, strict=True):
            for name in REMARKS if row.pk not in read else ():
                del item[name]
        return items

    def add(self, actor, said):
        asked = (said[name] for name in ("roadmap", "purpose", "kind", "organisation"))
        return self.find(signoffs.ask(actor, *asked).pk)

    def end(self, actor, thing):
        """Ask no longer; what was decided stays in the log."""
        return signoffs.drop(actor, thing)

    def sign(self, request, pk):
        """Say what your organisation says to the text with this hash, which you have read.

        If the text has changed meanwhile nothing is signed, and the answer is 409.
        """
        return self._said_of(request, pk, SIGNED, signoffs.sign)

    def overrule(self, request, pk):
        """Let the text pass without this clearance, with a reason that everybody reads."""
        return self._said_of(request, pk, OVERRULED, signoffs.overrule)

    def _said_of(self, request, pk, body, command):
        def do():
            said = parsing.body_of(request)  # what cannot be read is refused wherever it is sent
            thing, _condition = self.held(request, pk)
            command(request.user, thing, **body.read(request.user, said))
            return self.outcome(self.find(pk))

        return once(request, do)

    def told(self, thing) -> dict[str, Any]:
        item = super().told(thing)
        del item["etag"]
        now = signoffs.text_of(thing.roadmap)
        sha256 = signoffs.hash_of(now)
        item |= {"holds": thing.holds(sha256), "is_stale": thing.is_stale(sha256)}
        if item["abilities"]["sign"]:
            item |= {"sha256_now": sha256, "changes": _since_signed(thing, now)}
        return item | {"etag": etags.of_item(item, item["revision"])}

    def abilities(self, actor, thing):
        may_sign = signoffs.speaks_for_it(actor, thing) and signoffs.can_be_signed(thing)
        return {
            "sign": may_sign,
            "overrule": can(actor, "overrule", thing.roadmap),
            "drop": can(actor, "ask_signoff", thing.roadmap),
        }


def _since_signed(thing, now) -> dict[str, Any] | None:
    """What was changed in the text since it was signed last; nothing where it never was."""
    revision = signoffs.last_signed_at(thing)
    if revision is None:
        return None
    then = signoffs.text_of(thing.roadmap, at=revision)
    told = diff.tell(diff.compare(then, now), then, now)
    here = f"/api/v1/roadmaps/{thing.roadmap.slug}/diff"
    return {
        "since": revision,
        "diff": f"{here}?draft=true&from={revision}",
        "edits": [told_edit(each) for each in told],
    }

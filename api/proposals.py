from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from api import fields, parsing, proposed_texts, sight
from api.affiliations import Affiliations, Tied
from api.bodies import Body
from api.bulk import OperationSerializer, operations_of
from api.diff import DifferenceSerializer, told_edit
from api.errors import InOperation
from api.filters import CodeFilter, FilterSet, FlagFilter, column_term
from api.mistakes import Mistake, Mistakes, mistake, pointer
from api.paging import Place
from api.serializers import Code, Plain, Slug
from api.writing import NOTHING, once
from roadmaps import proposals
from roadmaps.diff import Edit
from roadmaps.diff.edits import SUBJECTS, VERBS
from roadmaps.models import Proposal
from roadmaps.proposals import Stand
from roadmaps.proposals.answering import is_own
from roadmaps.proposals.making import MOST
from roadmaps.proposals.proposal import LONGEST
from roadmaps.rules import can


class ProposalSerializer(Plain):
    """A change that somebody proposes who may not make it, and what became of it."""

    roadmap = Slug()
    organisation = Code(allow_null=True)
    author = serializers.CharField(source="author.called", read_only=True)
    answered_by = serializers.CharField(source="answered_by.called", default=None, read_only=True)
    count = serializers.SerializerMethodField(help_text="How many changes it has.")

    class Meta:
        model = Proposal
        fields = [
            "id", "roadmap", "author", "organisation", "reason", "base", "made_at", "count",
            "outcome", "taken", "answer", "answered_by", "answered_at", "revision",
        ]  # fmt: skip
        read_only_fields = fields

    def get_count(self, proposal: Proposal) -> int:
        return len(proposal.edits)


class ProposedChangeSerializer(DifferenceSerializer):
    """One change of a proposal, and how it stands to the working copy now.

    `stand` and `theirs` are null once the proposal is answered.
    """

    number = serializers.IntegerField()
    stand = serializers.ChoiceField([*Stand], allow_null=True)
    theirs = serializers.JSONField(allow_null=True, help_text="What is said there now.")


class OneProposalSerializer(ProposalSerializer, Tied):
    """A proposal with its changes: each in a sentence, and whether it fits the map as it is."""

    edits = ProposedChangeSerializer(many=True)

    class Meta(ProposalSerializer.Meta):
        fields = [*ProposalSerializer.Meta.fields, "edits", "abilities", "etag"]


class ProposalFilter(FilterSet):
    roadmap = CodeFilter("roadmap__slug", "Slug of a map.")
    outcome = column_term("proposal_outcome")
    element = CodeFilter("elements__code", "Code of an element that it names.", distinct=True)
    organisation = CodeFilter("organisation__code", "Code of the organisation of its author.")
    mine = FlagFilter("Made by you.", method="of_mine")

    def of_mine(self, queryset, name, is_mine):
        mine = {"author": self.request.user.pk}
        return queryset.filter(**mine) if is_mine else queryset.exclude(**mine)


@extend_schema_field({})
class Anything(serializers.JSONField):
    """Whatever a field may hold."""


EDIT = Body(
    "EditToPropose",
    {
        "verb": fields.OneOf(VERBS),
        "subject": fields.OneOf([each for each in SUBJECTS if each != "progress_update"]),
        "key": fields.Text(max_length=80, required=False, allow_null=True),
        "element": fields.Text(max_length=80, required=False, allow_null=True),
        "field": fields.Text(max_length=60, required=False, allow_null=True),
        "language": fields.Text(max_length=5, required=False, allow_null=True),
        "before": Anything(required=False, allow_null=True),
        "after": Anything(required=False, allow_null=True),
        "behind": fields.Text(max_length=80, required=False, allow_null=True),
    },
)
WHAT = ("edits", "operations", "narrative")
NEW = Body(
    "NewProposal",
    {
        "roadmap": fields.Reference(sight.roadmap),
        "reason": fields.Text(max_length=LONGEST, help_text="Why it should be so."),
        "edits": serializers.ListField(
            child=EDIT.serializer(), required=False,
            help_text="As the difference of two documents tells them; or say `operations`.",
        ),
        "operations": OperationSerializer(
            many=True, required=False, help_text="As you would send them to `/bulk` to do it."
        ),
        **proposed_texts.MEMBERS,
    },
    ("id", "author", "base", "made_at", "outcome", "taken", "answer", "answered_by", "answered_at"),
)  # fmt: skip
ACCEPTED = Body(
    "AcceptedProposal",
    {
        "edits": fields.Several(
            child=fields.Whole(min_value=0, max_value=MOST), required=False,
            help_text="Numbers of its changes; without it all of them."
        ),
        "over": fields.Several(
            child=fields.Whole(min_value=0, max_value=MOST), required=False,
            help_text="Of these, that somebody has changed the same since is known and meant.",
        ),
        "note": fields.Text(
            max_length=LONGEST, required=False, allow_null=True, help_text="To its author."
        ),
    },
)  # fmt: skip
DECLINED = Body("DeclinedProposal", {"reason": fields.Text(max_length=LONGEST)})


class ProposalViewSet(Affiliations):
    """Changes that are proposed: your own, your organisation's, and all where you write."""

    permission_classes = [IsAuthenticated]
    queryset = Proposal.objects.none()
    http_method_names = ["get", "head", "options", "post"]
    serializer_class = ProposalSerializer
    whole = OneProposalSerializer
    filterset_class = ProposalFilter
    orders = {"made_at": (Place("made_at", True), Place("pk"))}
    bodies = {"create": NEW, "accept": ACCEPTED, "decline": DECLINED, "withdraw": NOTHING}

    @property
    def scope(self):
        """To propose is to comment; to accept is to write."""
        return "comment" if self.action in ("create", "withdraw") else "write"

    def answer_of(self, action):
        return {200: self.whole} if action == "decline" else super().answer_of(action)

    def get_queryset(self):
        return Proposal.objects.visible_to(self.request.user).near()

    def create(self, request):
        """Propose changes, as edits or as the writes that you would send if you might."""

        def add():
            said = parsing.body_of(request, parsing.DEEPEST_TEXT)
            values = NEW.read(request.user, _shell(said))
            if sum(name in said for name in WHAT) != 1:
                raise mistake(
                    "", "required", _("Say one of “edits”, “operations” and “narrative”.")
                )
            made = _proposed(request.user, said, **values)
            return self.outcome(self.find(made.pk), 201)

        return once(request, add, is_new=True)

    def accept(self, request, pk):
        """Take up all of its changes or some, in your name; nothing is done where one clashes."""

        def act(thing, said):
            note = said.get("note") or ""
            proposals.accept(request.user, thing, said.get("edits"), said.get("over", ()), note)

        return self._answered(request, pk, ACCEPTED, act)

    def decline(self, request, pk):
        """Say no, with a reason that its author is told."""
        return self._answered(
            request, pk, DECLINED,
            lambda thing, said: proposals.decline(request.user, thing, said["reason"]),
        )  # fmt: skip

    def withdraw(self, request, pk):
        """Take back what you have proposed, before it is answered."""
        return self._answered(
            request, pk, NOTHING, lambda thing, said: proposals.withdraw(request.user, thing)
        )

    def _answered(self, request, pk, body, act):
        def do():
            said = parsing.body_of(request)
            thing = self.find(pk)
            act(thing, body.read(request.user, said))
            return self.outcome(self.find(pk))

        return once(request, do)

    def places_of(self, thing):
        return [thing.roadmap]

    def tell(self, rows):
        items = super().tell(rows)
        if self.action == "list":
            return items
        for row, item in zip(rows, items, strict=True):
            item["edits"] = self._edits(row)
        return items

    def _edits(self, proposal):
        is_open = proposal.is_open
        stands = proposals.look_at(self.request.user, proposal) if is_open else []
        return [
            told_edit(told)
            | {
                "number": number,
                "stand": stands[number].stand if is_open else None,
                "theirs": stands[number].theirs if is_open else None,
            }
            for number, told in enumerate(proposal.told)
        ]

    def abilities(self, actor, thing):
        may_answer = thing.is_open and can(actor, "answer_proposal", thing.roadmap)
        may_withdraw = thing.is_open and is_own(actor, thing)
        return {"accept": may_answer, "decline": may_answer, "withdraw": bool(may_withdraw)}


def _shell(said):
    """All but what is read by itself, because its mistakes have places of their own."""
    return {name: value for name, value in said.items() if name not in WHAT[:2]}


def _proposed(actor, said, roadmap, reason, narrative=None, **text):
    if narrative is not None:
        return proposed_texts.propose(actor, roadmap, narrative, reason, **text)
    if "edits" in said:
        return proposals.propose_edits(actor, roadmap, _edits(actor, said["edits"]), reason)
    operations = operations_of(actor, {"operations": said["operations"]})

    def act(person):
        for number, operation in enumerate(operations):
            try:
                operation.carry_out(person)
            except Exception as error:
                raise InOperation(number, error) from error

    return proposals.propose(actor, roadmap, act, reason)


def _edits(actor, said):
    if not isinstance(said, list) or not 0 < len(said) <= MOST:
        raise mistake(
            "edits", "invalid", _("Send from 1 to %(most)s changes in a list.") % {"most": MOST}
        )
    found, mistakes = [], []
    for number, each in enumerate(said):
        try:
            values = EDIT.read(actor, each if isinstance(each, dict) else {})
        except Mistakes as error:
            here = pointer("edits", number)
            mistakes += [Mistake(here + one.pointer, *one[1:]) for one in error.mistakes]
            continue
        texts = {name: values.get(name) or "" for name in ("key", "field", "language")}
        found.append(Edit(**values | texts))
    if mistakes:
        raise Mistakes(mistakes)
    return found

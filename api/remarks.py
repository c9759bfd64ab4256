"""What member firms say to their association, for programs: taken up, or left with a reason."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from api import bodies, conditions, fields, parsing, sight
from api.affiliations import Affiliations, Tied
from api.bodies import Body
from api.comments import WHERE
from api.filters import CodeFilter, FilterSet, TermFilter, WordsFilter, column_term
from api.paging import Place
from api.serializers import Plain
from api.writing import NOTHING, Outcome, once
from roadmaps import desk, remarks
from roadmaps.consulted import keeps_desk, speaks
from roadmaps.models import Comment, Consulted, Remark
from roadmaps.remarks import Fate


class AnswerSerializer(serializers.Serializer):
    """What the ministry answered to the comment into which it went."""

    disposition = serializers.CharField()
    text = serializers.CharField()
    reason = serializers.CharField()


class RemarkSerializer(Plain):
    """One thing that a member firm says to its association, and what became of it.

    `comment`, into which it went, is told to the association alone.
    """

    consulted = serializers.UUIDField(source="consulted_id", read_only=True)
    submission = serializers.UUIDField(source="consulted.submission_id", read_only=True)
    organisation = serializers.CharField(source="consulted.organisation.code", read_only=True)
    element = serializers.CharField(source="element.code", default=None, allow_null=True)
    figure = serializers.UUIDField(source="figure_id", read_only=True, allow_null=True)
    link = serializers.UUIDField(source="link_id", read_only=True, allow_null=True)
    narrative = serializers.UUIDField(source="narrative_id", read_only=True, allow_null=True)
    fate = serializers.ChoiceField(Fate.choices, read_only=True)
    comment = serializers.SerializerMethodField()
    answer = serializers.SerializerMethodField()

    def get_comment(self, remark) -> str | None:
        is_theirs = remark.consulted.submission_id in self.context["own"]
        return str(remark.comment_id) if is_theirs and remark.comment_id else None

    @extend_schema_field(AnswerSerializer(allow_null=True))
    def get_answer(self, remark):
        given = self.context["answers"].get(remark.comment_id)
        return AnswerSerializer(given).data if given else None

    class Meta:
        model = Remark
        fields = [
            "id", "consulted", "submission", "organisation", "number", "question", "element",
            "figure", "link", "narrative", "start", "end", "field", "quote", "type",
            "text", "proposed", "is_withdrawn", "fate", "left_because", "comment",
            "answer", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class OneRemarkSerializer(RemarkSerializer, Tied):
    """The same, with what you may do with it."""

    class Meta(RemarkSerializer.Meta):
        fields = [*RemarkSerializer.Meta.fields, "abilities", "etag"]


class RemarkFilter(FilterSet):
    consulted = CodeFilter(says="Id of a firm that is asked.", method="of_a_firm")
    submission = CodeFilter(says="Id of a submission.", method="of_a_submission")
    organisation = CodeFilter("consulted__organisation__code", "Code of a firm.")
    element = CodeFilter("element__code", "Code of an element.")
    type = column_term("comment_type")
    fate = TermFilter(Fate.values, says="What has become of it.", method="with_fate")
    q = WordsFilter("text", "proposed")

    def of_a_firm(self, queryset, name, key):
        return queryset.filter(consulted=key) if sight.is_id(key) else queryset.none()

    def of_a_submission(self, queryset, name, key):
        return queryset.filter(consulted__submission=key) if sight.is_id(key) else queryset.none()

    def with_fate(self, queryset, name, fates):
        found = queryset.none()
        for fate in fates or Fate.values:
            found |= queryset.with_fate(fate)
        return found


def _consulted(actor, key):
    seen = Consulted.objects.visible_to(actor).of_firms(actor)
    return seen.filter(pk=key).first() if sight.is_id(key) else None


def _comment(actor, key):
    seen = Comment.objects.visible_to(actor)
    return seen.filter(pk=key).first() if sight.is_id(key) else None


class Remarks(fields.Several):
    """Remarks, by their ids. What the writer may not see is not there."""

    def __init__(self, **kwargs):
        super().__init__(child=fields.Text(max_length=36), **kwargs)

    def find(self, actor, keys: list[str]) -> list[Any]:
        """The remarks themselves."""
        seen = Remark.objects.visible_to(actor)
        found = {str(each.pk): each for each in seen.filter(pk__in=filter(sight.is_id, keys))}
        for key in keys:
            if key not in found:
                raise fields.missing(key)
        return [found[key] for key in keys]


OWNED = (*RemarkSerializer.Meta.fields, "abilities", "etag")
NEW = Body(
    "NewRemark",
    {
        "consulted": fields.Reference(_consulted, help_text="The id by which your firm is asked."),
        **WHERE,
        **bodies.written(Remark, Remark.WRITTEN, is_new=True),
    },
    OWNED,
)
CHANGED = Body(
    "RemarkEdit",
    {"base": bodies.BASE, **bodies.written(Remark, Remark.WRITTEN, is_new=False)},
    OWNED,
)
TAKEN_UP = Body(
    "TakingUp",
    {
        "together_with": Remarks(required=False, help_text="Other remarks that say the same."),
        "into": fields.Reference(
            _comment, required=False, help_text="The id of a comment that lies in the basket."
        ),
        "text": fields.Text(required=False, max_length=20_000, help_text="In your own words."),
    },
)
LEFT = Body("Leaving", {"reason": fields.Text(max_length=2000, help_text="The firm reads it.")})


class RemarkViewSet(Affiliations):
    """Remarks of your firm to its associations; in an association, those of the firms it asked.

    None of it is read by anybody else. What an association takes up becomes a comment of its own.
    """

    permission_classes = [IsAuthenticated]
    queryset = Remark.objects.none()
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]
    scope = "write"
    serializer_class = RemarkSerializer
    whole = OneRemarkSerializer
    filterset_class = RemarkFilter
    orders = {
        "number": (Place("consulted__organisation__code"), Place("number"), Place("pk")),
        "element": (Place("element__code", False, True), Place("pk")),
    }
    bodies = {"create": NEW, "partial_update": CHANGED, "take_up": TAKEN_UP, "leave": LEFT}
    answers: dict[Any, Any] = {}
    own: frozenset[Any] = frozenset()

    def get_queryset(self):
        near = ("consulted__organisation", "consulted__submission__organisation",
                "consulted__submission__consultation__roadmap", "comment", "element")  # fmt: skip
        return Remark.objects.visible_to(self.request.user).select_related(*near)

    def get_serializer_context(self):
        return super().get_serializer_context() | {"answers": self.answers, "own": self.own}

    def tell(self, rows):
        """Each with what was answered, and to the association with the comment it went into."""
        self.answers = desk.answers_to(rows)
        keys = {row.consulted.submission_id for row in rows}
        self.own = desk.kept_by(self.request.user, keys) if keys else frozenset()
        return super().tell(rows)

    def add(self, actor, said):
        return self.find(remarks.write(actor, said.pop("consulted"), **said).pk)

    def edit(self, actor, thing, base, **values):
        values = bodies.emptied(Remark, values)
        return self.find(remarks.edit(actor, thing, base, **values).pk)

    def end(self, actor, thing):
        """Take it back; it can be put back while the round is open."""
        return remarks.withdraw(actor, thing)

    def restore(self, request, pk):
        """Put it back."""
        return self._step(request, pk, lambda it: remarks.restore(request.user, it))

    def take_up(self, request, pk):
        """Put it into the basket of the association: as a new comment, or in one that is there."""

        def take_up(it, into=None, together_with=(), **said):
            chosen = [it, *together_with]
            desk.take_up(request.user, it.consulted.submission, chosen, into, **said)

        return self._step(request, pk, take_up, TAKEN_UP)

    def leave(self, request, pk):
        """Tell the firm why its association does not take it up."""
        return self._step(
            request, pk, lambda it, reason: desk.leave(request.user, it, reason), LEFT
        )

    def reopen(self, request, pk):
        """Look at it once more, as if nobody had answered it."""
        return self._step(request, pk, lambda it: desk.reopen(request.user, it))

    def _step(self, request, pk, act, body=NOTHING):
        # Not held here: a command that needs the submission too holds that one first.
        def do() -> Outcome:
            said = parsing.body_of(request)
            condition = conditions.read(request.headers.get("If-Match"))
            thing = self.find(pk)
            if condition is not None:
                condition.require(thing)
            act(thing, **body.read(request.user, said))
            return self.outcome(self.find(pk))

        return once(request, do)

    def places_of(self, thing) -> list[Any]:
        return [thing.consulted.submission.organisation, thing.consulted.organisation]

    def abilities(self, actor, thing):
        is_taking, is_open = thing.consulted.is_taking, thing.fate == Fate.OPEN
        may_write = is_taking and is_open and speaks(actor, thing.consulted)
        is_desk = keeps_desk(actor, thing.consulted)
        may_reopen = not is_open and (is_taking or thing.fate == Fate.LEFT)
        return {
            "edit": may_write,
            "withdraw": may_write and not thing.is_withdrawn,
            "restore": may_write and thing.is_withdrawn,
            "take_up": is_desk and is_taking and thing.fate != Fate.TAKEN_UP,
            "leave": is_desk and thing.fate != Fate.TAKEN_UP,
            "reopen": is_desk and may_reopen,
        }

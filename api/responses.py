"""What a ministry answers in a round of consultation, for programs."""

from typing import Any

from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from accounts.models import User
from api import bodies, fields, parsing, sight
from api.affiliations import Affiliations, Tied
from api.bodies import Body
from api.filters import CodeFilter, FilterSet, FlagFilter, WordsFilter, column_term
from api.paging import Place
from api.serializers import Plain
from api.writing import NOTHING, Outcome, once
from roadmaps import answering
from roadmaps.models import Answered, Comment, Consultation, Response
from roadmaps.responses import Disposition
from roadmaps.rules import can

IN_ORDER = ("comment__submission", "comment__number")
INSIDE = ("assigned_to", "changes")  # for those who answer


class ResponseSerializer(Plain):
    """One reasoned answer to comments of a round.

    `comments` are those that you may read. `assigned_to` and `changes`, the revisions of the map
    by which it was done, are there for those who answer.
    """

    consultation = serializers.UUIDField(source="consultation_id", read_only=True)
    comments = serializers.SerializerMethodField()
    assigned_to = serializers.UUIDField(source="assigned_to_id", required=False, allow_null=True)
    changes = serializers.ListField(child=serializers.IntegerField(), required=False)
    is_given = serializers.BooleanField(read_only=True)

    class Meta:
        model = Response
        fields = [
            "id", "consultation", "number", "comments", "disposition", "said", "text", "reason",
            "changes", "assigned_to", "is_given", "given_at", "revision",
        ]  # fmt: skip
        read_only_fields = fields

    def get_comments(self, response) -> list[str]:
        return self.context["comments"].get(response.pk, [])


class OneResponseSerializer(ResponseSerializer, Tied):
    """The same, with what you may do with it."""

    class Meta(ResponseSerializer.Meta):
        fields = [*ResponseSerializer.Meta.fields, "abilities", "etag"]


class ResponseFilter(FilterSet):
    consultation = CodeFilter(says="Id of a round.", method="of_a_round")
    roadmap = CodeFilter("consultation__roadmap__slug", "Slug of a map.")
    disposition = column_term("comment_disposition")
    is_given = FlagFilter("Told to those who commented.", method="of_given")
    mine = FlagFilter("Assigned to you.", method="of_mine")
    q = WordsFilter("said", "text", "reason")

    def of_a_round(self, queryset, name, key):
        return queryset.filter(consultation=key) if sight.is_id(key) else queryset.none()

    def of_given(self, queryset, name, is_given):
        return queryset.filter(given_at__isnull=not is_given)

    def of_mine(self, queryset, name, is_mine):
        mine = {"assigned_to": self.request.user.pk}
        return queryset.filter(**mine) if is_mine else queryset.exclude(**mine)


def _round(actor, key):
    seen = Consultation.objects.visible_to(actor)
    return seen.filter(pk=key).first() if sight.is_id(key) else None


def _comment(actor, key):
    seen = Comment.objects.visible_to(actor)
    return seen.filter(pk=key).first() if sight.is_id(key) else None


def _person(actor, key):
    return User.objects.filter(pk=key).first() if sight.is_id(key) else None


class Comments(fields.Several):
    """Comments, by their ids. What the writer may not see is not there."""

    def __init__(self, **kwargs):
        super().__init__(child=fields.Text(max_length=36), **kwargs)

    def find(self, actor, keys: list[str]) -> list[Any]:
        """The comments themselves."""
        found = [(key, _comment(actor, key)) for key in keys]
        for key, comment in found:
            if comment is None:
                raise fields.missing(key)
        return [comment for _key, comment in found]


def _written(is_new):
    texts = ("disposition", "said", "text", "reason")
    return {
        "comments": Comments(required=is_new, allow_empty=False),
        **bodies.written(Response, texts, is_new=is_new),
        "changes": fields.Several(
            child=fields.Whole(min_value=1),
            required=False,
            help_text="Revisions of the map by which it was done.",
        ),
        "assigned_to": fields.Reference(
            _person, required=False, allow_null=True, help_text="The id of who answers."
        ),
    }


OWNED = (*ResponseSerializer.Meta.fields, "abilities", "etag")
NEW = Body("NewResponse", {"consultation": fields.Reference(_round), **_written(True)}, OWNED)
CHANGED = Body("ResponseEdit", {"base": bodies.BASE, **_written(False)}, OWNED)


class ResponseViewSet(Affiliations):
    """Answers that were given to your organisations; on maps for which you answer, all of them."""

    permission_classes = [IsAuthenticated]
    queryset = Response.objects.none()
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]
    scope = "write"
    serializer_class = ResponseSerializer
    whole = OneResponseSerializer
    filterset_class = ResponseFilter
    orders = {"number": (Place("consultation"), Place("number"), Place("pk"))}
    bodies = {"create": NEW, "partial_update": CHANGED}
    answered: dict[Any, list[str]] = {}

    def get_queryset(self):
        seen = Response.objects.visible_to(self.request.user)
        return seen.select_related("consultation__roadmap")

    def get_serializer_context(self):
        return super().get_serializer_context() | {"comments": self.answered}

    def tell(self, rows):
        """Each with the comments that the caller reads, and what is for those who answer."""
        actor, keys = self.request.user, [row.pk for row in rows]
        read = Comment.objects.visible_to(actor).values("pk")
        pairs = Answered.objects.filter(response__in=keys, comment__in=read)
        self.answered = {}
        for response, comment in pairs.order_by(*IN_ORDER).values_list("response", "comment"):
            self.answered.setdefault(response, []).append(str(comment))
        items = super().tell(rows)
        heard = {row.pk for row in rows if can(actor, "hear", row)}
        for row, item in zip(rows, items, strict=True):
            for name in () if row.pk in heard else INSIDE:
                item.pop(name, None)
        return items

    def add(self, actor, said):
        there, comments = said.pop("consultation"), said.pop("comments")
        return self.find(answering.answer(actor, there, comments, **said).pk)

    def edit(self, actor, thing, base, **values):
        values = bodies.emptied(Response, values)
        return self.find(answering.edit(actor, thing, base, **values).pk)

    def end(self, actor, thing):
        """Throw it away, if it was not given; its comments wait for another one."""
        return answering.discard(actor, thing)

    def give(self, request, pk):
        """Tell those who commented."""

        def do() -> Outcome:
            said = parsing.body_of(request)
            thing, _condition = self.held(request, pk)
            NOTHING.read(request.user, said)
            answering.give(request.user, [thing])
            return self.outcome(self.find(pk))

        return once(request, do)

    def places_of(self, thing) -> list[Any]:
        return [thing.consultation.roadmap]

    def abilities(self, actor, thing):
        may = can(actor, "hear", thing)
        is_ready = thing.disposition != Disposition.PENDING
        return {
            "edit": may,
            "give": may and not thing.is_given and is_ready,
            "discard": may and not thing.is_given,
        }

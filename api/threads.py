"""What those who work on a map say in its margin, for programs."""

from typing import Any

from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from api import fields, parsing, sight
from api.affiliations import Affiliations, Tied
from api.bodies import Body
from api.filters import CodeFilter, FilterSet, FlagFilter
from api.paging import Place
from api.serializers import Plain, Slug
from api.writing import NOTHING, Outcome, once
from changes.models import lock
from roadmaps import document, threads
from roadmaps.models import Thread
from roadmaps.rules import can


class PersonSerializer(serializers.Serializer):
    """Somebody, by the id by which one mentions them."""

    id = serializers.UUIDField()
    name = serializers.CharField(source="called")


class NoteSerializer(serializers.Serializer):
    """What one person says in a thread."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    author = serializers.CharField(source="author.called")
    text = serializers.CharField()
    mentions = PersonSerializer(many=True)
    written_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)


class ThreadSerializer(Plain):
    """A talk about one place of a working copy: `element` is where it belongs now."""

    roadmap = Slug()
    element = serializers.CharField(source="code", read_only=True, allow_null=True)
    figure = serializers.UUIDField(source="figure_id", read_only=True, allow_null=True)
    link = serializers.UUIDField(source="link_id", read_only=True, allow_null=True)
    narrative = serializers.UUIDField(
        source="passage.narrative_id", default=None, allow_null=True, read_only=True
    )
    start = serializers.IntegerField(source="passage.start", default=None, read_only=True)
    end = serializers.IntegerField(source="passage.end", default=None, read_only=True)
    spoke_of = serializers.CharField(
        source="element.code", default=None, allow_null=True,
        help_text="The code of the element that it spoke of, where it has been attached since.",
    )  # fmt: skip
    begun_by = serializers.CharField(source="begun_by.called", read_only=True)
    resolved_by = serializers.CharField(source="resolved_by.called", default=None, read_only=True)

    class Meta:
        model = Thread
        fields = [
            "id", "roadmap", "element", "figure", "link", "narrative", "start", "end", "field",
            "quote", "spoke_of", "begun_by",
            "begun_at", "resolved_by", "resolved_at", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class OneThreadSerializer(ThreadSerializer, Tied):
    """The same, with its notes, whether its place is still there, and who may be mentioned."""

    notes = NoteSerializer(many=True)
    is_at_its_place = serializers.BooleanField()
    readers = PersonSerializer(many=True)

    class Meta(ThreadSerializer.Meta):
        fields = [
            *ThreadSerializer.Meta.fields, "notes", "is_at_its_place", "readers", "abilities",
            "etag",
        ]  # fmt: skip


class ThreadFilter(FilterSet):
    roadmap = CodeFilter("roadmap__slug", "Slug of a map.")
    element = CodeFilter(says="Code of an element to which it belongs now.", method="of_element")
    is_open = FlagFilter("Not resolved.", method="of_open")
    mine = FlagFilter("You wrote in it or are mentioned.", method="of_mine")

    def of_element(self, queryset, name, code):
        return queryset.about(code)

    def of_open(self, queryset, name, is_open):
        return queryset.open() if is_open else queryset.resolved()

    def of_mine(self, queryset, name, is_mine):
        mine = Thread.objects.mine(self.request.user)
        return queryset.filter(pk__in=mine) if is_mine else queryset.exclude(pk__in=mine)


def mentions(**options):
    """The people who are told, by their ids; those who could not read it are not there."""
    helped = "Ids of people who may read it: `readers` of a thread."
    child = fields.Text(max_length=36)
    return fields.Several(child=child, required=False, help_text=helped, **options)


SAID = {"text": fields.Text(max_length=20_000), "mentions": mentions()}
OWNED = (*OneThreadSerializer.Meta.fields,)
NEW = Body(
    "NewThread",
    {
        "roadmap": fields.Reference(sight.roadmap),
        "element": fields.Text(required=False, max_length=80, help_text="The code of an element."),
        "figure": fields.Text(required=False, max_length=36, help_text="The id of a figure."),
        "link": fields.Text(required=False, max_length=36, help_text="The id of a link."),
        "narrative": fields.Text(required=False, max_length=36, help_text="The id of a text."),
        "version": fields.Whole(required=False, min_value=0, help_text="Of it, as you read it."),
        "start": fields.Whole(required=False, min_value=0, help_text="Where the passage begins."),
        "end": fields.Whole(required=False, min_value=0, help_text="Where it ends."),
        "field": fields.Text(required=False, max_length=60, help_text="A member of it."),
        "quote": fields.Text(
            required=False, max_length=2000, help_text="Words, as they stand there."
        ),
        **SAID,
    },
    OWNED,
)
NOTED = Body("NewNote", SAID, ("id", "number", "author", "written_at", "edited_at"))
BELONGS = Body(
    "ThreadAttachment",
    {"element": fields.Reference(sight.element, help_text="The code of an element of the map.")},
)


class ThreadViewSet(Affiliations):
    """Threads on maps on which you work: about what you may read there.

    Stewards, editors, reviewers and approvers talk; for everybody else there are no threads.
    """

    permission_classes = [IsAuthenticated]
    queryset = Thread.objects.none()
    http_method_names = ["get", "head", "options", "post"]
    scope = "comment"
    serializer_class = ThreadSerializer
    whole = OneThreadSerializer
    filterset_class = ThreadFilter
    orders = {"begun_at": (Place("begun_at", True), Place("pk"))}
    bodies = {
        "create": NEW, "notes": NOTED, "resolve": NOTHING, "reopen": NOTHING, "attach": BELONGS,
    }  # fmt: skip

    def get_queryset(self):
        return Thread.objects.visible_to(self.request.user).near()

    def add(self, actor, said):
        return self.find(threads.begin(actor, said.pop("roadmap"), **said).pk)

    def notes(self, request, pk):
        """Say something in it. Who is mentioned is told at once."""
        return self._step(
            request, pk, NOTED, lambda it, said: threads.write(request.user, it, **said)
        )

    def resolve(self, request, pk):
        """Say that it is settled."""
        return self._step(request, pk, NOTHING, lambda it, _said: threads.resolve(request.user, it))

    def reopen(self, request, pk):
        """Say that it is not settled after all."""
        return self._step(request, pk, NOTHING, lambda it, _said: threads.reopen(request.user, it))

    def attach(self, request, pk):
        """Say where it belongs, its place being gone."""

        def attach(it, said):
            return threads.attach(request.user, it, said["element"])

        return self._step(request, pk, BELONGS, attach)

    def _step(self, request, pk, body, act):
        def do() -> Outcome:
            said = parsing.body_of(request)
            thing, _condition = self.held(request, pk)
            act(thing, body.read(request.user, said))
            return self.outcome(self.find(pk))

        return once(request, do)

    def held(self, request, key):
        lock(self.find(key).roadmap)  # first, as the commands do: nobody waits for one another
        return super().held(request, key)

    def tell(self, rows):
        items = super().tell(rows)
        if self.action == "list":
            return items
        for row, item in zip(rows, items, strict=True):
            notes = row.notes.select_related("author").prefetch_related("mentions")
            now = document.build(row.roadmap, self.request.user)
            item["notes"] = NoteSerializer(notes, many=True).data
            item["is_at_its_place"] = not row.has_lost_its_place(now)
            item["readers"] = PersonSerializer(threads.readers(row), many=True).data
        return items

    def places_of(self, thing) -> list[Any]:
        return [thing.roadmap]

    def abilities(self, actor, thing):
        may = can(actor, "discuss", thing.roadmap)
        return {
            "notes": may and thing.is_open,
            "resolve": may and thing.is_open,
            "reopen": may and not thing.is_open,
            "attach": may,
        }

"""The running texts of maps, for programs: read in four forms, written by steps or as a whole."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.permissions import IsAuthenticated

from api import bodies, fields, parsing, sight
from api.affiliations import Affiliations, Tied
from api.bodies import Body
from api.filters import CodeFilter, FilterSet, column_term
from api.negotiation import JSONRenderer
from api.paging import Place
from api.resources import JSON
from api.serializers import Plain, Slug
from api.text_steps import BlameSerializer, TextStepSerializer, WrittenSerializer
from api.writing import NOTHING, Outcome, once
from roadmaps import document, narratives
from roadmaps.models import Narrative, Step
from roadmaps.narratives import mentions, sections
from roadmaps.prose import marking, telling
from roadmaps.rules import can

FORMS = {  # in which a text is told
    "html": "text/html; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
    "text": "text/plain; charset=utf-8",
    "json": JSON,
}


class NarrativeSerializer(Plain):
    """A section of the text of a map, or the body of an element; what it says is at `…/text`."""

    roadmap = Slug()
    element = serializers.CharField(source="element.code", default=None, allow_null=True)

    class Meta:
        model = Narrative
        fields = [
            "id", "roadmap", "element", "kind", "title", "language", "version", "settled",
            "is_withdrawn", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class OneNarrativeSerializer(NarrativeSerializer, Tied):
    """The same, with what you may do with it."""

    class Meta(NarrativeSerializer.Meta):
        fields = [*NarrativeSerializer.Meta.fields, "abilities", "etag"]


class NarrativeFilter(FilterSet):
    roadmap = CodeFilter("roadmap__slug", "Slug of a map.")
    element = CodeFilter("element__code", "Code of an element.")
    kind = column_term("narrative_kind")


OWNED = (*NarrativeSerializer.Meta.fields, "abilities", "etag")
NAMED = ("kind", "title", "language")
NEW = Body(
    "NewNarrative",
    {
        "roadmap": fields.Reference(sight.roadmap),
        "element": fields.Reference(
            sight.element, required=False, help_text="The code of the element whose body it is."
        ),
        "kind": fields.Text(required=False, max_length=40, help_text="As `narrative_kind` says."),
        "title": fields.Text(required=False, max_length=200),
        "language": fields.Text(required=False, max_length=8),
    },
    OWNED,
)
CHANGED = Body(
    "NarrativeEdit",
    {"base": bodies.BASE, **bodies.written(Narrative, NAMED, is_new=False)},
    OWNED,
)
OF_A_CLIENT = {
    "client": fields.Text(required=False, max_length=36, help_text="A name that only you use."),
    "number": fields.Whole(required=False, min_value=0, help_text="Of the message, yours."),
}
STEPS = Body(
    "Steps",
    {
        "base": fields.Whole(min_value=0, help_text="The version on which they were made."),
        "steps": fields.Anything(help_text="Steps of ProseMirror in JSON."),
        "holding": fields.Several(
            child=fields.Whole(min_value=0),
            required=False,
            help_text="The numbers of those that go on where you have just written.",
        ),
        **OF_A_CLIENT,
    },
)
WHOLE = Body(
    "WholeText",
    {
        "base": fields.Whole(min_value=0, help_text="The version that you changed."),
        "markdown": fields.Text(required=False, max_length=1_000_000),
        "document": fields.Anything(required=False, help_text="Instead of Markdown: the tree."),
        **OF_A_CLIENT,
    },
)
AT_A_VERSION = OpenApiParameter("version", OpenApiTypes.INT, description="As it was then.")
IN_A_FORM = OpenApiParameter("form", str, enum=[*FORMS], description="`html` without it.")


class NarrativeViewSet(Affiliations):
    """Texts of working copies, for those who work on the map; what is published is in editions."""

    permission_classes = [IsAuthenticated]
    queryset = Narrative.objects.none()
    http_method_names = ["get", "head", "options", "post", "patch", "put", "delete"]
    scope = "write"
    serializer_class = NarrativeSerializer
    whole = OneNarrativeSerializer
    filterset_class = NarrativeFilter
    orders = {"place": (Place("roadmap__slug"), Place("position"), Place("pk"))}
    bodies = {"create": NEW, "partial_update": CHANGED, "steps": STEPS, "text": WHOLE}

    def get_queryset(self):
        seen = Narrative.objects.visible_to(self.request.user)
        return seen.select_related("roadmap", "element")

    def known_parameters(self):
        more = {"text": {"form", "version"}, "steps": {"after"}, "blame": {"version"}}
        return super().known_parameters() | more.get(self.action, set())

    def add(self, actor, said):
        roadmap, element = said.pop("roadmap"), said.pop("element", None)
        if element is not None:
            said.pop("kind", None)
            return self.find(sections.begin_body(actor, element, **_only(said, "language")).pk)
        kind = said.pop("kind", "section")
        return self.find(sections.add(actor, roadmap, kind, **said).pk)

    def edit(self, actor, thing, base, **values):
        return self.find(sections.edit(actor, thing, base, **values).pk)

    def end(self, actor, thing):
        """Take it off the map; it can be put back."""
        return sections.withdraw(actor, thing)

    def restore(self, request, pk):
        """Put it back on the map."""

        def do() -> Outcome:
            body = parsing.body_of(request)  # whoever brings no JSON is told that first
            thing, _condition = self.held(request, pk)
            NOTHING.read(request.user, body)
            sections.restore(request.user, thing)
            return self.outcome(self.find(pk))

        return once(request, do)

    @extend_schema(parameters=[IN_A_FORM, AT_A_VERSION], responses={200: OpenApiTypes.STR})
    def text(self, request, pk):
        """What it says: as HTML, Markdown, plain words or the tree, now or at a version."""
        thing = self.find(pk)
        form = request.query_params.get("form", "html")
        if form not in FORMS:
            message = _("A text is told as one of these: %(forms)s.") % {"forms": ", ".join(FORMS)}
            raise ValidationError({"form": [ErrorDetail(message, "invalid")]})
        text = narratives.text_of(thing, _version(request, thing))
        content = self._told(thing, text, form)
        response = HttpResponse(content, content_type=FORMS[form])
        response.headers["ETag"] = f'"{thing.pk}-{text.version}-{form}"'
        response.headers["Rumbo-Version"] = str(text.version)
        return response

    def _told(self, thing, text, form):
        if form == "json":
            told = {"version": text.version, "document": text.document.to_json()}
            return JSONRenderer().render(told)
        seen = document.build(thing.roadmap, self.request.user)
        named = mentions.things(seen, text.document.to_json())
        tell = {"html": telling.as_html, "markdown": telling.as_markdown, "text": telling.as_words}
        return tell[form](text.document, named)

    @extend_schema(request=WHOLE.serializer, responses={200: WrittenSerializer})
    def put_text(self, request, pk):
        """Write it as a whole, on the version that you read: it merges into what others type."""

        def do() -> Outcome:
            body = parsing.body_of(request, parsing.DEEPEST_TEXT)
            thing = self.find(pk)
            said = WHOLE.read(request.user, body)
            written = narratives.put(
                request.user, thing, said["base"], self._tree(thing, said), *_message(said)
            )
            return self._written(thing, written)

        return once(request, do)

    def _tree(self, thing, said):
        if ("markdown" in said) == ("document" in said):
            raise ValidationError(_("Send either `markdown` or `document`."))
        if "document" in said:
            return said["document"]
        seen = document.build(thing.roadmap, self.request.user)
        return marking.parse(said["markdown"], mentions.keys(seen))

    @extend_schema(responses={200: WrittenSerializer})
    def steps(self, request, pk):
        """What came after a version (GET with `after`), or steps of your own (POST)."""
        thing = self.find(pk)
        after = _number(request, "after", 0)
        rows = Step.objects.filter(narrative=thing.pk, version__gt=after).order_by("version")
        told = narratives.Written(
            thing.version, list(rows.select_related("author", "credit")[:1000]), []
        )
        return HttpResponse(JSONRenderer().render(_as_told(told)), content_type=JSON)

    @extend_schema(request=STEPS.serializer, responses={200: WrittenSerializer})
    def send_steps(self, request, pk):
        """Write: steps on a version, which are carried over what others wrote since."""

        def do() -> Outcome:
            body = parsing.body_of(request, parsing.DEEPEST_TEXT)
            thing = self.find(pk)
            said = STEPS.read(request.user, body)
            client, number = _message(said)
            holding = tuple(said.get("holding") or ())
            message = narratives.Message(said["base"], said["steps"], client, number, holding)
            return self._written(thing, narratives.write(request.user, thing, message))

        return once(request, do)

    @extend_schema(parameters=[AT_A_VERSION], responses={200: BlameSerializer})
    def blame(self, request, pk):
        """Whose words are whose, and of when."""
        thing = self.find(pk)
        text = narratives.signed(thing, _version(request, thing))
        told = [
            {"start": span.start, "end": span.end, "author": span.author, "at": span.at,
             "text": text.document.text_between(span.start, span.end, "\n")}
            for span in text.authors
        ]  # fmt: skip
        body = {"version": text.version, "items": told}
        return HttpResponse(JSONRenderer().render(body), content_type=JSON)

    def _written(self, thing, written) -> Outcome:
        body = JSONRenderer().render(_as_told(written))
        return Outcome(body, self.places_of(thing), 200, {})

    def places_of(self, thing) -> list[Any]:
        return [thing.roadmap]

    def abilities(self, actor, thing):
        may = can(actor, "edit", thing)
        return {"edit": may, "withdraw": may and not thing.is_withdrawn,
                "restore": may and thing.is_withdrawn}  # fmt: skip


def _as_told(written):
    told = {"version": written.version, "kept": written.kept}
    return told | {"rows": TextStepSerializer(written.rows, many=True).data}


def _message(said) -> tuple[str, int]:
    """Who sends, and which of their messages it is; somebody who says neither sends one alone."""
    return said.get("client") or str(uuid4()), said.get("number") or 0


def _version(request, thing) -> int | None:
    version = _number(request, "version", None)
    if version is not None and version > thing.version:
        raise Http404
    return version


def _number(request, name, usual):
    text = request.query_params.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValidationError({name: [ErrorDetail(_("This is a whole number."), "invalid")]})
    return int(text)


def _only(said, *names):
    return {name: said[name] for name in names if name in said}

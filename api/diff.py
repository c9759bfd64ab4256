"""What changed between two editions, revisions or days of a map."""

from dataclasses import asdict

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.renderers import JSONRenderer

from api import editions, parameters
from api.openapi import DRAFT
from api.resources import JSON, Resource
from api.roadmaps import draft_of, whole
from roadmaps import diff, sides
from roadmaps.diff.edits import SUBJECTS, VERBS
from roadmaps.models import Edition, Roadmap
from roadmaps.moments import NotThen

SIDES = ("from", "to")
SAYS = (
    "an edition (`1.0`), a day (`2026-11-24`) or a time with its zone for the edition that was in "
    "force then; with `draft=true` a day, a time or the number of a revision (`57`) of the working "
    "copy."
)
FROM = OpenApiParameter(
    "from",
    str,
    description=(
        f"The earlier side: {SAYS} Without it the edition before the current one; with "
        "`draft=true` the one in force."
    ),
)
TO = OpenApiParameter(
    "to", str, description=f"The later side; without it the map as it is now. It is {SAYS}"
)


class PassageSerializer(serializers.Serializer):
    """A piece of a long text that is the same in both, or stands in one of them alone."""

    kind = serializers.ChoiceField(["same", "removed", "added"])
    text = serializers.CharField()


class DifferenceSerializer(serializers.Serializer):
    """One difference, as a thing that can be said and done.

    `field` is null where a whole thing came or went: then `before` or `after` is all of it. A
    number and a baseline are one field each.
    """

    verb = serializers.ChoiceField(VERBS)
    subject = serializers.ChoiceField(SUBJECTS)
    key = serializers.CharField()
    element = serializers.CharField(allow_null=True)
    field = serializers.CharField(allow_null=True)
    language = serializers.CharField(allow_null=True)
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)
    behind = serializers.CharField(allow_null=True)
    sentence = serializers.CharField()
    passages = PassageSerializer(many=True)


class SideSerializer(serializers.Serializer):
    """What was compared."""

    edition = serializers.CharField(allow_null=True)
    revision = serializers.IntegerField(allow_null=True)
    day = serializers.DateField(allow_null=True)
    name = serializers.CharField()


class DiffSerializer(serializers.Serializer):
    """Everything that is different between two documents of a map."""

    to = SideSerializer()
    count = serializers.IntegerField()
    edits = DifferenceSerializer(many=True)

    def get_fields(self):
        # “from” is a word of Python.
        return {"from": SideSerializer()} | super().get_fields()


class DiffViewSet(Resource):
    """What changed between two editions, revisions or days of a map, in typed edits.

    Each edit has a sentence in the language of the reader. Who may read what is asked as of now.
    """

    tag = "roadmaps"
    queryset = Edition.objects.none()
    serializer_class = DiffSerializer
    filter_backends = []
    pagination_class = None

    def known_parameters(self):
        return {*SIDES, "draft", "lang"}

    @extend_schema(parameters=[FROM, TO, DRAFT])
    def retrieve(self, request, slug):
        query = request.query_params
        wishes = {name: _told(name, sides.read, query.get(name, "")) for name in SIDES}
        is_draft = parameters.is_set(query, "draft")
        roadmap = draft_of(request, slug) if is_draft else _published(slug)
        if not wishes["from"].said:
            wishes["from"] = _usual(roadmap, is_draft)
        old, new = (
            _told(name, sides.find, request.user, roadmap, wishes[name], is_draft) for name in SIDES
        )
        return whole(request, JSONRenderer().render(_compared(old, new)), JSON)


def _published(slug):
    """A map of which everybody may read an edition."""
    found = editions.published().exclude(status="withdrawn").filter(roadmap__slug=slug)
    open_to_all = Roadmap.objects.only(*Roadmap.OPEN).order_by("slug")
    roadmap = open_to_all.filter(pk__in=found.values("roadmap")).first()
    if roadmap is None:
        raise NotFound
    return roadmap


def _usual(roadmap, is_draft):
    """The edition in force for those who write; for the others the one before it."""
    wish = sides.usual(roadmap, is_draft)
    if not wish.said:
        message = _("This map has one edition so far: there is nothing to compare it with yet.")
        raise ValidationError({"from": [ErrorDetail(message, "required")]})
    return wish


def _told(name, question, *asked):
    """What is answered to a question about a side; what has no answer is a mistake."""
    try:
        return question(*asked)
    except NotThen as error:
        raise ValidationError({name: [ErrorDetail(str(error), "invalid")]}) from error


def _compared(old, new):
    edits = diff.compare(old.document, new.document)
    told = diff.tell(edits, old.document, new.document)
    return {
        "from": _side(old),
        "to": _side(new),
        "count": len(told),
        "edits": [told_edit(each) for each in told],
    }


def _side(side):
    return {
        "edition": side.edition and side.edition.number,
        "revision": side.revision,
        "day": side.day,
        "name": side.name,
    }


def told_edit(told):
    """One difference, as it is told."""
    edit = told.edit
    return asdict(edit) | {
        "field": edit.field or None,
        "language": edit.language or None,
        "sentence": told.sentence,
        "passages": [asdict(each) for each in told.passages],
    }

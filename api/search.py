"""Words that are looked for on a map: its elements, and its running texts."""

from dataclasses import asdict

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.renderers import JSONRenderer

from api import moments
from api.moments import AS_OF
from api.openapi import DRAFT
from api.resources import JSON, Resource
from api.roadmaps import document_of, whole
from roadmaps import search
from roadmaps.models import Edition

WORDS = OpenApiParameter(
    "q", str, required=True, description="Words that all stand there, whatever their accents."
)


class ExcerptSerializer(serializers.Serializer):
    """What was found, with what stands around it."""

    before = serializers.CharField()
    found = serializers.CharField()
    after = serializers.CharField()


class HitSerializer(serializers.Serializer):
    """A place of a map at which all of the words stand."""

    title = serializers.CharField()
    language = serializers.CharField()
    element = serializers.CharField(allow_null=True, help_text="The code of an element.")
    text = serializers.UUIDField(allow_null=True, help_text="The id of a running text.")
    excerpt = ExcerptSerializer()


class SearchSerializer(serializers.Serializer):
    """All places of a map at which some words stand."""

    count = serializers.IntegerField()
    items = HitSerializer(many=True)


class SearchViewSet(Resource):
    """Where some words stand on a map: elements by what they are called, and running texts.

    First what is in the reader's language. With `draft=true` in the working copy, its texts as they
    were settled, for those who have a role on the map.
    """

    tag = "roadmaps"
    queryset = Edition.objects.none()
    serializer_class = SearchSerializer
    filter_backends = []
    pagination_class = None

    def known_parameters(self):
        return {"q", "draft", "lang"} | moments.known(self.request)

    @extend_schema(parameters=[WORDS, DRAFT, AS_OF])
    def retrieve(self, request, slug):
        asked = request.query_params.get("q", "").strip()
        document = document_of(request, slug)
        if not asked:
            message = _("Say in `q` which words you look for.")
            raise ValidationError({"q": [ErrorDetail(message, "required")]})
        hits = search.find(document, asked)
        told = [asdict(hit) | {"excerpt": hit.excerpt._asdict()} for hit in hits]
        content = JSONRenderer().render({"count": len(told), "items": told})
        return whole(request, content, JSON)

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from api.negotiation import JSONRenderer
from api.resources import Resource
from api.roadmaps import JSON, whole
from terms.vocabulary import VOCABULARIES, definition, label


class TextsSerializer(serializers.Serializer):
    """A text in both languages."""

    en = serializers.CharField()
    es = serializers.CharField()


class TermSerializer(serializers.Serializer):
    """One word of a vocabulary. Some vocabularies say more of their words."""

    code = serializers.JSONField()
    label = serializers.CharField()
    definition = serializers.CharField()
    labels = TextsSerializer()
    definitions = TextsSerializer()


class VocabularySerializer(serializers.Serializer):
    """The words that a member of the API may take."""

    name = serializers.CharField()
    terms = TermSerializer(many=True)


class VocabularyListSerializer(serializers.Serializer):
    """All vocabularies."""

    items = VocabularySerializer(many=True)
    next = serializers.CharField(allow_null=True)


class VocabularyViewSet(Resource):
    """The words that maps are written in: every code, its label and what it means."""

    filter_backends = []
    pagination_class = None
    serializer_class = VocabularySerializer

    def get_renderers(self):
        return [JSONRenderer()]

    def known_parameters(self):
        return {"lang", "format"}

    @extend_schema(responses=VocabularyListSerializer, operation_id="vocabularies_list")
    def list(self, request):
        items = [_vocabulary(name) for name in VOCABULARIES]
        return whole(request, JSONRenderer().render({"items": items, "next": None}), JSON)

    def retrieve(self, request, name):
        """One vocabulary, by its name."""
        if name not in VOCABULARIES:
            raise NotFound
        return whole(request, JSONRenderer().render(_vocabulary(name)), JSON)


def _vocabulary(name: str) -> dict[str, Any]:
    return {"name": name, "terms": [_term(name, term) for term in VOCABULARIES[name]["terms"]]}


def _term(name, term):
    """A word with its label in the reader's language, both labels, and whatever else is known."""
    code = term["code"]
    said = {"code": code, "label": label(name, code), "definition": definition(name, code)}
    more = {key: value for key, value in term.items() if key not in said}
    return said | {"labels": term["label"], "definitions": term["definition"]} | more

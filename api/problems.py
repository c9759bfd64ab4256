from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from api.meanings import PROBLEMS
from api.negotiation import JSONRenderer
from api.resources import Resource
from api.roadmaps import JSON, whole


class ProblemTypeSerializer(serializers.Serializer):
    """A kind of problem."""

    name = serializers.CharField()
    status = serializers.IntegerField()
    title = serializers.CharField()
    meaning = serializers.CharField()


class ProblemTypeListSerializer(serializers.Serializer):
    """All kinds of problems."""

    items = ProblemTypeSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ProblemViewSet(Resource):
    """What can go wrong, and what to do then. The `type` of a problem leads here."""

    filter_backends = []
    pagination_class = None
    serializer_class = ProblemTypeSerializer

    def get_renderers(self):
        return [JSONRenderer()]

    def known_parameters(self):
        return {"lang", "format"}

    @extend_schema(responses=ProblemTypeListSerializer, operation_id="problems_list")
    def list(self, request):
        items = [_kind(status) for status in PROBLEMS]
        return whole(request, JSONRenderer().render({"items": items, "next": None}), JSON)

    def retrieve(self, request, name):
        """One kind of problem, by its name."""
        statuses = {known: status for status, (known, *_texts) in PROBLEMS.items()}
        if name not in statuses:
            raise NotFound
        return whole(request, JSONRenderer().render(_kind(statuses[name])), JSON)


def _kind(status):
    name, title, meaning = PROBLEMS[status]
    return {"name": name, "status": status, "title": str(title), "meaning": str(meaning)}

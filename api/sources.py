from api.expansions import finder
from api.filters import FilterSet, WordsFilter, column_term
from api.resources import Resource, by
from api.serializers import Plain
from sectors.models import Source


class SourceSerializer(Plain):
    class Meta:
        model = Source
        fields = [
            "id", "code", "title", "publisher", "date", "url", "kind", "licence", "note",
            "revision",
        ]  # fmt: skip
        read_only_fields = fields


class SourceFilter(FilterSet):
    kind = column_term("source_kind")
    publisher = WordsFilter("publisher")
    q = WordsFilter("title", "publisher")


class SourceViewSet(Resource):
    """Publications that figures and statements were read in."""

    queryset = Source.objects.all()
    serializer_class = SourceSerializer
    filterset_class = SourceFilter
    lookup_field = "code"
    orders = {"code": by("code"), "title": by("title", "code"), "date": by("date", "code")}


find = finder(Source.objects.all(), SourceSerializer)

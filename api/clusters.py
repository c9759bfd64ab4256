from api import programmes, sources
from api.expansions import Expansion
from api.filters import CodeFilter, FilterSet, WordsFilter
from api.resources import Resource, by
from api.serializers import Code, TranslatedPlain
from sectors.models import Cluster


class ClusterSerializer(TranslatedPlain):
    programme = Code()
    source = Code(allow_null=True)

    class Meta:
        model = Cluster
        fields = [
            "id", "programme", "scheme", "code", "name", "translations", "source", "certainty",
            "revision",
        ]  # fmt: skip
        read_only_fields = fields


class ClusterFilter(FilterSet):
    programme = CodeFilter("programme__code", "Code of a programme.")
    scheme = CodeFilter(says="As it is told.")
    q = WordsFilter("name")


class ClusterViewSet(Resource):
    """Groups of sectors; a programme may group its sectors anew, in another scheme."""

    queryset = Cluster.objects.select_related("programme", "source")
    serializer_class = ClusterSerializer
    filterset_class = ClusterFilter
    orders = {
        "programme": by("programme__code", "scheme", "code"),
        "name": by("name", "pk"),
    }
    expansions = {
        "programme": Expansion(("programme",), programmes.find),
        "source": Expansion(("source",), sources.find),
    }

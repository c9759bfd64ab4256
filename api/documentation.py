"""The API, told to people: the OpenAPI file, Swagger UI and ReDoc, without any other site."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE
from csp.decorators import csp_update
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from rest_framework import serializers

from api import etags
from api.errors import problem
from api.negotiation import JSONRenderer
from api.resources import JSON, Resource
from api.roadmaps import whole

FILE = Path(__file__).with_name("openapi.yaml")
YAML = "application/yaml"
# ReDoc makes its styles while it runs; those of its scroll bars come before it can be told how.
EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
SCROLL_BARS = "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='"
OF_REDOC: dict[str, Any] = {"style-src": ["'self'", NONCE, EMPTY, SCROLL_BARS]}


class IndexSerializer(serializers.Serializer):
    """Where to go from here."""

    name = serializers.CharField()
    links = serializers.DictField(child=serializers.CharField())


class IndexViewSet(Resource):
    """Where everything is."""

    tag = "index"
    filter_backends = []
    pagination_class = None
    serializer_class = IndexSerializer
    addresses: tuple[str, ...] = ()

    def known_parameters(self):
        return {"lang", "format"}

    def retrieve(self, request):
        """Every list of the API, and where it is described."""
        links = {name: f"/api/v1/{name}" for name in self.addresses}
        return whole(request, JSONRenderer().render({"name": "Rumbo", "links": links}), JSON)


@csrf_exempt  # nothing is done, so a program learns that nothing is there, not that it may not
def nowhere(request) -> HttpResponse:
    """The answer at every address that there is not."""
    return problem(404)


@require_safe
def openapi(request) -> HttpResponse:
    """The OpenAPI file, as it is kept in the repository."""
    content = FILE.read_bytes()
    return etags.answer(request, content, YAML, f'"{etags.digest(content)}"')


@require_safe
def swagger(request) -> HttpResponse:
    """The API to try out."""
    return render(request, "api/swagger.html")


@require_safe
@csp_update(OF_REDOC)
def redoc(request) -> HttpResponse:
    """The API to read."""
    return render(request, "api/redoc.html")

"""What holds for every answer under /api/: who may read it, and how it says no."""

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import activate, get_language_from_request

from api.errors import CONTENT_TYPE, problem

ROOT = "/api/"
READING = ("GET", "HEAD", "OPTIONS")
READABLE = (
    "Content-Language, ETag, Link, RateLimit, RateLimit-Policy, Repr-Digest, Retry-After, "
    "Rumbo-Edition, Rumbo-Sha256, X-Request-ID"
)


class ApiMiddleware:
    """Answers every error as a problem, and lets other sites read."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request):
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        if self.is_async:
            return self._wait(request)
        return _finished(request, _asked_first(request) or self.get_response(request))

    async def _wait(self, request):
        return _finished(request, _asked_first(request) or await self.get_response(request))

    def process_view(self, request, view, args, kwargs):
        """Answer in the language of the reader: pages have it in their address, the API has not."""
        if request.path_info.startswith(ROOT):
            wanted = request.GET.get("lang")
            known = wanted in dict(settings.LANGUAGES)
            activate(wanted if known else get_language_from_request(request))


def _asked_first(request):
    """The answer to a browser that asks for the page of another site; alike at every address."""
    is_asked = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    return preflight(READING) if is_asked else None


def _finished(request, response):
    if response.status_code >= 400 and response.headers.get("Content-Type") != CONTENT_TYPE:
        response = _as_problem(response)
    if request.method in READING and not brings_credentials(request):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = READABLE
    return response


def brings_credentials(request) -> bool:
    """Whether the request says who asks; such an answer is for nobody else."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers


def preflight(methods) -> HttpResponse:
    """What may be done here; from the pages of another site one can only read."""
    headers = {
        "Allow": ", ".join(methods),
        "Access-Control-Allow-Methods": ", ".join(READING),
        "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=headers)


def _as_problem(response):
    kept = ("Allow", "Retry-After", "WWW-Authenticate", "Vary")
    headers = {name: response.headers[name] for name in kept if name in response.headers}
    return problem(response.status_code, getattr(response, "sentence", None), headers=headers)

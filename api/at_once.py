"""The current edition of a map, answered before anything else is done with the request.

Nothing that other middleware adds is needed for it: no session, no language, no form. It stands
behind the one that sends people to https.
"""

import re

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.utils.decorators import sync_and_async_middleware

from api.editions import current, in_place
from api.resources import JSON

ADDRESS = re.compile(r"/api/v1/roadmaps/([-\w]{1,60})", re.ASCII)
PLAINLY = {None, "", "*/*", JSON}
POLICY = "default-src 'none'; frame-ancestors 'none'"


@sync_and_async_middleware
def current_edition(get_response):
    return _waiting(get_response) if iscoroutinefunction(get_response) else _plain(get_response)


def _waiting(get_response):
    async def middleware(request):
        if slug := asked_for(request):
            return await sync_to_async(answer)(request, slug)
        return await get_response(request)

    return middleware


def _plain(get_response):
    def middleware(request):
        if slug := asked_for(request):
            return answer(request, slug)
        return get_response(request)

    return middleware


def asked_for(request) -> str:
    """The slug of the map whose current edition is asked for, as JSON and with no more words."""
    found = ADDRESS.fullmatch(request.path_info)
    if found is None or request.method not in ("GET", "HEAD") or request.META["QUERY_STRING"]:
        return ""
    if "HTTP_AUTHORIZATION" in request.META:  # a key that has ended opens nothing at all
        return ""
    return found[1] if request.META.get("HTTP_ACCEPT") in PLAINLY else ""


def answer(request, slug: str):
    response = in_place(request, current(slug), slug)
    response.headers["Content-Security-Policy"] = POLICY
    return response

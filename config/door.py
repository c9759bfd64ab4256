"""The door: each request gets its number, and every answer what it has to carry.

It stands before everything else, so that errors, files and answers that take a short way go
through it too.
"""

import re
import uuid
from urllib.parse import unquote

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.utils.decorators import sync_and_async_middleware
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from accounts import events
from api.errors import problem
from api.middleware import ROOT
from changes.requests import request_id
from roadmaps.views import errors

WHOLE_KEY = re.compile(r"rumbo_[\w-]{40}", re.ASCII)
METHODS = ("GET", "HEAD", "POST")  # of pages: browsers ask them in no other way
NOTHING = "default-src 'none'; frame-ancestors 'none'"
UNUSED = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
    "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
ALWAYS = {
    "Content-Security-Policy": NOTHING,  # where a page needs more, it has said so
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "Referrer-Policy": "same-origin",
    "Reporting-Endpoints": 'csp="/csp-reports"',
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@sync_and_async_middleware
def door(get_response):
    return _waiting(get_response) if iscoroutinefunction(get_response) else _plain(get_response)


def _waiting(get_response):
    async def middleware(request):
        request_id.set(uuid.uuid4())
        return _out(request, _not_let_in(request) or await get_response(request))

    return middleware


def _plain(get_response):
    def middleware(request):
        request_id.set(uuid.uuid4())
        return _out(request, _not_let_in(request) or get_response(request))

    return middleware


def _not_let_in(request):
    """The answer to somebody who may not even ask like this; none for all others."""
    return _refuse_key(request) or _refuse_method(request)


def _refuse_method(request):
    """The API knows by itself in which ways each of its addresses can be asked."""
    if request.path_info.startswith(ROOT) or request.method in METHODS:
        return None
    return HttpResponseNotAllowed(METHODS)


def _refuse_key(request):
    """Nobody sends a key where others can read it."""
    query = request.META.get("QUERY_STRING")
    if not (query and WHOLE_KEY.search(unquote(query))):
        return None
    events.note("key-in-address", request)
    with override(get_language_from_request(request, check_path=True)):
        reason = _("Never send a key in an address, where others can read it. Revoke this one.")
        if request.path_info.startswith(ROOT):
            return problem(400, reason)
        return errors.not_understood(request, reason)


def _out(request, response):
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if response.headers.get("Access-Control-Allow-Origin") == "*":
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if settings.SECURE_HSTS_SECONDS and request.is_secure():
        age = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
        response.headers.setdefault("Strict-Transport-Security", age)
    if request.path_info.startswith(ROOT):
        response.headers["X-Request-ID"] = str(request_id.get())
    events.watch(request, response)
    return response

"""Whether the reader already has it: entity tags as RFC 9110 has them."""

import hashlib
import json
import re
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

from api.middleware import brings_credentials

TAG = re.compile(r'\s*(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")\s*(?:,|$)')
CODINGS = re.compile(r'-(?:br|gz)"$')  # the same text in another coding has another tag


def of_item(item: dict[str, Any], revision: int) -> str:
    """The strong tag of one thing: the number of its last change, and what is told of it."""
    text = json.dumps(item, sort_keys=True, cls=DjangoJSONEncoder)
    return f'"{revision}-{digest(text.encode())}"'


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:20]


def named_in(header: str) -> set[str]:
    """The tags that `If-None-Match` lists, without weakness; “*” stands for any."""
    if header.strip() == "*":
        return {"*"}
    tags, place = set(), 0
    while match := TAG.match(header, place):
        tags.add(match[1])
        place = match.end()
    # A header that breaks its own grammar says nothing that one could rely on.
    return tags if place >= len(header) else set()


def has(request, etag: str) -> bool:
    """Whether the reader has this very thing already, perhaps in another coding."""
    header = request.headers.get("If-None-Match")
    if header is None:
        return False
    named = named_in(header)
    return "*" in named or _plain(etag) in {_plain(tag) for tag in named}


def answer(request, content: bytes, content_type: str, etag: str, **headers: str) -> HttpResponse:
    """The content with its tag, or 304 where the reader has it.

    headers: more headers by name, with _ for -.
    """
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("Cache-Control", _caching(request))
    named["ETag"] = etag
    named.setdefault("Vary", "Accept")
    if has(request, etag):
        return not_modified(named)
    return HttpResponse(content, content_type=content_type, headers=named)


def not_modified(headers: dict[str, str]) -> HttpResponse:
    """Nothing but the headers: the reader has the rest."""
    response = HttpResponse(status=304, headers=headers)
    del response.headers["Content-Type"]
    return response


def _caching(request):
    return "private, no-cache" if brings_credentials(request) else "public, max-age=60"


def _plain(tag):
    return CODINGS.sub('"', tag)

"""Published maps as stored bytes: nothing is built, parsed or compressed when they are read."""

import base64
import hashlib
import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from api import etags, moments
from api.document import DocumentSerializer
from api.errors import problem
from api.middleware import brings_credentials
from api.paging import Place
from api.resources import JSON, Resource
from api.serializers import Plain
from api.tombstones import as_links, successors_of, tombstone
from roadmaps.models import Edition

# coding: (column of the stored bytes, what its tag ends with); the best one first
CODINGS = {"br": ("brotlied", "-br"), "gzip": ("gzipped", "-gz"), "identity": ("content", "")}
TOLD = ("pk", "sha256", "major", "minor", "of_a_round", "status")
FOR_A_MINUTE = "public, max-age=60"
FOR_EVER = "public, max-age=31536000, immutable"


def published():
    """Every edition that the public may read."""
    return Edition.objects.exclude(kind="consultation")


def current(slug: str):
    """The edition in force; of a map that was retired the one that was withdrawn."""
    return published().exclude(status="superseded").filter(roadmap__slug=slug)


def in_force(slug: str, moment: datetime | None):
    """The edition of this map that was in force at a moment; with none the current one."""
    if moment is None:
        return current(slug)
    of_the_map = published().filter(roadmap__slug=slug)
    found = of_the_map.filter(pk__in=of_the_map.in_force_at(moment).values("pk"))
    if of_the_map.exists() and not found.exists():
        raise moments.mistake(_("No edition of this map had been published by then."))
    return found


def in_place(request, editions, slug: str) -> HttpResponse:
    """The edition that stands under the address of its map, or what is said in its place."""
    found = _told(editions)
    if found and found[-1] == "withdrawn":
        return tombstone(slug, found[0])
    return _stored(request, found, slug, FOR_A_MINUTE)


def numbered(request, editions, slug: str) -> HttpResponse:
    """One edition under its own address, where it stays also when it was withdrawn."""
    found = _told(editions)
    is_for_ever = found and not found[-2]
    response = _stored(request, found, slug, FOR_EVER if is_for_ever else FOR_A_MINUTE)
    if found and found[-1] == "withdrawn":
        known = as_links(successors_of(slug, found[0]))
        response.headers["Link"] = ", ".join([response.headers["Link"], *known])
    return response


def _told(editions):
    """What has to be known of one edition in order to give it; nothing where there is none."""
    is_draft = Q(kind="consultation")
    rows = editions.order_by("status").annotate(of_a_round=is_draft)
    return next(iter(rows.values_list(*TOLD)[:1]), None)


def _stored(request, found, slug: str, caching: str) -> HttpResponse:
    """The stored bytes of one edition, in a coding that the reader understands."""
    if found is None:
        return problem(404)
    key, sha256, major, minor, _is_draft, _status = found
    coding = best_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    headers = _headers(slug, sha256, f"{major}.{minor}", CODINGS[coding][1])
    headers["Cache-Control"] = "private, no-cache" if brings_credentials(request) else caching
    if etags.has(request, headers["ETag"]):
        return etags.not_modified(headers)
    body, digest = _content(key, coding)
    headers["Repr-Digest"] = digest
    headers["Content-Length"] = str(len(body))
    if coding != "identity":
        headers["Content-Encoding"] = coding
    return HttpResponse(body, content_type=JSON, headers=headers)


@lru_cache(maxsize=64)
def _content(key, coding: str) -> tuple[bytes, str]:
    """The bytes in a coding, which never change, and their digest (RFC 9530)."""
    content = Edition.objects.values_list(CODINGS[coding][0], flat=True).get(pk=key)
    body = bytes(content)
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return body, f"sha-256=:{digest}:"


def _headers(slug, sha256, number, ending):
    here = f"/api/v1/roadmaps/{slug}/editions"
    return {
        "ETag": f'"{sha256}{ending}"',
        "Vary": "Accept-Encoding, Accept",
        "Link": f'<{here}/{number}>; rel="canonical", <{here}>; rel="version-history"',
        "Rumbo-Edition": number,
        "Rumbo-Sha256": sha256,
    }


@lru_cache(maxsize=256)
def best_coding(header: str) -> str:
    """The coding that the reader likes best, of those in which editions are stored."""
    weights = {}
    for part in header.lower().split(","):
        name, options = parse_header_parameters(part)
        weights[name] = _weight(options.get("q", "1"))
    wish = {
        coding: weights.get(coding, weights.get("*", 0.0 if coding != "identity" else 0.001))
        for coding in CODINGS
    }
    best = max(wish, key=lambda coding: wish[coding])
    return best if wish[best] else "identity"


def _weight(text):
    try:
        return float(text)
    except ValueError:
        return 0.0


def document_of(slug: str, moment: datetime | None = None) -> dict[str, Any]:
    """The edition of a map that is in force, or was at a moment, as a dictionary."""
    found = in_force(slug, moment).order_by().values_list("content", "status")[:1]
    if not found or found[0][1] == "withdrawn":
        raise NotFound
    return json.loads(bytes(found[0][0]))


class EditionSerializer(Plain):
    number = serializers.CharField(read_only=True)
    published_at = serializers.DateTimeField(read_only=True)

    class Meta:
        model = Edition
        fields = [
            "number", "kind", "status", "label", "launched", "launched_by", "note",
            "published_at", "sha256",
        ]  # fmt: skip
        read_only_fields = fields


class EditionViewSet(Resource):
    """Every published edition of a map, the newest first. Editions never change.

    The draft of a consultation is among them as long as everybody is asked about it; those who
    work on the map see all of them.
    """

    tag = "roadmaps"
    queryset = Edition.objects.none()
    serializer_class = EditionSerializer
    orders = {"number": (Place("major", True), Place("minor", True), Place("pk"))}

    def get_queryset(self):
        seen = Edition.objects.visible_to(self.request.user)
        found = seen.filter(roadmap__slug=self.kwargs["slug"])
        if not found.exists():
            raise NotFound
        return found.defer("content", "gzipped", "brotlied")

    def known_parameters(self):
        return super().known_parameters() if self.action == "list" else set()

    @extend_schema(responses=DocumentSerializer)
    def retrieve(self, request, slug, number):
        """One edition of a map, as it was published: stored bytes that never change.

        It stays here when it is withdrawn. The draft of a consultation, 0.n, is here for everybody
        as long as everybody is asked about it.
        """
        seen = Edition.objects.visible_to(request.user).filter(roadmap__slug=slug)
        response = numbered(request, seen.numbered(number), slug)
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

"""From where somebody asks, and who that is before one has looked them up."""

import hashlib
import re
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, parse_cookie

ONE_HOUSEHOLD = 64  # bits of an IPv6 address that one caller may fill as they please
NOWHERE = "0.0.0.0"  # noqa: S104 -- a name for callers without an address, never listened on
WITH_PORT = re.compile(r"(\d+(?:\.\d+){3}):\d+|\[([^\]]+)\](?::\d+)?")  # as some proxies write it
BROUGHT = {b"authorization", b"cookie", b"x-forwarded-for"}


def address_of(request) -> str:
    """The address of the caller, as far as somebody whom we trust has seen it.

    Each trusted proxy adds at the end of X-Forwarded-For the address that it saw; what stands
    before those was written by the caller, who may write anything.
    """
    seen = [request.META.get("REMOTE_ADDR", "")]
    said = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if said and settings.TRUSTED_PROXIES:
        seen = [*said.split(","), *seen][-settings.TRUSTED_PROXIES - 1 :]
    return _plain(seen[0])


def network_of(request) -> str:
    """The network of the caller; all addresses of one IPv6 household are one."""
    address = ip_address(address_of(request))
    if isinstance(address, IPv6Address):
        return str(ip_network((address, ONE_HOUSEHOLD), strict=False))
    return str(address)


def credential_of(request) -> tuple[str, str]:
    """What the caller brings to say who they are: its kind, and a name that tells no secret.

    Nobody has looked yet whether it is any good. Both are empty where nothing was brought.
    """
    if said := request.META.get("HTTP_AUTHORIZATION"):
        return "key", _digest(said)
    if session := request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        return "session", _digest(session)
    return "", ""


def brings_key(request) -> bool:
    """Whether a program asks with a key, good or bad: of the API, for nothing else knows keys."""
    scheme = request.headers.get("Authorization", "").partition(" ")[0]
    return request.path_info.startswith("/api/") and scheme.lower() == "bearer"


def of_scope(scope) -> HttpRequest:
    """The caller of something that Django has not seen yet: a socket, somebody who waits."""
    request = HttpRequest()
    request.path = request.path_info = scope["path"]
    request.META["REMOTE_ADDR"] = (scope.get("client") or ("",))[0]
    for name, value in scope["headers"]:
        if name in BROUGHT:
            meta = f"HTTP_{name.decode().upper().replace('-', '_')}"
            before = f"{request.META[meta]}," if meta in request.META else ""
            request.META[meta] = before + value.decode("latin-1")
    request.COOKIES = parse_cookie(request.META.get("HTTP_COOKIE", ""))
    return request


def _digest(secret):
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()[:20]


def _without_port(text):
    found = WITH_PORT.fullmatch(text)
    return found[1] or found[2] if found else text


def _plain(text) -> str:
    try:
        address = ip_address(_without_port(text.strip()).split("%")[0])
    except ValueError:
        return NOWHERE
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)

"""Who knocks: from which page, with which session, and may they come in?"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, parse_cookie
from django.http.request import validate_host
from django.utils.http import is_same_domain

from accounts import factors, sessions
from changes.models import address
from roadmaps import looks
from roadmaps.models import Roadmap
from roadmaps.roadmap import Epoch, Sight
from roadmaps.rules import can

ADDRESS = re.compile(r"/live/([-\w]{1,60})", re.ASCII)


@dataclass(frozen=True)
class Seat:
    """A person at a map, as they were authorised."""

    roadmap: Any  # its key
    ledger: str
    revision: int
    epoch: Epoch
    user: Any
    session: str
    proof: str  # changes with the password
    sight: Sight
    language: str
    is_proven: bool  # whether they have shown a second factor


class BroughtSession(SessionStore):
    """The session of a socket. It keeps its number: nobody could tell the browser another one."""

    key_salt = SessionStore().key_salt  # Django derives it from the name of the class

    def cycle_key(self):
        """Django renews it when SECRET_KEY has changed; the next page does that."""


class Knock:
    """What a client says when it comes."""

    def __init__(self, scope):
        self.scope = scope

    def header(self, name: str) -> str:
        """What a header says; empty where it is missing, everything where it is there twice."""
        wanted = name.lower().encode()
        said = [value.decode("latin-1") for key, value in self.scope["headers"] if key == wanted]
        return "; ".join(said)

    @property
    def slug(self) -> str:
        """The map at this address; empty where the address is none of a map."""
        path = self.scope["path"].removeprefix(self.scope.get("root_path", ""))
        found = ADDRESS.fullmatch(path)
        return found[1] if found else ""

    @property
    def session(self) -> str:
        key = parse_cookie(self.header("Cookie")).get(settings.SESSION_COOKIE_NAME, "")
        return key if key.isascii() and key.isalnum() else ""

    @property
    def language(self) -> str:
        asked = self.scope.get("query_string", b"").decode("latin-1").removeprefix("lang=")
        return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    @property
    def is_secure(self) -> bool:
        if settings.SECURE_SSL_REDIRECT or self.scope.get("scheme") == "wss":
            return True
        name, value = settings.SECURE_PROXY_SSL_HEADER or ("", "")
        named = name.removeprefix("HTTP_").replace("_", "-")
        return bool(named) and self.header(named) == value

    def comes_from_our_page(self) -> bool:
        """Whether a page of ours opened the socket; who does not say so did not."""
        origin = self.header("Origin").lower()
        if origin in settings.CSRF_TRUSTED_ORIGINS:
            return True
        try:
            parts = urlsplit(origin)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return False
        if not host or origin != f"{parts.scheme}://{parts.netloc}" or "@" in parts.netloc:
            return False
        if _is_trusted(parts):
            return True
        if parts.scheme != ("https" if self.is_secure else "http"):
            return False
        hosts = [each for each in settings.ALLOWED_HOSTS if each != "*"]
        # Behind a proxy our own name may be another one; but another port is another program.
        is_here = parts.netloc == self.header("Host").lower()
        return validate_host(_bare(host), hosts) and (is_here or port is None)


def _bare(host):
    return f"[{host}]" if ":" in host else host


def _is_trusted(parts):
    """Listed with a star for the names below a name, as Django has it."""
    listed = (each.partition("://") for each in settings.CSRF_TRUSTED_ORIGINS if "*" in each)
    return any(
        scheme == parts.scheme and is_same_domain(parts.netloc, pattern.lstrip("*"))
        for scheme, _colon, pattern in listed
    )


def authorise(knock: Knock) -> Seat | None:
    """A seat at the map; none where there is no such map, or none that this person may see."""
    request = HttpRequest()
    request.session = BroughtSession(knock.session)
    request.user = user = get_user(request)
    if not (knock.slug and user.is_authenticated):
        return None
    if sessions.is_over(request.session, user) or factors.is_owed(request, user):
        return None
    if looks.of_session(request.session, user):
        return None  # an open map shows who is there, and an onlooker is nobody
    roadmap = Roadmap.objects.filter(slug=knock.slug).first()
    if roadmap is None:
        return None
    epoch = roadmap.epoch  # before the rights are asked, which may move at any moment
    if not can(user, "view_draft", roadmap):
        return None
    return Seat(
        roadmap=roadmap.pk,
        ledger=address(roadmap),
        revision=roadmap.revision,
        epoch=epoch,
        user=user,
        session=knock.session,
        proof=user.password,
        sight=roadmap.sight_of(user),
        language=knock.language,
        is_proven=factors.is_shown(request, user),
    )

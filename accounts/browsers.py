"""The browsers in which somebody signs in: what they call themselves, and which are known.

A browser in which a person has signed in before keeps a mark of that. Its tries are counted alone,
so that strangers who guess at a password do not keep its owner out.
"""

import re
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts import addresses

SALT = "accounts.browsers.known"
KEPT_SECONDS = 180 * 24 * 60 * 60
# The first that fits counts: most browsers claim to be others as well.
BROWSERS = [
    (r"Edg", "Edge"), (r"OPR/", "Opera"), (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"), (r"Safari/", "Safari"),
]  # fmt: skip
SYSTEMS = [
    (r"Android", "Android"), (r"iPhone|iPad|iPod", "iOS"), (r"Windows", "Windows"),
    (r"Mac OS X", "macOS"), (r"CrOS", "ChromeOS"), (r"Linux", "Linux"),
]  # fmt: skip


def name_of(agent: str) -> str:
    """What a browser calls itself, as people know it: “Firefox, Windows”."""
    names = [_first(BROWSERS, agent), _first(SYSTEMS, agent)]
    return ", ".join(filter(None, names)) or _("Another program")


def mark_of(request, email: str) -> str:
    """The mark of a browser in which this person has signed in before; otherwise empty.

    It holds as long as the password with which they did: whoever knew an old one is a stranger.
    """
    said = request.get_signed_cookie(
        settings.KNOWN_BROWSER_COOKIE, default="", salt=SALT, max_age=KEPT_SECONDS
    )
    mark, _colon, whose = said.partition(":")
    # Nobody is looked up for those who bring no mark of ours: this is asked before the tries count.
    return mark if mark and whose == _digest(addresses.owner(email)) else ""


def remember(response, request, person):
    """Leave a mark in a browser in which somebody has just shown who they are."""
    mark = mark_of(request, person.email) or secrets.token_urlsafe(16)
    response.set_signed_cookie(
        settings.KNOWN_BROWSER_COOKIE,
        f"{mark}:{_digest(addresses.owner(person.email))}",
        salt=SALT,
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _first(patterns, agent):
    return next((name for pattern, name in patterns if re.search(pattern, agent)), "")


def _digest(person):
    if person is None:
        return None
    said = f"{person.email.lower()}:{person.password}"
    return salted_hmac(SALT, said, algorithm="sha256").hexdigest()[:32]

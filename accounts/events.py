"""What may be an attack, or the trace of one: a line of JSON for each, for those who watch.

The lines tell where it came from and what was done about it. They hold no secret, no query and no
body, and whatever a caller wrote stands in them as JSON, so nobody can forge a line of their own.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from django.utils.functional import empty

from accounts.callers import address_of
from changes.requests import request_id

LOG = logging.getLogger("rumbo.security")
LONGEST = 200  # characters of one thing that is told
KEY = re.compile(r"rumbo_[\w-]{8,}", re.ASCII)
NAMED = ("slug", "code", "kind", "number")  # what an address names, and is no secret
KINDS = {
    "not-signed-in": "something was asked for that needs a person, or credentials were no good",
    "not-allowed": "a person asked for something that they have no right to",
    "throttled": "more was asked for than one may",
    "key-ended": "a key was used after it was revoked, had expired or lost its owner",
    "key-in-address": "a key was sent in an address, where others can read it",
    "forged-form": "a form came without the token of our page",
    "forged-cursor": "a cursor was made up or changed",
    "hostile-input": "a request that no honest program sends",
    "socket-refused": "a socket was not let in",
    "csp-report": "a browser kept a page from doing what the policy forbids",
    "django": "what Django says of suspicious requests, such as those with a foreign host",
}
BY_STATUS = {401: "not-signed-in", 403: "not-allowed", 429: "throttled"}


def note(kind: str, request: Any = None, **facts: Any) -> None:
    """Write down that something happened. request: of HTTP, or as `callers.of_scope` makes it."""
    request = getattr(request, "_request", request)
    if request is not None:
        request.is_noted = True
    LOG.warning(kind, extra={"facts": {**_of(request), **facts}})


def watch(request, response) -> None:
    """Note an answer that refuses something, unless whoever refused it has done so already."""
    if (kind := BY_STATUS.get(response.status_code)) and not hasattr(request, "is_noted"):
        note(kind, request)


def _of(request) -> dict[str, Any]:
    if request is None:
        return {}
    told = {"from": address_of(request), "method": request.method}
    found = getattr(request, "resolver_match", None)
    if found:  # a part of an address may be a secret, such as the one of an invitation
        told["route"] = found.route
        told |= {name: found.kwargs[name] for name in NAMED if name in found.kwargs}
    else:
        told["path"] = request.path
    user: Any = getattr(request, "user", None)
    was_looked_up = getattr(user, "_wrapped", user) is not empty
    if was_looked_up and getattr(user, "is_authenticated", False):
        told["person"] = str(getattr(user, "looker", user).pk)
    return told


class Line(logging.Formatter):
    """One event as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        is_ours = record.name == LOG.name
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "kind": record.getMessage() if is_ours else "django",
            "request": str(request_id.get() or ""),
        }
        if is_ours:
            said |= getattr(record, "facts", {})
        else:
            said |= {"name": record.name, "said": record.getMessage()}
        return json.dumps({name: _shown(value) for name, value in said.items()})


def _shown(value: Any) -> Any:
    """A value that is safe to write down: short, and without anybody's key."""
    if value is None or isinstance(value, bool | int):
        return value
    return KEY.sub("rumbo_…", str(value)[:LONGEST])

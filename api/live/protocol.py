"""What may be said on the socket of a page, and how it ends."""

import json
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

MALFORMED, REVOKED, NOT_FOUND, TOO_SLOW, TOO_MANY = 4400, 4403, 4404, 4408, 4429
TOO_LARGE, RESTARTING = 1009, 1012
LARGEST = 256 * 1024  # bytes of one message
MOST_A_SECOND = 60
LONGEST_NAME = 60  # characters of a code or of the name of a field


class Broken(Exception):
    """This client does not keep to the rules; its socket is closed, and nobody else notices."""

    def __init__(self, code: int, reason: str):
        self.code, self.reason = code, reason
        super().__init__(reason)


@dataclass
class Pace:
    """How many messages a client may send in a second."""

    since: float = field(default_factory=monotonic)
    count: int = 0

    def keep(self) -> None:
        now = monotonic()
        if now - self.since >= 1:
            self.since, self.count = now, 0
        self.count += 1
        if self.count > MOST_A_SECOND:
            raise Broken(TOO_MANY, f"At most {MOST_A_SECOND} messages a second.")


def read(event: dict[str, Any]) -> dict[str, Any]:
    """A message of a client: {"type": "here", …} or {"type": "since", …}, and nothing else."""
    text = event.get("text")
    if text is None:
        raise Broken(MALFORMED, "Send text.")
    if len(text) > LARGEST or len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise Broken(TOO_LARGE, "The message is too large.")
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Broken(MALFORMED, "This is no JSON.") from error
    match message:
        case {"type": "here", "where": where, "field": name, **rest} if not rest:
            return {"type": "here", "where": _name(where), "field": _name(name)}
        case {"type": "since", "revision": int() as revision, **rest} if not rest:
            if isinstance(revision, bool) or not 0 <= revision < 2**53:
                raise Broken(MALFORMED, "A revision is a whole number.")
            return message
    raise Broken(MALFORMED, "There is no such message.")


def _name(value):
    """A code or the name of a field: short, and nothing that could not be shown."""
    if value is None:
        return None
    is_name = isinstance(value, str) and len(value) <= LONGEST_NAME and value.isascii()
    if not (is_name and value.isprintable()):
        raise Broken(MALFORMED, "This is no code and no field.")
    return value


def frame(**said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

"""What is said on a socket, and how it ends. Whatever is not understood ends that socket alone."""

import json
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from roadmaps.narratives import Message

LARGEST = 256 * 1024  # bytes of one message, in either direction
MOST_A_SECOND = 60  # messages of one client
COST_OF_READING = 10  # an answer from the log counts as so many
MOST_CHANGES = 500  # in one message; who missed more reads the page again

NOT_FOUND, FORBIDDEN, NOT_UNDERSTOOD = 4404, 4403, 4400
TOO_MANY, TOO_SLOW, TOO_LARGE = 4429, 4408, 1009
FAILED, TRY_AGAIN = 1011, 1013

PLACE = re.compile(r"[A-Z]{2,6}-[A-Z]{1,3}[0-9]{1,6}")
FIELD = re.compile(r"[a-z][a-z0-9_.]{0,59}")
CLIENT = re.compile(r"[-\w]{1,36}", re.ASCII)
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HIGHEST = 2**63 - 1
HIGHEST_IN_A_TEXT = 2**31 - 1


@dataclass(frozen=True)
class Here:
    """“I am at this element, in this field.”"""

    where: str | None
    field: str | None


@dataclass(frozen=True)
class Since:
    """“What was done after this revision?”"""

    revision: int


@dataclass(frozen=True)
class Typed:
    """“I wrote this in that text.”"""

    text: UUID
    message: Message


@dataclass(frozen=True)
class Caret:
    """“My caret is here in that text, of which I have this version”; nowhere: I left it."""

    text: UUID
    version: int
    anchor: int | None
    head: int | None


class NotUnderstood(Exception):
    """A message that nobody means who means well; says what is wrong with it."""


def read(text: str) -> Here | Since | Typed | Caret:
    """What a client says."""
    match _parsed(text):
        case {"type": "here", "where": where, "field": field, **rest} if not rest:
            return Here(_word("where", where, PLACE), _word("field", field, FIELD))
        case {"type": "since", "revision": int(revision), **rest} if not rest:
            if isinstance(revision, bool) or not 0 <= revision <= HIGHEST:
                raise NotUnderstood("The revision has to be a number of the log.")
            return Since(revision)
        case {"type": "typed", "text": key, "base": base, "steps": list(steps),
              "holding": list(holding), "client": str(client), "number": number,
              **rest} if not rest:  # fmt: skip
            message = Message(
                _whole("base", base),
                steps,
                _word("client", client, CLIENT) or "",
                _whole("number", number),
                tuple(_whole("holding", each) for each in holding),
            )
            return Typed(_key(key), message)
        case {"type": "caret", "text": key, "version": version, "anchor": anchor, "head": head,
              **rest} if not rest:  # fmt: skip
            places = (None if each is None else _whole("caret", each) for each in (anchor, head))
            return Caret(_key(key), _whole("version", version), *places)
    raise NotUnderstood("There is no such message.")


def _parsed(text):
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("This is no JSON.") from error


def _once(pairs):
    if len({name for name, _value in pairs}) != len(pairs):
        raise NotUnderstood("A member is there more than once.")
    return dict(pairs)


def _refused(word):
    raise NotUnderstood("This is no JSON.")


def _word(name, value, form):
    if value is None or (isinstance(value, str) and form.fullmatch(value)):
        return value
    raise NotUnderstood(f"“{name}” cannot be this.")


def _whole(name, value) -> int:
    if type(value) is int and 0 <= value <= HIGHEST_IN_A_TEXT:
        return value
    raise NotUnderstood(f"“{name}” has to be a whole number.")


def _key(value) -> UUID:
    try:
        return UUID(_word("text", value, KEY) or "")
    except ValueError as error:
        raise NotUnderstood("“text” has to be the id of a text.") from error


class Meter:
    """Counts what a client asks for within a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self.clock = clock
        self.moments: deque[float] = deque()

    def is_too_much(self, cost: int = 1) -> bool:
        now = self.clock()
        while self.moments and self.moments[0] <= now - 1:
            self.moments.popleft()
        self.moments.extend([now] * cost)
        return len(self.moments) > MOST_A_SECOND


def say(**message: Any) -> str:
    """A message of ours as it goes over the line."""
    return written(message)


def written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def texts(rows: list[dict[str, Any]]) -> str:
    """What was written in texts; where it is too much for a message, only that it was."""
    frame = say(type="text", rows=rows)
    if len(frame.encode()) <= LARGEST:
        return frame
    return say(type="text", rows=[row | {"steps": None} for row in rows])


def changes(told: list[dict[str, Any]], revision: int, **more: Any) -> str:
    """What was done up to a revision; where it is too much for a message: read the page again."""
    if len(told) <= MOST_CHANGES:
        frame = say(type="changes", revision=revision, changes=told, **more)
        if len(frame.encode()) <= LARGEST:
            return frame
    return say(type="reload", revision=revision)

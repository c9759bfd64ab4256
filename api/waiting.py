"""The feed answers when there is something to say, and holds nothing while somebody waits for it.

It is waited outside of Django, which is asked again whenever something may be new: so each look
has its own thread, connection and session, and between two looks there are none.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from accounts import callers
from changes import bus

ADDRESS = "/api/v1/changes"
LONGEST = 25  # seconds
BY_ITSELF = 5  # seconds after which one looks without having heard anything
AT_ONCE = 0.25  # between two looks where one hears a lot, or what was heard cannot be told yet
MOST_WAITING, MOST_OF_ONE = 2000, 100  # at the same time, in one process
KEY = "rumbo.look"  # in the scope of the request


@dataclass
class Look:
    """What the feed says of its answer to those who wait for a better one."""

    is_news: bool = True  # what is no answer of the feed is told at once
    place: str = ""  # where to go on
    ledgers: frozenset[str] = frozenset()  # on which something has to happen
    is_again: bool = False  # it is not the first one for this request
    crowd: str = ""  # why nobody waits: "caller" or "process", which has too many waiting already


def patience(query) -> int:
    """For how many seconds somebody wants to wait."""
    text = query.get("wait", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 3 and int(text) <= LONGEST):
        message = _("Wait from 0 to %(most)s seconds.") % {"most": LONGEST}
        raise ValidationError({"wait": [ErrorDetail(message, "invalid")]})
    return int(text)


def note(request, **said: Any) -> None:
    """Say of an answer what those who wait have to know; is_news, place, ledgers."""
    look = look_of(request)
    for name, value in said.items():
        setattr(look, name, value)


def look_of(request) -> Look:
    """What is known of the look for which Django is asked; nothing where nobody waits."""
    return getattr(request, "scope", {}).get(KEY) or Look()


def waiting(application: Callable) -> Callable:
    """The same application, whose feed waits for as long as its readers wish."""
    room = Room()

    async def wait(scope, receive, send):
        seconds = _seconds(scope)
        if not seconds:
            await application(scope, receive, send)
            return
        with room.seat(scope) as crowd:
            if crowd:
                await application({**scope, KEY: Look(crowd=crowd)}, receive, send)
            else:
                await listen(scope, receive, send, seconds)

    async def listen(scope, receive, send, seconds):
        ear = Ear()
        tasks = [
            asyncio.create_task(_until_gone(receive)),
            asyncio.create_task(_answer(application, scope, ear, time.monotonic() + seconds)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ear.close()
            for task in tasks:
                task.cancel()
        _gone, answer = await asyncio.gather(*tasks, return_exceptions=True)
        if isinstance(answer, Exception):
            raise answer
        for message in answer if isinstance(answer, list) else ():
            await send(message)

    return wait


def _seconds(scope):
    if scope["type"] != "http" or scope["method"] != "GET":
        return 0
    if scope["path"].removeprefix(scope.get("root_path", "")) != ADDRESS:
        return 0
    try:
        return patience(QueryDict(scope["query_string"]))
    except ValidationError:
        return 0  # the feed says what is wrong with it


async def _until_gone(receive):
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(application, scope, ear, deadline) -> list[dict]:
    """The answer that has something to say, or the last one there was time for."""
    query, rest = QueryDict(scope["query_string"], mutable=True), float(BY_ITSELF)
    look = None
    while True:
        ear.heard.clear()
        looked, look = time.monotonic(), Look(is_again=look is not None)
        asked = {**scope, "query_string": query.urlencode().encode(), KEY: look}
        answer = await _ask(application, asked)
        left = deadline - time.monotonic()
        if look.is_news or left <= 0:
            return answer
        if look.place != query.get("after"):
            query["after"] = look.place
            continue
        ear.ledgers = look.ledgers
        was_heard = await ear.wait(min(rest, left))
        # An older transaction may still be at work: until it ends, nothing can be told.
        rest = AT_ONCE if was_heard else min(2 * rest, BY_ITSELF)
        await asyncio.sleep(max(0, looked + AT_ONCE - time.monotonic()))


async def _ask(application, scope) -> list[dict]:
    """All that the application answers to a request without a body."""
    said: list[dict] = []
    asked = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive():
        return asked.pop() if asked else await asyncio.Event().wait()

    async def send(message):
        said.append(message)

    await application(scope, receive, send)
    return said


class Room:
    """Where people wait; nobody may fill it alone."""

    def __init__(self):
        self.seats: Counter[str] = Counter()

    @contextmanager
    def seat(self, scope) -> Iterator[str]:
        """Take a seat until the end of the block; says who has too many, if there is none."""
        caller = callers.of_scope(scope)
        kind, name = callers.credential_of(caller)
        who = name if kind else callers.network_of(caller)
        if self.seats[who] >= MOST_OF_ONE or self.seats.total() >= MOST_WAITING:
            yield "caller" if self.seats[who] >= MOST_OF_ONE else "process"
            return
        self.seats[who] += 1
        try:
            yield ""
        finally:
            self.seats[who] -= 1
            if not self.seats[who]:
                del self.seats[who]


class Ear:
    """Hears whether something happened on one of some ledgers."""

    def __init__(self):
        self.ledgers: frozenset[str] | None = None  # none: not known yet
        self.heard = asyncio.Event()
        self.listener = bus.subscribe(self.hear)

    def hear(self, notice: bus.Notice) -> None:
        heads = notice.get("heads")
        if isinstance(heads, dict) and (self.ledgers is None or heads.keys() & self.ledgers):
            self.heard.set()

    async def wait(self, seconds: float) -> bool:
        """Whether something was heard before the time was over."""
        try:
            async with asyncio.timeout(seconds):
                await self.heard.wait()
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        bus.unsubscribe(self.listener)

"""The feed answers when there is something to say, and holds nothing while somebody waits for it.

It is waited here, before most of what is done with a request: further in, a thread and with it a
connection to the database would be held for each one who waits.
"""

import asyncio
import time

from asgiref.sync import SyncToAsync, iscoroutinefunction, sync_to_async
from django.db import connection
from django.utils.decorators import sync_and_async_middleware
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from changes import bus

ADDRESS = "/api/v1/changes"
LONGEST = 25  # seconds
BY_ITSELF = 5  # seconds after which one looks without having heard anything
AT_ONCE = 0.25  # between two looks where one hears a lot, or what was heard cannot be told yet


def patience(query) -> int:
    """For how many seconds somebody wants to wait."""
    text = query.get("wait", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 3 and int(text) <= LONGEST):
        message = _("Wait from 0 to %(most)s seconds.") % {"most": LONGEST}
        raise ValidationError({"wait": [ErrorDetail(message, "invalid")]})
    return int(text)


@sync_and_async_middleware
def waiting(get_response):
    if not iscoroutinefunction(get_response):
        return get_response  # a server that has only threads answers at once

    async def middleware(request):
        seconds = _seconds(request)
        if not seconds:
            return await get_response(request)
        ear = Ear()
        try:
            return await _until_news(request, get_response, ear, time.monotonic() + seconds)
        finally:
            ear.close()

    return middleware


def _seconds(request):
    if request.path_info != ADDRESS or request.method != "GET":
        return 0
    try:
        return patience(request.GET)
    except ValidationError:
        return 0  # the view says what is wrong with it


class Ear:
    """Hears whether something happened on one of some ledgers."""

    def __init__(self):
        self.ledgers: set[str] | None = None  # none: not known yet
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


async def _until_news(request, get_response, ear, deadline):
    rest: float = BY_ITSELF
    while True:
        ear.heard.clear()
        looked = time.monotonic()
        response = await get_response(request)
        left = deadline - time.monotonic()
        if left <= 0 or getattr(response, "is_news", True):
            return response
        if response.next != request.GET.get("after"):
            _go_on_behind(request, response.next)
            continue
        ear.ledgers = response.ledgers
        await _let_go()
        was_heard = await ear.wait(min(rest, left))
        # An older transaction may still be at work: until it ends, nothing can be told.
        rest = AT_ONCE if was_heard else min(2 * rest, BY_ITSELF)
        await asyncio.sleep(max(0, looked + AT_ONCE - time.monotonic()))
        _ask_again_who(request)


def _go_on_behind(request, place):
    query = request.GET.copy()
    query["after"] = place
    request.GET = query


def _ask_again_who(request):
    # Who signs out while an answer is waited for is told nothing more.
    request.__dict__.pop("_cached_user", None)


async def _let_go():
    """Give back the connection and end the thread; the next look gets others."""
    await sync_to_async(connection.close)()
    context = SyncToAsync.thread_sensitive_context.get(None)
    executor = SyncToAsync.context_to_thread_executor.pop(context, None) if context else None
    if executor:
        executor.shutdown(wait=False)

"""The socket at /live/<map>, as plain ASGI."""

import asyncio
import logging
import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from api.live import reading
from api.live.hub import hub
from api.live.protocol import NOT_FOUND, RESTARTING, Broken, read
from api.live.rooms import Seat, ended

LOG = logging.getLogger(__name__)
ADDRESS = re.compile(r"/live/([-a-zA-Z0-9_]{1,60})")


async def application(scope, receive, send) -> None:
    """Let a page take part in the room of its map, for as long as it stays."""
    await receive()  # websocket.connect
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    if not _is_from_our_pages(headers, scope):
        await send({"type": "websocket.close"})  # before it is accepted: 403
        return
    found = ADDRESS.fullmatch(scope["path"])
    session = _session_key(headers)
    entry = await reading.ask(reading.admitted, session, found[1]) if found else None
    await send({"type": "websocket.accept"})
    if entry is None:  # missing, hidden or not signed in: nobody can tell which
        await send({"type": "websocket.close", "code": NOT_FOUND, "reason": "Not found."})
        return
    roadmap, user, sight = entry
    await _stay(roadmap, Seat(user, sight, session, _language(scope)), receive, send)


async def _stay(roadmap, seat, receive, send):
    here = hub()
    room = here.enter(roadmap, seat)
    speaking = asyncio.create_task(_speak(seat, send))
    listening = asyncio.create_task(_listen(room, seat, receive))
    try:
        await asyncio.wait([speaking, listening], return_when=asyncio.FIRST_COMPLETED)
        await _say_goodbye(speaking, listening, send)
    finally:
        here.leave(room, seat)
        for task in (speaking, listening):
            task.cancel()
            await ended(task)


async def _speak(seat, send) -> int | None:
    """Send what waits; a number is the code with which the socket is closed."""
    while True:
        said = await seat.frames.get()
        if isinstance(said, int):
            return said
        await send({"type": "websocket.send", "text": said})


async def _listen(room, seat, receive) -> Broken | None:
    while True:
        event = await receive()
        if event["type"] == "websocket.disconnect":
            return None
        try:
            seat.pace.keep()
            message = read(event)
        except Broken as broken:
            return broken
        if message["type"] == "here":
            seat.where, seat.name = message["where"], message["field"]
            room.moved()
        else:
            await room.tell_since(seat, message["revision"])


async def _say_goodbye(speaking, listening, send):
    for task in (speaking, listening):
        if task.done() and not task.cancelled() and task.exception() is not None:
            LOG.error("A socket failed.", exc_info=task.exception())
    if listening.done() and not listening.cancelled() and listening.exception() is None:
        broken = listening.result()
        if broken is not None:
            code, reason = broken.code, broken.reason
            await send({"type": "websocket.close", "code": code, "reason": reason})
        return
    code = RESTARTING
    if speaking.done() and not speaking.cancelled() and speaking.exception() is None:
        code = speaking.result()
    await send({"type": "websocket.close", "code": code})


def _is_from_our_pages(headers, scope) -> bool:
    """Only pages of this site may open a socket with the cookies of its readers."""
    origin = urlsplit(headers.get("origin", ""))
    if origin.scheme not in ("http", "https") or not origin.hostname:
        return False
    trusted = {urlsplit(each).netloc for each in settings.CSRF_TRUSTED_ORIGINS}
    is_allowed = any(origin.hostname == host.strip("[]") for host in settings.ALLOWED_HOSTS)
    is_here = origin.netloc == headers.get("host") and (is_allowed or settings.DEMO)
    return is_here or origin.netloc in trusted


def _session_key(headers) -> str:
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    cookie = cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie else ""


def _language(scope) -> str:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    return asked if asked in reading.languages() else settings.LANGUAGE_CODE

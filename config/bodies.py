"""Nobody sends more than we ever read: what is longer is refused before it fills a disk."""

import json
from typing import Any

MOST = 12 * 1024 * 1024  # bytes: the largest file that may be sent, and what comes with it
REFUSAL = {
    "type": "about:blank",
    "title": "Content Too Large",
    "status": 413,
    "detail": f"A request may have {MOST} bytes at most.",
}


class TooLong(Exception):
    """More came than was announced, and more than may come."""


class Line:
    """The two ends of a request, which count what comes and know whether an answer has begun."""

    def __init__(self, receive, send):
        self._receive, self._send = receive, send
        self.seen = 0
        self.has_begun = False

    async def receive(self):
        message = await self._receive()
        self.seen += len(message.get("body", b""))
        if self.seen > MOST:
            raise TooLong
        return message

    async def send(self, message):
        self.has_begun = True
        await self._send(message)


def bounded(application: Any) -> Any:
    """The same application, which never sees a longer request."""

    async def receive_or_refuse(scope, receive, send):
        if _announced(scope) > MOST:
            await _refuse(send)
            return
        line = Line(receive, send)
        try:
            await application(scope, line.receive, line.send)
        except TooLong:
            if not line.has_begun:
                await _refuse(send)

    return receive_or_refuse


def _announced(scope):
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(said) if said.isdigit() and len(said) < 20 else MOST + 1


async def _refuse(send):
    content = json.dumps(REFUSAL).encode()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(content)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": content})

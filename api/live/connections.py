"""One open page: what it is told waits in a queue of its own, so a slow reader delays nobody."""

import asyncio
import contextlib
import logging
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from uuid import UUID

from api.live import protocol
from api.live.handshake import Seat
from roadmaps.roadmap import Epoch

LOG = logging.getLogger(__name__)
MOST_WAITING = 256  # messages that a slow reader may leave lying
LARGEST_PILE = 4 * 1024 * 1024  # characters, of all of them together
LAST_WORD = 2  # seconds in which a reader has to take the reason why we close

Send = Callable[[Any], Awaitable[None]]


class Connection:
    """A socket of somebody who may see the map."""

    def __init__(self, seat: Seat, send: Send):
        self.id = secrets.token_hex(8)
        self.seat = seat
        self.sight, self.revision = seat.sight, seat.revision
        self.epoch: Epoch | None = seat.epoch
        self.place = protocol.Here(None, None)
        self.people = ""  # of whom this page knows; before it was welcomed, of nobody
        self.meter = protocol.Meter()
        self.degrees: dict[UUID, tuple[Epoch | None, str | None]] = {}  # for whom a text is meant
        self.end: tuple[int, str] | None = None
        self._send = send
        self._waiting: deque[str] = deque()
        self._pile = 0
        self._moved = asyncio.Event()
        self._ended = asyncio.Event()

    def tell(self, text: str) -> None:
        """Leave a message for the reader; who lets too many lie is shown out."""
        if self.end:
            return
        self._waiting.append(text)
        self._pile += len(text)
        self._moved.set()
        if len(self._waiting) > MOST_WAITING or self._pile > LARGEST_PILE:
            self.close(protocol.TOO_SLOW, "You read too slowly.")

    def close(self, code: int, reason: str = "") -> None:
        """Show the reader out, with the reason that comes first."""
        if self.end is None:
            self.end = (code, reason)
            self._waiting.clear()
            self._ended.set()

    async def run(self, listening: Coroutine[Any, Any, None]) -> None:
        """Write what waits, as long as somebody is there to read it."""
        parts = (listening, self._write(), self._ended.wait())
        tasks = [asyncio.ensure_future(part) for part in parts]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception) and not isinstance(result, OSError):
                LOG.error("A socket had to be closed.", exc_info=result)
                self.close(protocol.FAILED, "Something went wrong on our side.")
        if self.end:
            await show_out(self._send, *self.end)

    async def _write(self):
        while True:
            while self._waiting:
                text = self._waiting.popleft()
                self._pile -= len(text)
                await self._send({"type": "websocket.send", "text": text})
            self._moved.clear()
            await self._moved.wait()


async def show_out(send: Send, code: int, reason: str = "") -> None:
    """Close a socket that was accepted; whoever does not even read that is left standing."""
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(LAST_WORD):
            await send({"type": "websocket.close", "code": code, "reason": reason})

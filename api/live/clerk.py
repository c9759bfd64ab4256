"""What writers of this process send is collected, and stored in one go; then each has an answer.

Whoever writes waits for one commit and not for those of all the others before them.
"""

import asyncio
import logging
import time
from collections import deque
from uuid import UUID

from api.live import protocol
from api.live.connections import Connection
from api.live.database import in_database
from roadmaps.narratives import together
from roadmaps.narratives.together import Answer, Letter
from roadmaps.roadmap import Epoch

LOG = logging.getLogger(__name__)
LINGER = 0.005  # seconds between two commits, in which letters gather
LONGEST_LINGER = 0.005  # where a round takes longer, so that those who read come to their turn
MOST_AT_ONCE = 400
MOST_WAITING = 4000
MOST_KNOWN = 10_000  # writers of texts whose rights are remembered
PATIENCE = 5  # seconds for which a letter waits for a map that somebody else holds


class Clerk:
    """Takes the letters of all rooms of an event loop, one round after the other."""

    def __init__(self):
        self._waiting: deque[tuple[Letter, Connection, float]] = deque()
        self._wake = asyncio.Event()
        self._work: asyncio.Task | None = None
        # Under which rights somebody was let write in a text; whoever is not here is asked about.
        self._rights: dict[tuple[UUID, UUID], Epoch | None] = {}

    def take(self, connection: Connection, typed: protocol.Typed) -> None:
        """Take what somebody typed; the answer follows when it is stored, or cannot be."""
        if len(self._waiting) >= MOST_WAITING:
            _say_again(connection, typed.text, typed.message.number)
            return
        seat = connection.seat
        letter = Letter(
            seat.user.pk,
            seat.roadmap,
            typed.text,
            typed.message,
            seat.language,
            self._rights.get((seat.user.pk, typed.text)),
        )
        self._waiting.append((letter, connection, time.monotonic()))
        self._wake.set()
        if self._work is None:
            self._work = asyncio.create_task(self._take_again_and_again())

    def close(self) -> None:
        """End, when there is nobody left to answer."""
        if self._work:
            self._work.cancel()
            self._work = None
        self._rights.clear()

    async def _take_again_and_again(self):
        last = took = 0.0
        while True:
            await self._wake.wait()
            linger = min(max(LINGER, took), LONGEST_LINGER)
            await asyncio.sleep(max(0.0, last + linger - time.monotonic()))
            batch, begun = self._next(), time.monotonic()
            try:
                answers = await in_database(together.take, [letter for letter, *_rest in batch])
            except Exception:
                LOG.exception("What was typed could not be stored.")
                answers = [together.LATE] * len(batch)
            last = time.monotonic()
            took = last - begun
            self._answer(batch, answers, last)

    def _next(self):
        number = min(len(self._waiting), MOST_AT_ONCE)
        batch = [self._waiting.popleft() for _number in range(number)]
        if not self._waiting:
            self._wake.clear()
        return batch

    def _answer(self, batch, answers: list[Answer], now):
        for (letter, connection, came), answer in zip(batch, answers, strict=True):
            if answer.is_late and now - came < PATIENCE:
                self._waiting.append((letter, connection, came))
                self._wake.set()
            else:
                self._know(letter, answer)
                _tell(connection, letter, answer)

    def _know(self, letter, answer):
        if len(self._rights) > MOST_KNOWN:
            self._rights.clear()
        self._rights[letter.writer, letter.narrative] = answer.epoch


def _tell(connection, letter, answer):
    """What became of it; whose steps everybody is told learns it from that."""
    text, number = letter.narrative, letter.message.number
    if answer.is_late:
        _say_again(connection, text, number)
    elif answer.refusal:
        why = answer.refusal
        connection.tell(protocol.say(type="refused", text=str(text), number=number, why=why))
    elif not answer.is_told:
        connection.tell(protocol.say(type="taken", text=str(text), number=number))


def _say_again(connection, text, number):
    connection.tell(protocol.say(type="again", text=str(text), number=number))

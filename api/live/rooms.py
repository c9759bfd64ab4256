"""One room for each map that somebody has open in this process."""

import asyncio
import contextlib
import uuid
from dataclasses import dataclass, field
from typing import Any

from api.live import reading
from api.live.people import Presence, described
from api.live.protocol import REVOKED, TOO_SLOW, Pace, frame

ROOM_FOR = 256  # frames that wait for a slow reader before it is let go
TOGETHER = 0.03  # seconds in which moves of several people are told together


@dataclass(eq=False)
class Seat:
    """One open page."""

    user: Any
    sight: Any
    session: str
    language: str
    identity: str = field(default_factory=lambda: uuid.uuid4().hex)
    where: str | None = None
    name: str | None = None
    pace: Pace = field(default_factory=Pace)
    frames: asyncio.Queue = field(default_factory=lambda: asyncio.Queue(ROOM_FOR))

    @property
    def group(self):
        """Who sees the same, in the same language."""
        return self.sight, self.language

    def send(self, text: str) -> None:
        try:
            self.frames.put_nowait(text)
        except asyncio.QueueFull:
            self.close(TOO_SLOW)

    def close(self, code: int) -> None:
        """Let the page go, before anything that still waits for it."""
        while not self.frames.empty():
            self.frames.get_nowait()
        self.frames.put_nowait(code)

    @property
    def person(self) -> dict[str, Any]:
        return described(self.identity, self.user, self.where, self.name)


class Room:
    """Everybody of this process who has one map open, and how far they have been told."""

    def __init__(self, roadmap, bus):
        self.key, self.bus = roadmap.pk, bus
        self.revision, self.epoch = roadmap.revision, roadmap.access_epoch
        self.seats: set[Seat] = set()
        self.presence = Presence()
        self.is_behind = asyncio.Event()
        self.have_moved = asyncio.Event()
        self.tasks = [asyncio.create_task(self._tell()), asyncio.create_task(self._show())]

    def enter(self, seat: Seat) -> None:
        self.seats.add(seat)
        seat.send(
            frame(type="welcome", revision=self.revision, you=seat.identity, people=self.people())
        )
        self.bus.publish({"ask": str(self.key)})
        self.moved()

    def leave(self, seat: Seat) -> None:
        self.seats.discard(seat)
        self.moved()

    def close(self) -> None:
        for task in self.tasks:
            task.cancel()

    def people(self) -> list[dict[str, Any]]:
        return self.presence.all([seat.person for seat in self.seats])

    def moved(self) -> None:
        self.have_moved.set()
        self.tell_others()

    def tell_others(self) -> None:
        """Let the other processes know who is here."""
        here = [seat.person for seat in self.seats]
        self.bus.publish({"room": str(self.key), "by": self.bus.process, "people": here})

    def catch_up(self, revision: int, epoch: int | None = None) -> None:
        """There is something new, or somebody's rights have changed."""
        if revision > self.revision or epoch not in (None, self.epoch):
            self.is_behind.set()

    async def _show(self):
        """Who is here, told a moment after the last move."""
        while True:
            await self.have_moved.wait()
            await asyncio.sleep(TOGETHER)
            self.have_moved.clear()
            text = frame(type="people", people=self.people())
            for seat in list(self.seats):
                seat.send(text)

    async def _tell(self):
        while True:
            await self.is_behind.wait()
            self.is_behind.clear()
            try:
                await self._tell_news()
            except Exception:  # the database is away: the next sweep finds what is missing
                reading.LOG.warning("A room could not read what is new.", exc_info=True)
                await asyncio.sleep(1)

    async def _tell_news(self):
        groups = {seat.group: seat.user for seat in self.seats}
        revision, epoch, seen = await reading.ask(reading.news, self.key, self.revision, groups)
        if epoch != self.epoch:
            # What was read may be more than some may see by now: ask who they are, and again.
            await self._ask_rights()
            self.is_behind.set()
            return
        if revision == self.revision:
            return
        self.revision = revision
        frames = {group: _frame_of(changes, revision) for group, changes in seen.items()}
        for seat in list(self.seats):
            if text := frames.get(seat.group):
                seat.send(text)

    async def _ask_rights(self):
        users = {seat.user.pk for seat in self.seats}
        epoch, sights = await reading.ask(reading.rights, self.key, users)
        for seat in list(self.seats):
            sight = sights.get(seat.user.pk)
            if sight is None:
                if seat.user.pk in sights:
                    seat.close(REVOKED)
                    self.seats.discard(seat)
            else:
                seat.sight = sight
        self.epoch = epoch
        self.moved()

    async def tell_since(self, seat: Seat, after: int) -> None:
        """What a page has missed while it was away."""
        revision, _epoch, seen = await reading.ask(
            reading.news, self.key, after, {seat.group: seat.user}
        )
        seat.send(_frame_of(seen[seat.group], revision, is_asked=True))


def _frame_of(changes, revision, is_asked=False):
    if changes is None:
        return frame(type="reload", revision=revision)
    if not changes and not is_asked:
        return ""
    return frame(type="changes", revision=revision, changes=changes)


async def ended(task) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        await task

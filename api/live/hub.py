"""All rooms of one event loop: it hears the bus, and looks now and then whether it missed some."""

import asyncio
import logging
from weakref import WeakKeyDictionary

from api.live import reading
from api.live.protocol import REVOKED
from api.live.rooms import Room, Seat
from changes.bus import BUS, Notice

LOG = logging.getLogger(__name__)
SWEEP = 3.0  # seconds between two looks at the heads of the open maps
HEARTBEATS = 5  # sweeps after which a process says again who is here
LABEL = "roadmaps.roadmap:"


class Hub:
    """The rooms of one event loop. There is one sweep for all of them."""

    def __init__(self):
        self.rooms: dict = {}
        self.task: asyncio.Task | None = None

    def enter(self, roadmap, seat: Seat) -> Room:
        room = self.rooms.get(roadmap.pk)
        if room is None:
            room = self.rooms[roadmap.pk] = Room(roadmap, BUS)
        room.catch_up(roadmap.revision, roadmap.access_epoch)
        room.enter(seat)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._watch())
        return room

    def leave(self, room: Room, seat: Seat) -> None:
        room.leave(seat)
        if not room.seats:
            room.close()
            self.rooms.pop(room.key, None)

    def hear(self, notice: Notice) -> None:
        """A notice of the bus, in the thread of this loop."""
        heads = notice.get("heads") or {}
        rooms = {str(key): room for key, room in self.rooms.items()}
        for ledger, revision in dict(heads).items():  # type: ignore[call-overload]
            if room := rooms.get(ledger.removeprefix(LABEL)):
                room.catch_up(revision)
        if room := rooms.get(str(notice.get("ask"))):
            room.tell_others()
        room = rooms.get(str(notice.get("room")))
        if room and notice["by"] != BUS.process:
            room.presence.hear(str(notice["by"]), list(notice["people"]))  # type: ignore[call-overload]
            room.have_moved.set()

    async def _watch(self):
        loop = asyncio.get_running_loop()
        with BUS.heard_by(lambda notice: _call(loop, self.hear, notice)):
            count = 0
            while self.rooms:
                await asyncio.sleep(SWEEP)
                count += 1
                try:
                    await self._sweep(count % HEARTBEATS == 0)
                except Exception:  # the next one will do
                    LOG.warning("The rooms could not be compared with the maps.", exc_info=True)

    async def _sweep(self, is_heartbeat):
        heads = await reading.ask(reading.heads, list(self.rooms))
        seats = [seat for room in self.rooms.values() for seat in room.seats]
        sessions = await reading.ask(reading.lasting, [seat.session for seat in seats])
        for key, room in list(self.rooms.items()):
            if key in heads:
                room.catch_up(*heads[key])
            for seat in list(room.seats):
                if seat.session not in sessions:
                    seat.close(REVOKED)
            if room.presence.forget_the_silent():
                room.have_moved.set()
            if is_heartbeat:
                room.tell_others()


HUBS: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the loop that runs here."""
    return HUBS.setdefault(asyncio.get_running_loop(), Hub())


def _call(loop, function, notice):
    if not loop.is_closed():
        loop.call_soon_threadsafe(function, notice)

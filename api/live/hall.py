"""All maps that are open in one event loop, and the ear that they share.

What the bus says makes them look at once. A sweep, one question for all of them each few seconds,
finds what the bus has lost and whose session has ended; nothing else asks again and again.
"""

import asyncio
import logging
import time
import uuid
from collections import defaultdict
from typing import Any
from weakref import WeakKeyDictionary

from api.live import presence, protocol
from api.live.clerk import Clerk
from api.live.connections import Connection
from api.live.database import in_database
from api.live.outlook import Standing, stand
from api.live.rooms import Room
from changes import bus

LOG = logging.getLogger(__name__)
SWEEP = 3  # seconds


class Hall:
    """The rooms of one event loop; it listens as long as there is one."""

    def __init__(self):
        self.name = uuid.uuid4().hex
        self.rooms: dict[Any, Room] = {}
        self.ledgers: dict[str, Room] = {}
        self.clerk = Clerk()
        self._listener: bus.Listener | None = None
        self._sweeping: asyncio.Task | None = None

    def enter(self, connection: Connection) -> Room:
        seat = connection.seat
        if not self.rooms:
            self._listener = bus.subscribe(self.hear)
            self._sweeping = asyncio.create_task(self._sweep_again_and_again())
        if seat.roadmap not in self.rooms:
            room = Room(seat.roadmap, self.announce, self.announce_carets)
            self.rooms[seat.roadmap] = self.ledgers[seat.ledger] = room
            self._say({"room": str(room.key), "ask": True})
        room = self.rooms[seat.roadmap]
        room.enter(connection)
        return room

    def leave(self, room: Room, connection: Connection) -> None:
        room.leave(connection)
        if room.connections:
            return
        room.close()
        del self.rooms[room.key], self.ledgers[connection.seat.ledger]
        self.announce(room.key, [])
        if not self.rooms and self._listener and self._sweeping:
            bus.unsubscribe(self._listener)
            self._sweeping.cancel()
            self._listener = self._sweeping = None
            self.clerk.close()

    def hear(self, notice: bus.Notice) -> None:
        match notice:
            case {"heads": dict(heads)}:
                for ledger in self.ledgers.keys() & heads.keys():
                    self.ledgers[ledger].nudge()
            case {"texts": list(told)}:
                self._hear_of_texts(told)
            case {"presence": {"hall": str(name), "room": str(key), **said}} if name != self.name:
                if room := self._room(key):
                    self._hear_of_people(room, name, said)

    def _hear_of_people(self, room, name, said):
        """Another process tells who is there, where they write, or asks who is here."""
        if said.get("ask"):
            self.announce(room.key, room.people())
        elif "carets" in said:
            room.carets.hear(said["carets"])
        else:
            room.hear(name, presence.heard(said.get("people")))

    def _room(self, key: str) -> Room | None:
        return next((each for each in self.rooms.values() if str(each.key) == key), None)

    def _hear_of_texts(self, told):
        """What was written in texts: each map hears of its own, in one message for each degree."""
        rows = defaultdict(list)
        for each in told:
            match each:
                case {"ledger": str(ledger), "degree": str(degree), "row": dict(row)}:
                    if ledger in self.ledgers:
                        rows[ledger, degree].append(row)
        for (ledger, degree), those in rows.items():
            self.ledgers[ledger].tell_texts(degree, those)

    def announce_carets(self, key, carets: list[dict[str, Any]]) -> None:
        """Tell the other processes where our writers are."""
        self._say({"room": str(key), "carets": carets})

    def announce(self, key, people: list[presence.Person]) -> None:
        """Tell the other processes who is here."""
        self._say({"room": str(key), "people": people})

    def _say(self, words):
        bus.publish({"presence": {"hall": self.name, **words}})

    async def _sweep_again_and_again(self):
        beat = time.monotonic() + presence.BEAT
        while True:
            await asyncio.sleep(SWEEP)
            try:
                await self._sweep()
            except Exception:
                LOG.exception("The maps that people have open could not be looked through.")
            now = time.monotonic()
            for room in self.rooms.values():
                if room.others.expire(now):
                    room.moved()
                if now >= beat:
                    self.announce(room.key, room.people())
            beat = now + presence.BEAT if now >= beat else beat

    async def _sweep(self):
        here = [each for room in self.rooms.values() for each in room.connections.values()]
        sessions = {each.seat.session for each in here}
        people = {each.seat.user.pk for each in here}
        standing = await in_database(stand, list(self.rooms), sessions, people)
        for connection in here:
            if not _still_holds(connection.seat, standing):
                connection.close(protocol.FORBIDDEN, "Your session has ended.")
        for room in self.rooms.values():
            if room.key not in standing.heads or room.is_behind(*standing.heads[room.key]):
                room.nudge()
            room.catch_up(standing.texts.get(room.key, {}))


def _still_holds(seat, standing: Standing):
    is_same = standing.proofs.get(seat.user.pk) == seat.proof
    is_owing = seat.user.pk in standing.trusted and not seat.is_proven
    return is_same and not is_owing and seat.session in standing.sessions


_halls: WeakKeyDictionary[asyncio.AbstractEventLoop, Hall] = WeakKeyDictionary()


def hall() -> Hall:
    """The hall of the event loop that is running."""
    loop = asyncio.get_running_loop()
    if loop not in _halls:
        _halls[loop] = Hall()
    return _halls[loop]

"""Everybody of this process who has one map open.

One look at the database serves all of them; what happens while it lasts is told by the next one.
"""

import asyncio
import logging
import time
from typing import Any

from api.live import presence, protocol
from api.live.carets import Carets
from api.live.connections import Connection
from api.live.database import in_database
from api.live.outlook import Outlook, Watcher, look
from roadmaps.roadmap import Epoch

LOG = logging.getLogger(__name__)
MOST_OF_ONE = 100  # pages that one person may have open
NEVER = None  # an epoch in which nobody was authorised
PAUSE = 1  # seconds, after a look that failed


def watcher(connection: Connection) -> Watcher:
    """A connection as it stands now, for a thread that asks the database."""
    return Watcher(
        connection.id,
        connection.seat.user,
        connection.sight,
        connection.epoch,
        connection.seat.language,
        connection.revision,
    )


class Room:
    """One map, and those who have it open."""

    def __init__(self, key, announce, announce_carets):
        self.key = key
        self.announce = announce  # tells the other processes who is here
        self.connections: dict[str, Connection] = {}
        self.carets = Carets(self.connections, lambda told: announce_carets(key, told))
        self.texts: dict[str, int] = {}  # the last version of each that was told
        self.others = presence.Others()
        self._announced: list[presence.Person] = []
        self.has_moved = False  # somebody came, went, or went elsewhere
        self._wake = asyncio.Event()
        self._work = asyncio.create_task(self._look_again_and_again())

    def enter(self, connection: Connection) -> None:
        of_one = [each for each in self.connections.values() if _same(each, connection)]
        if len(of_one) >= MOST_OF_ONE:
            connection.close(protocol.TOO_MANY, "You have too many pages of this map open.")
        self.connections[connection.id] = connection
        self.moved()

    def leave(self, connection: Connection) -> None:
        del self.connections[connection.id]
        self.carets.leave(connection)
        self.moved()

    def place(self, connection: Connection, here: protocol.Here) -> None:
        if connection.place != here:
            connection.place = here
            self.moved()

    def moved(self) -> None:
        self.has_moved = True
        self.nudge()

    def nudge(self) -> None:
        """Have a look: something may have happened."""
        self._wake.set()

    def close(self) -> None:
        self._work.cancel()
        self.carets.close()

    def people(self) -> list[presence.Person]:
        """Who is here, as far as this process knows by itself."""
        return [presence.person(each) for each in self.connections.values() if not each.end]

    def hear(self, name: str, people: list[presence.Person]) -> None:
        """Another process says who is there."""
        if self.others.hear(name, people, time.monotonic()):
            self.has_moved = True
            self.nudge()

    def tell_texts(self, degree: str, rows: list[dict[str, Any]]) -> None:
        """Somebody wrote in texts: those who may read them are told what, and as which version."""
        for row in rows:
            known = self.texts.get(row["text"], 0)
            self.texts[row["text"]] = max(known, row["version"])
        frame = protocol.texts(rows)
        for each in self.connections.values():
            if each.people and each.epoch is not NEVER and degree in each.sight.visibilities:
                each.tell(frame)

    def catch_up(self, heads: dict[str, tuple[int, str]]) -> None:
        """Tell of what was written without a word of it. heads: the version and degree of texts."""
        for text, (version, degree) in heads.items():
            if version > self.texts.get(text, 0):
                self.tell_texts(degree, [{"text": text, "version": version, "steps": None}])

    def is_behind(self, revision: int, epoch: Epoch) -> bool:
        return any(
            each.revision < revision or each.epoch != epoch for each in self.connections.values()
        )

    async def _look_again_and_again(self):
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._look()
            except Exception:
                LOG.exception("A map that people have open could not be looked at.")
                await asyncio.sleep(PAUSE)
                self.moved()

    async def _look(self):
        connections = list(self.connections.values())
        has_moved, self.has_moved = self.has_moved, False
        people = None
        if has_moved:
            ours = self.people()
            people = [*ours, *self.others.people()]
            if ours != self._announced:
                self._announced = ours
                self.announce(self.key, ours)
        asked = [watcher(each) for each in connections if not each.end]
        sights = [each.sight for each in connections]
        outlook = await in_database(look, self.key, asked, people)
        for connection in connections:
            _tell(connection, outlook)
        if outlook and len(outlook.told) < len(outlook.sights):
            self.nudge()
        if any(each.sight != before for each, before in zip(connections, sights, strict=True)):
            self.moved()  # who sees more or less may also see more or less of where people are


def _same(one, other):
    return one.seat.user.pk == other.seat.user.pk


def _tell(connection, outlook: Outlook | None):
    if outlook is None:
        connection.close(protocol.NOT_FOUND)
    elif connection.id not in outlook.sights:
        connection.close(protocol.FORBIDDEN, "You may no longer see this map.")
    else:
        connection.sight = outlook.sights[connection.id]
        is_told = connection.id in outlook.told
        connection.epoch = outlook.epoch if is_told else NEVER
        _tell_people(connection, outlook.people.get(connection.sight, ""))
        if frame := outlook.frames.get(connection.id):
            connection.tell(frame)
        if is_told:
            connection.revision = max(connection.revision, outlook.revision)


def _tell_people(connection, people):
    if not people or connection.people == people:
        return
    if connection.people:
        connection.tell(f'{{"type":"people","people":{people}}}')
    else:
        words = f'"revision":{connection.revision},"you":"{connection.id}"'
        connection.tell(f'{{"type":"welcome",{words},"people":{people}}}')
    connection.people = people

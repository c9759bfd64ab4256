"""Where in the texts of a map its writers are: told to those who may read there, and kept nowhere.

Ten times a second is enough for eyes; what moves in between is told as one.
"""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from api.live import protocol
from api.live.connections import Connection
from api.live.database import in_database
from roadmaps.models import Narrative

PAUSE = 0.1  # seconds between two times that carets are told
MOST = 500  # carets of other processes that a map remembers
MEMBERS = {"id", "text", "version", "anchor", "head", "degree"}

Told = dict[str, Any]


class Carets:
    """The carets of everybody who has one map open."""

    def __init__(self, connections: dict[str, Connection], announce: Callable[[list[Told]], None]):
        self.connections, self.announce = connections, announce
        self.here: dict[str, Told] = {}  # of this process, by connection
        self.elsewhere: dict[str, Told] = {}
        self._moved: dict[str, Told] = {}
        self._telling: asyncio.Task | None = None

    async def place(self, connection: Connection, caret: protocol.Caret) -> None:
        """Somebody says where they are; whoever may not read that text is nowhere in it."""
        degree = await self._degree(connection, caret.text)
        if degree is None or connection.id not in self.connections:
            return
        told = {
            "id": connection.id,
            "text": str(caret.text),
            "version": caret.version,
            "anchor": caret.anchor,
            "head": caret.head,
            "degree": degree,
        }
        before = self.here.get(connection.id)
        self.here[connection.id] = self._moved[connection.id] = told
        if before is None or before["text"] != told["text"]:  # who comes sees who is there
            _tell([connection], [*self.here.values(), *self.elsewhere.values()])
        self._tell_soon()

    def leave(self, connection: Connection) -> None:
        if told := self.here.pop(connection.id, None):
            self._moved[connection.id] = told | {"anchor": None, "head": None}
            self._tell_soon()

    def hear(self, carets: Any) -> None:
        """Another process says where its writers are."""
        said = carets if isinstance(carets, list) else []
        known = [each for each in said if isinstance(each, dict) and each.keys() == MEMBERS]
        for each in known:
            self.elsewhere.pop(each["id"], None)
            if each["anchor"] is not None and len(self.elsewhere) < MOST:
                self.elsewhere[each["id"]] = each
        _tell(self.connections.values(), known)

    def close(self) -> None:
        if self._telling:
            self._telling.cancel()

    def _tell_soon(self):
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell_moved())

    async def _tell_moved(self):
        while self._moved:
            moved, self._moved = list(self._moved.values()), {}
            _tell(self.connections.values(), moved)
            self.announce(moved)
            await asyncio.sleep(PAUSE)

    async def _degree(self, connection, text: UUID) -> str | None:
        """For whom the text is meant, as this person was last told; none: not for them."""
        epoch, degree = connection.degrees.get(text, (None, None))
        if epoch is None or epoch != connection.epoch:
            epoch = connection.epoch
            degree = await in_database(_degree_of, connection.seat, text)
            connection.degrees = {text: (epoch, degree)}  # of the one in which they are
        return degree


def _tell(connections: Iterable[Connection], carets: list[Told]) -> None:
    frames: dict[tuple[str, ...], str] = {}
    for each in connections:
        if not each.people or each.epoch is None:
            continue
        seen = each.sight.visibilities
        if seen not in frames:
            frames[seen] = _frame(caret for caret in carets if caret["degree"] in seen)
        if frames[seen]:
            each.tell(frames[seen])


def _frame(carets):
    told = [{name: each[name] for name in each if name != "degree"} for each in carets]
    return protocol.say(type="carets", carets=told) if told else ""


def _degree_of(seat, text) -> str | None:
    seen = Narrative.objects.visible_to(seat.user).filter(roadmap=seat.roadmap, pk=text)
    found = seen.select_related("element").first()
    return str(found.visibility) if found else None

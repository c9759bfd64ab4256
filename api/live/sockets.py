"""The socket of an open page, from the first word to the last: `/live/<slug of a map>`."""

import logging
from typing import Any

from accounts import callers, events
from api.live import protocol
from api.live.connections import Connection, show_out
from api.live.database import in_database
from api.live.hall import hall
from api.live.handshake import Knock, authorise
from api.live.outlook import missed
from api.live.rooms import Room, watcher

LOG = logging.getLogger(__name__)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """What the server runs for each socket."""
    await receive()  # the word that somebody knocks
    knock = Knock(scope)
    if not knock.comes_from_our_page():
        _note_refusal(scope, "origin", origin=knock.header("Origin"))
        await send({"type": "websocket.close", "code": protocol.FORBIDDEN})
        return
    code, seat = protocol.NOT_FOUND, None
    try:
        seat = await in_database(authorise, knock)
    except Exception:
        LOG.exception("Nobody could be let in.")
        code = protocol.TRY_AGAIN
    await send({"type": "websocket.accept"})
    if seat is None:
        _note_refusal(scope, "busy" if code == protocol.TRY_AGAIN else "hidden or missing")
        await show_out(send, code)
        return
    connection = Connection(seat, send)
    room = hall().enter(connection)
    try:
        await connection.run(listen(connection, room, receive))
    finally:
        hall().leave(room, connection)


def _note_refusal(scope, why, **facts):
    events.note("socket-refused", callers.of_scope(scope), why=why, **facts)


async def listen(connection: Connection, room: Room, receive: Any) -> None:
    """Hear what a client says, as long as it can be understood."""
    while connection.end is None:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        text = message.get("text")
        if text is None:
            connection.close(protocol.NOT_UNDERSTOOD, "Say it in text.")
        elif len(text.encode()) > protocol.LARGEST:
            connection.close(protocol.TOO_LARGE, "This is too long.")
        elif connection.meter.is_too_much():
            connection.close(protocol.TOO_MANY, "Not so fast.")
        else:
            await _hear(connection, room, text)


async def _hear(connection, room, text):
    try:
        said = protocol.read(text)
    except protocol.NotUnderstood as error:
        connection.close(protocol.NOT_UNDERSTOOD, str(error))
        return
    match said:
        case protocol.Here():
            room.place(connection, said)
        case protocol.Typed():
            hall().clerk.take(connection, said)
        case protocol.Caret():
            await room.carets.place(connection, said)
        case protocol.Since():
            await _tell_missed(connection, room, said)


async def _tell_missed(connection, room, said):
    connection.meter.is_too_much(protocol.COST_OF_READING - 1)
    told = await in_database(missed, room.key, watcher(connection), said.revision)
    if told is None:
        connection.close(protocol.FORBIDDEN, "You may no longer see this map.")
    else:
        connection.tell(told)

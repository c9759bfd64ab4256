"""A request that is too long is refused before it fills a disk."""

import json

import pytest

from config.bodies import MOST, bounded
from tests.threads import in_a_loop


async def application(scope, receive, send):
    """Reads everything, and says how much it was."""
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


def ask(chunks, headers=()):
    """What is answered to a body that comes in pieces."""
    waiting = [{"type": "http.request", "body": each, "more_body": True} for each in chunks]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    said = []

    async def receive():
        return waiting.pop(0)

    async def send(message):
        said.append(message)

    scope = {"type": "http", "headers": list(headers)}
    in_a_loop(bounded(application)(scope, receive, send))
    return said[0]["status"], said[1]["body"], len(waiting)


def test_a_body_of_usual_length_passes():
    assert ask([b"x" * 1000] * 3)[:2] == (200, b"3000")


@pytest.mark.parametrize("said", [str(MOST + 1), "9" * 30, "-1", "1e9", "nonsense"])
def test_SR_45_what_says_that_it_is_too_long_is_not_read(said):
    status, body, unread = ask([b"x"], [(b"content-length", said.encode())])
    assert (status, json.loads(body)["status"], unread) == (413, 413, 2)


def test_SR_45_what_turns_out_to_be_too_long_is_not_read_to_its_end():
    piece = b"x" * 1024 * 1024
    status, _body, unread = ask([piece] * 40)
    assert status == 413
    assert unread > 25

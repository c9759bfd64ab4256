"""The same at a real server, with bytes that no client library would send."""

import contextlib
import socket
import time

import pytest

from config.bodies import MOST
from tests.api.live.conftest import Server

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 1.5  # seconds
LINES = {
    "no http": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "half a line": b"GET / HT",
    "long path": b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "long query": b"GET /?q=" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "nul in path": b"GET /a\x00b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "bytes in path": b"GET /a\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "bytes in query": b"GET /api/v1/goals?q=\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "percent": b"GET /%zz%%%0a%00?%zz=% HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "absolute": b"GET http://evil.example/api/v1/goals HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "no host": b"GET /api/v1/goals HTTP/1.1\r\n\r\n",
    "folded header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
    "header without colon": b"GET / HTTP/1.1\r\nHost: localhost\r\nnonsense\r\n\r\n",
    "two hundred headers": b"GET /api/v1/nowhere HTTP/1.1\r\nHost: localhost\r\n"
    + b"".join(b"X-%d: %s\r\n" % (number, b"x" * 100) for number in range(200))
    + b"\r\n",
    "long header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
    "two lengths": b"POST /api/v1/bulk HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
    b"Content-Length: 30\r\n\r\n{}x",
    "length and chunks": b"POST /api/v1/bulk HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "bad chunk": b"POST /api/v1/bulk HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
    b"\r\nzz\r\n\r\n",
    "endless length": b"POST /api/v1/bulk HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Length: 99999999999999999999\r\n\r\n",
    "too long": b"POST /api/v1/bulk HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
    % (MOST + 1),
}


@pytest.fixture
def server(transactional_db):
    with Server() as running:
        yield running


def say(server, *pieces):
    """The status that is answered; none where the line is closed, or more is waited for."""
    place = server.listening.getsockname()
    heard = b""
    with socket.create_connection(place, timeout=PATIENCE) as line:
        try:
            for piece in pieces:
                line.sendall(piece)
        except OSError:  # it was closed while we spoke, perhaps with a word
            pass
        with contextlib.suppress(OSError):
            heard = line.recv(65_536)
    return int(heard.split()[1]) if heard.startswith(b"HTTP/1.1 ") else None


def test_SR_21_no_line_breaks_the_server(server):
    answers, taken = {}, {}
    for name, bytes_said in LINES.items():
        begun = time.monotonic()
        answers[name] = say(server, bytes_said)
        taken[name] = time.monotonic() - begun
    wrong = {name: status for name, status in answers.items() if status and status >= 500}
    assert wrong == {}
    assert answers["too long"] == answers["endless length"] == 413
    assert answers["two hundred headers"] == 404
    assert max(taken.values()) < 2
    assert say(server, b"GET /health?format=json HTTP/1.1\r\nHost: localhost\r\n\r\n") == 200


def test_SR_45_a_body_that_comes_without_an_end_is_cut(server):
    head = b"POST /api/v1/bulk HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    assert say(server, head, *[piece] * 16) in (413, None)
    assert say(server, b"GET /health?format=json HTTP/1.1\r\nHost: localhost\r\n\r\n") == 200

"""A role is taken back by one process while others write by it, and Redis is down."""

import socket
import threading
import time

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.faults.test_editing import Client, House, house  # noqa: F401

ROUNDS = 2
SOON = 5  # seconds within which a socket is cut
PATIENCE = 30  # seconds after which a writer has been refused for sure


class Writer(threading.Thread):
    """Edits one element again and again, until it is told that it may not."""

    def __init__(self, port, secret, code, name):
        super().__init__(daemon=True)
        self.client = Client(0, port, secret, [code], threading.Event())
        self.code, self.name, self.saved, self.refused = code, name, [], 0

    def run(self):
        number, until = 0, time.monotonic() + PATIENCE
        while not self.refused and time.monotonic() < until:
            marker = f"{self.name} {(number := number + 1)}"
            status, thing = self.client.ask("GET", f"/elements/{self.code}?draft=true")
            if status == 200:
                body = {"base": thing["revision"], "summary": marker}
                status, _answer = self.client.ask("PATCH", f"/elements/{self.code}", body)
            if status == 200:
                self.saved.append(marker)
            elif status != 409:
                self.refused = status


@pytest.fixture
def doors(house, monkeypatch):  # noqa: F811
    """Two servers of two processes each, at one database; where Redis should be is nobody."""
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    house.env["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    other = House(house.data)
    other.env = house.env
    house.scene = house.run("set")
    house.open()
    other.open()
    yield house, other
    other.end()


def open_line(at, slug, cookie):
    """The socket of an open page, at one of the servers."""
    place = f"127.0.0.1:{at.port}"
    return connect(
        f"ws://{place}/live/{slug}",
        origin=f"http://{place}",
        additional_headers=[("Cookie", f"sessionid={cookie}")],
        proxy=None,
        compression=None,
    )


def is_cut(line, until) -> bool:
    """Whether the other side ends the line in time."""
    try:
        while time.monotonic() < until:
            line.recv(timeout=max(0.01, until - time.monotonic()))
    except ConnectionClosed:
        return True
    except TimeoutError:
        pass
    return False


def refused(writer):
    """With which status a writer was shown out in the end."""
    writer.join(PATIENCE)
    return writer.refused


def wait_for_edits(crowd):
    """Until each of them has saved something."""
    until = time.monotonic() + PATIENCE
    while not all(len(writer.saved) > 1 for writer in crowd):
        assert time.monotonic() < until, "too few edits get through for the test to say anything"
        time.sleep(0.05)


def test_SR_14_SR_37_what_was_authorised_before_is_not_stored_after_whatever_process_asks(doors):
    here, _there = doors
    scene, taken, writers = here.scene, {}, []
    for number in range(ROUNDS):
        who = f"Editor {number}"
        cookie = here.run("session", str(number))["cookie"]
        lines = [open_line(each, scene["map"], cookie) for each in doors]
        crowd = [
            Writer(each.port, scene["secrets"][number], code, f"{who} at {each.port}, {code}:")
            for each in doors
            for code in scene["codes"][:2]
        ]
        for writer in crowd:
            writer.start()
        wait_for_edits(crowd)
        taken[who] = here.run("revoke", str(number))["revision"]
        until = time.monotonic() + SOON
        assert [is_cut(line, until) for line in lines] == [True, True]
        assert {refused(writer) for writer in crowd} <= {403, 404}
        writers += crowd

    log = here.run("log")
    assert log["faults"] == []
    written = [line for line in log["lines"] if line[0] == scene["map"] and line[4] in taken]
    assert [line for line in written if line[1] > taken[line[4]]] == []
    saved = {marker for writer in writers for marker in writer.saved}
    assert saved == {line[3]["summary"][1] for line in written if "summary" in line[3]}
    print(f"{len(saved)} edits before, 0 after, {2 * ROUNDS} sockets cut within {SOON} s")

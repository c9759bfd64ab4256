"""Eight people type in one text while web processes and the database are killed again and again.

Every message that was acknowledged is in the text, once; a message that got no answer is sent again
under its number until there is one.
"""

import http.client
import json
import re
import threading
import time
import uuid
from contextlib import suppress

from websockets.exceptions import WebSocketException

from tests.faults.test_editing import LIMIT, disturb, house  # noqa: F401
from tests.faults.test_rights import doors, open_line  # noqa: F401

SOON = 8  # seconds within which a page is told what another process has stored
MARKER = re.compile(r"<\d+\.\d+>")


class Typist(threading.Thread):
    """Types one word after the other at the beginning of a text, and remembers what was taken."""

    def __init__(self, number, port, secret, text, over):
        super().__init__(daemon=True)
        self.number, self.port, self.secret, self.text = number, port, secret, text
        self.over, self.client, self.version = over, str(uuid.uuid4()), 0
        self.taken, self.asked = [], 0

    def run(self):
        number = 0
        while not self.over.is_set():
            number += 1
            word = f"<{self.number}.{number}>"
            told = self.send(number, word)
            assert told["kept"] == [0], told
            self.version = told["version"]
            self.taken.append(word)

    def send(self, number, word):
        """One message, again and again until it is answered."""
        slice = {"content": [{"type": "text", "text": word}]}
        step = {"stepType": "replace", "from": 1, "to": 1, "slice": slice}
        message = {"base": self.version, "steps": [step], "client": self.client, "number": number}
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        until = time.monotonic() + LIMIT
        while time.monotonic() < until:
            self.asked += 1
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                path = f"/api/v1/narratives/{self.text}/steps"
                line.request("POST", path, json.dumps(message), headers)
                response = line.getresponse()
                told = json.loads(response.read())
                if response.status == 200:
                    return told
                assert response.status >= 500, told
            except (OSError, http.client.HTTPException, ValueError):
                pass
            finally:
                line.close()
            time.sleep(0.05)
        raise AssertionError("There is no answer.")


class SocketTypist(Typist):
    """The same over the socket of a page, which is opened again when it is cut."""

    def __init__(self, number, house, slug, cookie, text, over):  # noqa: F811
        super().__init__(number, house.port, "", text, over)
        self.house, self.slug, self.cookie, self.line = house, slug, cookie, None

    def send(self, number, word):
        slice = {"content": [{"type": "text", "text": word}]}
        step = {"stepType": "replace", "from": 1, "to": 1, "slice": slice}
        message = {"type": "typed", "text": self.text, "base": self.version, "steps": [step],
                   "holding": [], "client": self.client, "number": number}  # fmt: skip
        until = time.monotonic() + LIMIT
        while time.monotonic() < until:
            self.asked += 1
            with suppress(OSError, TimeoutError, WebSocketException):
                if self.line is None:
                    self.line = open_line(self.house, self.slug, self.cookie)
                self.line.send(json.dumps(message))
                if told := self.hear(number):
                    return told
                continue
            self.line = None
            time.sleep(0.05)
        raise AssertionError("There is no answer.")

    def hear(self, number):
        """The version that holds the message; none where it has to be sent again."""
        until = time.monotonic() + 3
        while time.monotonic() < until:
            told = json.loads(self.line.recv(timeout=max(0.01, until - time.monotonic())))
            if told.get("number") == number and told["type"] in ("taken", "again", "refused"):
                assert told["type"] != "refused", told
                time.sleep(0.05)
                return {"kept": [0], "version": self.version} if told["type"] == "taken" else None
            for row in told.get("rows", ()):
                self.version = max(self.version, row["version"])
                if (row["client"], row["number"]) == (self.client, number):
                    return {"kept": [0], "version": self.version}
        raise TimeoutError


def test_nothing_that_was_acknowledged_is_lost_or_doubled_whatever_dies(house):  # noqa: F811
    scene, text = house.run("set"), house.run("text")["text"]
    cookies = [house.run("session", str(number))["cookie"] for number in range(3)]
    house.open()
    over = threading.Event()
    typists = [
        Typist(number, house.port, secret, text, over)
        for number, secret in enumerate(scene["secrets"][3:])
    ]
    typists += [
        SocketTypist(number, house, scene["map"], cookie, text, over)
        for number, cookie in enumerate(cookies, 100)
    ]
    for typist in typists:
        typist.start()
    deaths = disturb(house, lambda: sum(len(each.taken) for each in typists), over)
    for typist in typists:
        typist.join(LIMIT)
        assert not typist.is_alive()
    taken = [word for typist in typists for word in typist.taken]
    said = house.run("said")
    assert sorted(MARKER.findall(said["words"])) == sorted(taken)
    assert MARKER.sub("", said["words"]) == ""
    assert said["opened"] == said["words"]
    assert said["versions"] == [*range(1, said["version"] + 1)]
    again = sum(typist.asked for typist in typists) - len(taken)
    print(f"{deaths} deaths, {len(taken)} messages taken, {again} sent again, 0 lost, 0 doubled")


def test_two_processes_that_cannot_speak_to_one_another_tell_by_the_rows(doors):  # noqa: F811
    here, there = doors
    text = here.run("text")["text"]
    cookies = [here.run("session", str(number))["cookie"] for number in range(2)]
    pages = [
        open_line(door, here.scene["map"], cookie)
        for door, cookie in zip(doors, cookies, strict=True)
    ]
    over = threading.Event()
    for number, (door, page) in enumerate(zip((there, here), pages, strict=True)):
        typist = Typist(number, door.port, here.scene["secrets"][number], text, over)
        typist.send(1, f"<{number}.1>")
        assert steps_told(page, number + 1) is None
        page.close()
    assert set(MARKER.findall(here.run("said")["words"])) == {"<0.1>", "<1.1>"}


def steps_told(page, version):
    """What a page is told of a version; a process that did not store it has no steps to tell."""
    until = time.monotonic() + SOON
    while True:
        told = json.loads(page.recv(timeout=max(0.01, until - time.monotonic())))
        for row in told.get("rows", ()):
            if row["version"] == version:
                return row["steps"]

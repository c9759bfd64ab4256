"""Eight people type in one text while web processes and the database are killed again and again.

Every message that was acknowledged is in the text, once; a message that got no answer is sent again
under its number until there is one.
"""

import http.client
import json
import re
import tempfile
import threading
import time
import uuid
from pathlib import Path

import pytest

from tests.faults.test_editing import LIMIT, House, disturb

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


@pytest.fixture
def house():
    with tempfile.TemporaryDirectory(prefix="rumbo-") as folder:
        made = House(Path(folder).resolve() / "data")
        made.start_database()
        yield made
        made.end()


def test_nothing_that_was_acknowledged_is_lost_or_doubled_whatever_dies(house):
    scene, text = house.run("set"), house.run("text")["text"]
    house.open()
    over = threading.Event()
    typists = [
        Typist(number, house.port, secret, text, over)
        for number, secret in enumerate(scene["secrets"])
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

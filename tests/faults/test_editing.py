"""Eight people edit three maps while the web process and the database are killed again and again.

Whoever was told “saved” finds it saved once; whoever was refused finds nothing of it; whoever was
told nothing asks again with the same Idempotency-Key until there is an answer.
"""

import atexit
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter, deque
from functools import cache
from pathlib import Path

import pytest

from tests.tree import ROOT

SECONDS = int(os.environ.get("WRITING", "9"))  # for which they write, or more; by hand, twenty
EVERY = 1.2  # seconds between two deaths of a web process, or more
BETWEEN = 4  # what gets through between two deaths, so that a slow machine comes to something too
ENOUGH = 60  # what gets through in all, before the test says anything
PROCESSES = 2  # of the web, which die in turns
LIMIT = 60  # seconds until everybody has an answer


class House:
    """A database and a web process of their own, and ways to kill both."""

    def __init__(self, data):
        self.env = os.environ | {
            "RUMBO_DATA": str(data),
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        }
        self.env.pop("DATABASE_URL", None)
        self.data = Path(data)
        self.holders = []

    def run(self, *words):
        command = [sys.executable, "tests/faults/scene.py", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def start_database(self):
        """That of somebody who begins, with all tables and nothing in them."""
        subprocess.run(["cp", "-a", f"{migrated()}/.", self.data], check=True)
        self.hold_database()

    def hold_database(self):
        command = [sys.executable, "-m", "config.postgres", "start"]
        holder = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE)
        assert b"PostgreSQL answers" in holder.stdout.readline()
        self.holders.append(holder)

    def stop_database_at_once(self):
        """What `pg_ctl stop -m immediate` does: nothing is written down any more."""
        file = self.data / "postgres" / "cluster" / "postmaster.pid"
        os.kill(int(file.read_text().split("\n")[0]), signal.SIGQUIT)

    def open(self):
        """Begin to serve, on a port that is known from then on."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        command = [sys.executable, "-m", "tests.faults.web"]
        self.parent = subprocess.Popen(command, cwd=ROOT, env=self.env, **pipes)
        self.port = int(self.parent.stdout.readline())
        self.webs = deque(self.one_more_web() for _number in range(PROCESSES))

    def one_more_web(self) -> int:
        self.parent.stdin.write("\n")
        self.parent.stdin.flush()
        return int(self.parent.stdout.readline())

    def kill_the_oldest_web(self):
        os.kill(self.webs.popleft(), signal.SIGKILL)

    def end(self):
        for number in self.webs:
            os.kill(number, signal.SIGKILL)
        self.parent.terminate()
        self.parent.wait(30)
        self.leave_database()

    def leave_database(self):
        for holder in self.holders:
            holder.terminate()
            holder.wait(30)


@cache
def migrated() -> Path:
    """A folder to be copied: to set one up takes longer than most of what is done in it."""
    folder = tempfile.mkdtemp(prefix="rumbo-")
    atexit.register(shutil.rmtree, folder)
    first = House(Path(folder).resolve() / "data")
    first.hold_database()
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=first.env, check=True)
    first.leave_database()
    return first.data


class Client(threading.Thread):
    """Edits one element after the other, and remembers what it was told."""

    def __init__(self, number, port, secret, codes, over):
        super().__init__(daemon=True)
        self.number, self.port, self.secret, self.codes = number, port, secret, codes
        self.over = over  # the event after which nothing new is begun
        self.outcomes = {}  # marker: ok, refused

    def run(self):
        number = 0
        while not self.over.is_set():
            code = self.codes[(self.number + number) % len(self.codes)]
            marker = f"client {self.number} edit {number}"
            status, thing = self.ask("GET", f"/elements/{code}?draft=true")
            assert status == 200, thing
            body = {"base": thing["revision"], "summary": marker}
            status, answer = self.ask("PATCH", f"/elements/{code}", body)
            assert status in (200, 409), answer
            self.outcomes[marker] = "ok" if status == 200 else "refused"
            number += 1

    def ask(self, method, path, body=None):
        """Ask until there is an answer, each time under the same key."""
        key, limit = str(uuid.uuid4()), time.monotonic() + LIMIT
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        if body is not None:
            headers["Idempotency-Key"] = key
        while time.monotonic() < limit:
            try:
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                line.request(method, f"/api/v1{path}", body and json.dumps(body), headers)
                response = line.getresponse()
                content = json.loads(response.read())
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.05)
                continue
            finally:
                line.close()
            if response.status < 500:
                return response.status, content
            time.sleep(0.05)
        raise AssertionError(f"{method} {path} got no answer.")


@pytest.fixture
def house():
    with tempfile.TemporaryDirectory(prefix="rumbo-") as folder:
        made = House(Path(folder).resolve() / "data")
        made.start_database()
        yield made
        made.end()


def feed(client):
    """Every line that the feed tells, as map and revision."""
    told, after = [], ""
    while True:
        status, page = client.ask("GET", f"/changes?limit=100{after}")
        assert status == 200
        told += [(each["roadmap"], each["revision"]) for each in page["items"]]
        if after == f"&after={page['next']}":
            return told
        after = f"&after={page['next']}"


def disturb(house, got_through, over) -> int:
    """Kill one web process after the other, and now and then the database. Gives the deaths.

    got_through: tells how much has got through so far; over: is set when it is enough.
    """
    begun, deaths = time.monotonic(), 0
    while time.monotonic() < begun + SECONDS or got_through() < ENOUGH:
        wait_for_more(got_through, got_through() + BETWEEN)
        deaths += 1
        house.kill_the_oldest_web()
        if deaths % 6 == 0:
            house.stop_database_at_once()
            time.sleep(0.5)
            house.hold_database()
        house.webs.append(house.one_more_web())
    over.set()
    return deaths


def wait_for_more(got_through, wanted):
    """Until so much has got through, and some time has gone by."""
    time.sleep(EVERY)
    limit = time.monotonic() + LIMIT
    while got_through() < wanted:
        assert time.monotonic() < limit, "nothing gets through any more"
        time.sleep(0.05)


def written(log) -> Counter:
    """How often each marker stands in the log."""
    lines = (fields for _map, _revision, _verb, fields, _actor in log["lines"])
    return Counter(fields["summary"][1] for fields in lines if "summary" in fields)


def test_no_edit_is_lost_or_doubled_whatever_dies(house):
    scene = house.run("set")
    house.open()
    over = threading.Event()
    clients = [
        Client(number, house.port, secret, scene["codes"], over)
        for number, secret in enumerate(scene["secrets"])
    ]
    for client in clients:
        client.start()
    deaths = disturb(house, lambda: sum(len(each.outcomes) for each in clients), over)
    for client in clients:
        client.join(LIMIT)
        assert not client.is_alive()

    outcomes = {marker: said for client in clients for marker, said in client.outcomes.items()}
    saved = {marker for marker, said in outcomes.items() if said == "ok"}
    log = house.run("log")
    found = written(log)
    assert saved, "no edit got through"
    assert {marker: found[marker] for marker in saved} == dict.fromkeys(saved, 1)
    assert set(found) == saved  # nothing of what was refused
    assert set(log["held"].values()) <= {"", *saved}
    assert log["faults"] == []
    told = feed(clients[0])
    assert sorted(told) == sorted((name, revision) for name, revision, *_what in log["lines"])
    refused = len(outcomes) - len(saved)
    print(f"{deaths} deaths, {len(saved)} edits saved, {refused} refused, 0 lost, 0 doubled")

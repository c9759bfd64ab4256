"""What was committed is told once for each transaction, to every process, and Redis may fail."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager

import pytest
import redis
from django.conf import settings
from django.db import transaction
from websockets.sync.client import connect

from changes import bus
from roadmaps import elements
from tests.api.live.conftest import SOON, Page, cookie, until
from tests.api.live.test_sockets import edit
from tests.roles import environment
from tests.threads import in_a_loop
from tests.tree import ROOT

AT_ONCE = 1  # seconds: long before a sweep would find it


class Ear:
    """Somebody who listens in an event loop of their own."""

    def __init__(self):
        self.heard = []
        self.ready, self.loop = threading.Event(), asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_until_complete, args=[self.listen()])

    async def listen(self):
        self.listener = bus.subscribe(self.heard.append)
        self.done = asyncio.Event()
        self.ready.set()
        await self.done.wait()
        bus.unsubscribe(self.listener)

    def __enter__(self):
        self.thread.start()
        self.ready.wait(SOON)
        return self

    def __exit__(self, *_error):
        self.loop.call_soon_threadsafe(self.done.set)
        self.thread.join(SOON)
        self.loop.close()

    @property
    def heads(self):
        return [list(notice["heads"].values()) for notice in self.heard if "heads" in notice]


@pytest.fixture
def ear():
    with Ear() as listening:
        yield listening


class Redis:
    """A Redis of our own on a free port of this machine, which keeps nothing."""

    def __init__(self):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        quiet = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
        command = ["redis-server", "--port", str(self.port), *quiet]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        with closing(redis.Redis.from_url(self.url)) as client:
            until(lambda: answers(client))

    def kill(self):
        self.process.kill()
        self.process.wait(10)


def answers(client):
    try:
        return client.ping()
    except redis.ConnectionError:
        return False


@pytest.fixture
def broker():
    if not shutil.which("redis-server"):
        pytest.skip("No Redis is installed on this machine.")
    running = Redis()
    yield running
    running.kill()


@pytest.fixture
def over(monkeypatch):
    """Has this process speak over a Redis."""

    made = []

    def speak(url):
        monkeypatch.setattr(settings, "REDIS_URL", url)
        made.append(bus.Bus())
        monkeypatch.setattr(bus, "_bus", made[-1])
        return made[-1]

    yield speak
    for each in made:
        each.wire.close()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@contextmanager
def a_process(redis_url):
    """The product in a process of its own, on the database of this test."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port)]
    options = ["--lifespan", "off", "--ws", "websockets-sansio", "--log-level", "error"]
    process = subprocess.Popen([*command, *options], cwd=ROOT, env=environment(REDIS_URL=redis_url))
    try:
        until(lambda: is_open(port), 30)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def a_page(host, person):
    headers = [("Cookie", cookie(person))]
    address = f"ws://{host}/live/electromobility"
    options = {"proxy": None, "compression": None}
    with connect(address, origin=f"http://{host}", additional_headers=headers, **options) as line:
        yield Page(line)


@pytest.mark.django_db(transaction=True)
def test_one_transaction_is_one_notice(editor, challenge, skill, ear):
    with transaction.atomic():
        edit(editor, challenge, severity=2)
        edit(editor, skill, title="Work at 800 volts")
        assert ear.heard == []
    until(lambda: ear.heads)
    assert ear.heads == [[challenge.roadmap.revision]]


@pytest.mark.django_db(transaction=True)
def test_what_a_savepoint_takes_back_is_not_in_the_way(editor, challenge, ear):
    with transaction.atomic():
        with transaction.atomic():
            edit(editor, challenge, severity=1)
            transaction.set_rollback(True)
        edit(editor, challenge, severity=2)
    with transaction.atomic():
        edit(editor, challenge, severity=3)
        transaction.set_rollback(True)
    edit(editor, challenge, severity=5)
    until(lambda: len(ear.heads) == 2)
    last = challenge.roadmap.revision
    assert ear.heads == [[last - 1], [last]]


def test_several_loops_of_one_process_hear(ear):
    with Ear() as other:
        bus.publish({"heads": {"a": 1}})
        until(lambda: ear.heard and other.heard)
    bus.publish({"heads": {"a": 2}})
    until(lambda: len(ear.heard) == 2)
    assert len(other.heard) == 1


def test_a_loop_that_ended_without_a_word_is_forgotten():
    async def listen():
        bus.subscribe(print)

    # In a thread of its own: a browser of other tests may keep a loop running in this one.
    thread = threading.Thread(target=lambda: in_a_loop(listen()))
    thread.start()
    thread.join()
    assert bus._bus.listeners
    bus.publish({"heads": {}})
    assert bus._bus.listeners == set()


def test_a_child_of_this_process_speaks_with_its_own_voice():
    name = bus._bus.name
    child = os.fork()
    if not child:
        os._exit(0 if bus._bus.name != name and not bus._bus.listeners else 1)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"heads": {}}', '"x"', "[" * 100_000])
def test_what_redis_says_that_is_not_ours_is_passed_over(ear, text):
    bus._bus.receive(text)
    bus.publish({"heads": {"a": 1}})
    until(lambda: ear.heard)
    assert ear.heads == [[1]]


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.django_db(transaction=True)
def test_a_redis_that_does_not_answer_holds_up_no_writer(over, editor, challenge, is_there):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1] if is_there else free_port()
        over(f"redis://127.0.0.1:{port}/0")
        began = time.monotonic()
        for _ in range(2000):
            bus.publish({"heads": {"a": 1}})
        assert (time.monotonic() - began) / 2000 < 0.005
        edit(editor, challenge, severity=2)
    challenge.refresh_from_db()
    assert challenge.severity == 2


def test_what_one_process_says_another_hears_once_and_itself_at_once(broker, over, ear):
    other, _mine = over(broker.url), over(broker.url)
    heard = []
    other.hand_out = heard.append
    other.wire.listen()
    with Ear() as own:
        until(lambda: bus.publish({"heads": {"a": 1}}) or heard)
        bus.publish({"heads": {"a": 2}})
        until(lambda: {"heads": {"a": 2}} in heard)
        time.sleep(0.2)  # what came back to where it came from would be here by now
    assert heard.count({"heads": {"a": 2}}) == 1
    assert own.heard.count({"heads": {"a": 2}}) == 1


def told(page, revision, timeout=SOON):
    """Every revision up to this one, as a page hears them."""
    revisions = []
    while not revisions or revisions[-1] < revision:
        revisions += [each["revision"] for each in page.hear_of("changes", timeout)["changes"]]
    return revisions


def all_hear(revisions, last, timeout):
    """Every page hears of everything up to the last revision; it is noted for each."""
    for page, seen in revisions.items():
        seen += told(page, last, timeout)


@pytest.mark.django_db(transaction=True)
def test_two_processes_lose_nothing_while_redis_is_killed_and_comes_back(
    broker, over, roadmap, editor, steward
):
    over(broker.url)

    def write(title):
        roadmap.refresh_from_db()
        return elements.add(editor, roadmap, "skill", title=title).revision

    processes = a_process(broker.url), a_process(broker.url)
    with processes[0] as first, processes[1] as second:
        pages = a_page(first, editor), a_page(second, steward)
        with pages[0] as here, pages[1] as there:
            known = here.hear_of("welcome")["revision"]
            there.hear_of("welcome")
            until(lambda: len(here.hear_of("people")["people"]) == 2)
            revisions = {here: [], there: []}

            for number in range(5):
                all_hear(revisions, write(f"before {number}"), AT_ONCE)
            broker.kill()
            for number in range(5):
                last = write(f"meanwhile {number}")
            all_hear(revisions, last, SOON)
            broker.start()
            time.sleep(4)  # until everybody has tried again
            for number in range(5):
                all_hear(revisions, write(f"after {number}"), AT_ONCE)
            everything = list(range(known + 1, known + 16))
            assert list(revisions.values()) == [everything, everything]

"""Many who wait for the feed hold nothing while they wait, and are answered at once."""

import asyncio
import json
import threading
import time

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from roadmaps import elements, workflow
from tests.api.live.conftest import cookie, until
from tests.roles import owner
from tests.threads import in_a_loop

pytestmark = pytest.mark.django_db(transaction=True)
WAITERS = 60


class Reader:
    """Asks the feed over a line of its own."""

    def __init__(self, server, session=""):
        self.server, self.session = server, session

    async def ask(self, **query):
        self.line = await asyncio.open_connection(*self.server.host.split(":"))
        said = "&".join(f"{name}={value}" for name, value in query.items())
        head = f"GET /api/v1/changes?{said} HTTP/1.1\r\nHost: {self.server.host}\r\n"
        self.line[1].write(f"{head}Cookie: {self.session}\r\nConnection: close\r\n\r\n".encode())
        await self.line[1].drain()

    async def hear(self):
        answer = await asyncio.wait_for(self.line[0].read(), 30)
        self.line[1].close()
        head, _gap, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), answer
        return json.loads(body)


def asking(server, person, **query):
    async def once():
        reader = Reader(server, cookie_of[0])
        await reader.ask(**query)
        return await reader.hear()

    cookie_of = [cookie(person)]
    return in_a_loop(once())


def held():
    """Threads of this process, and connections to the database that do something or are held."""
    with owner() as cursor:  # who alone is told what others do
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state LIKE 'idle in transaction%'"
        )
        return threading.active_count(), cursor.fetchone()[0]


def test_many_wait_without_a_thread_and_are_answered_at_once(server, editor, steward, roadmap):
    place = asking(server, editor, after="now")["next"]
    readers = [Reader(server, session) for session in [cookie(editor)] * WAITERS]
    threads = threading.active_count()

    async def wait():
        for reader in readers:
            await reader.ask(after=place, wait=20)
        for _look in range(12):  # until all of them have asked, and only wait
            await asyncio.sleep(1)
            seen = await asyncio.to_thread(held)
            if seen[0] - threads < 12 and not seen[1]:
                break
        began = time.monotonic()
        await asyncio.to_thread(add, steward, roadmap)
        answers = [await reader.hear() for reader in readers]
        return seen, answers, time.monotonic() - began

    (more, transactions), answers, took = in_a_loop(wait())
    assert more - threads < 12
    assert transactions == 0
    assert {len(answer["items"]) for answer in answers} == {1}
    assert took < 6


def add(actor, roadmap, **fields):
    elements.add(actor, roadmap, "challenge", title="New", **fields)
    connection.close()


def test_a_lost_notice_costs_a_moment(server, editor, steward, roadmap, monkeypatch):
    place = asking(server, editor, after="now")["next"]
    monkeypatch.setattr("changes.bus._bus.hand_out", lambda notice: None)
    began = time.monotonic()
    timer = threading.Timer(0.7, add, (steward, roadmap))
    timer.start()
    assert len(asking(server, editor, after=place, wait=20)["items"]) == 1
    assert time.monotonic() - began < 7
    timer.join()


def test_what_an_older_transaction_holds_back_is_told_when_it_has_ended(
    server, editor, steward, roadmap, registrar
):
    place = asking(server, editor, after="now")["next"]
    done = []
    waiter = threading.Thread(
        target=lambda: done.append(asking(server, editor, after=place, wait=20))
    )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        waiter.start()
        writer = threading.Thread(target=add, args=(steward, roadmap))
        writer.start()
        writer.join(10)
        time.sleep(1)
        assert done == []
    waiter.join(10)
    assert len(done[0]["items"]) == 1


def test_SR_30_who_signs_out_while_waiting_is_told_nothing_more(server, editor, steward, roadmap):
    place = asking(server, editor, after="now")["next"]
    session = cookie(editor)

    async def wait():
        reader = Reader(server, session)
        await reader.ask(after=place, wait=3)
        await asyncio.sleep(1)
        await asyncio.to_thread(sign_everybody_out)
        await asyncio.to_thread(add, steward, roadmap)
        return await reader.hear()

    assert in_a_loop(wait())["items"] == []


def sign_everybody_out():
    Session.objects.all().delete()
    connection.close()


def test_who_goes_away_while_waiting_leaves_nothing_behind(server, editor, roadmap):
    place = asking(server, editor, after="now")["next"]
    session = cookie(editor)

    async def leave():
        reader = Reader(server, session)
        await reader.ask(after=place, wait=20)
        await asyncio.sleep(0.5)
        assert server.listeners() == 1
        reader.line[1].close()

    in_a_loop(leave())
    until(lambda: server.listeners() == 0)


def test_one_waits_no_longer_than_one_said(server, editor, steward, roadmap):
    place = asking(server, editor, after="now")["next"]
    began = time.monotonic()
    assert asking(server, editor, after=place, wait=1) == {"items": [], "next": place}
    assert 0.9 < time.monotonic() - began < 2.5


def test_who_waits_for_what_is_hidden_hears_nothing(server, editor, steward, roadmap):
    place = asking(server, editor, after="now")["next"]
    add(steward, roadmap, visibility="internal")
    answer = asking(server, editor, after=place, wait=1)
    assert answer["items"] == []
    assert answer["next"] != place


def test_the_public_waits_for_editions(server, approver, roadmap):
    async def wait():
        reader = Reader(server)
        await reader.ask(wait=20)
        await asyncio.sleep(1)
        await asyncio.to_thread(publish, approver, roadmap)
        return await reader.hear()

    began = time.monotonic()
    (item,) = in_a_loop(wait())["items"]
    assert (item["verb"], item["edition"]) == ("published", "1.0")
    assert time.monotonic() - began < 8


def publish(actor, roadmap):
    workflow.adopt(actor, [roadmap], label="1", note="First.")
    connection.close()

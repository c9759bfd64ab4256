"""Who waits for the feed counts once, and nobody fills the room where people wait."""

import asyncio
from contextlib import ExitStack

import pytest

from api import waiting
from tests.api.live.conftest import cookie
from tests.api.live.test_waiting import Reader, asking
from tests.threads import in_a_loop

pytestmark = pytest.mark.django_db(transaction=True)


def scope(peer="203.0.113.7", **headers):
    said = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return {"path": waiting.ADDRESS, "client": (peer, 1), "headers": said}


def test_SR_46_one_caller_has_so_many_seats_and_others_find_some(monkeypatch):
    monkeypatch.setattr(waiting, "MOST_OF_ONE", 3)
    room = waiting.Room()
    with ExitStack() as seats:
        crowds = [seats.enter_context(room.seat(scope())) for _try in range(5)]
        assert crowds == ["", "", "", "caller", "caller"]
        assert seats.enter_context(room.seat(scope("203.0.113.8"))) == ""
        assert seats.enter_context(room.seat(scope(Authorization="Bearer rumbo_x"))) == ""
    assert not room.seats
    with room.seat(scope()) as crowd:
        assert crowd == ""


def test_SR_46_a_process_has_so_many_seats_for_everybody(monkeypatch):
    monkeypatch.setattr(waiting, "MOST_WAITING", 2)
    room = waiting.Room()
    with ExitStack() as seats:
        crowds = [seats.enter_context(room.seat(scope(f"192.0.2.{each}"))) for each in range(3)]
    assert crowds == ["", "", "process"]


def ask(server, session, **query):
    """The first line of an answer, and its headers."""

    async def once():
        reader = Reader(server, session)
        await reader.ask(**query)
        answer = await asyncio.wait_for(reader.line[0].read(), 30)
        reader.line[1].close()
        return answer.partition(b"\r\n\r\n")[0].decode().lower()

    return in_a_loop(once())


def test_SR_46_where_too_many_wait_the_next_one_is_told_to_come_back(server, editor, monkeypatch):
    monkeypatch.setattr(waiting, "MOST_OF_ONE", 0)
    told = ask(server, cookie(editor), wait=10)
    assert told.startswith("http/1.1 429")
    assert "retry-after: 5" in told
    monkeypatch.setattr(waiting, "MOST_OF_ONE", 1)
    monkeypatch.setattr(waiting, "MOST_WAITING", 0)
    assert ask(server, cookie(editor), wait=10).startswith("http/1.1 503")


def test_SR_46_whoever_waits_counts_once_however_often_one_looks(
    server, editor, roadmap, monkeypatch, settings
):
    monkeypatch.setattr(waiting, "BY_ITSELF", 0.2)
    settings.BUDGETS = settings.BUDGETS | {"session": "1 per minute", "person": "2 per minute"}
    place = asking(server, editor, after="now")["next"]  # in a session of its own
    session = cookie(editor)
    statuses = [ask(server, session, after=place, wait=2).split()[1] for _try in range(2)]
    assert statuses == ["200", "429"]

"""Counting tries, also many at once and while Redis is away."""

import shutil
import threading

import pytest

from accounts import limits
from tests.changes.test_bus import Redis

LIMIT = "10 per 15 minute"


@pytest.fixture(autouse=True)
def _counted_anew(settings):
    limits._limiters.cache_clear()
    yield
    limits._limiters.cache_clear()


def together(number, work):
    """What comes out where as many threads as that do the same at the same moment."""
    barrier, results = threading.Barrier(number), []

    def wait_and_work():
        barrier.wait(10)
        results.append(work())

    threads = [threading.Thread(target=wait_and_work) for _number in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_what_is_left_is_told_and_then_nothing():
    told = [limits.count("2 per minute", "log-in", "ana") for _try in range(3)]
    assert [(each.is_allowed, each.left) for each in told] == [(True, 1), (True, 0), (False, 0)]
    assert all(each.most == 2 and 1 <= each.seconds <= 60 for each in told)


def test_everybody_is_counted_alone():
    assert limits.count("1 per minute", "ana").is_allowed
    assert limits.count("1 per minute", "eva").is_allowed
    assert not limits.count("1 per minute", "ana").is_allowed


def test_what_succeeded_is_given_back():
    for _time in range(5):
        assert limits.count("2 per minute", "ana").is_allowed
        limits.give_back("2 per minute", "ana")
    told = [limits.count("2 per minute", "ana").is_allowed for _time in range(3)]
    assert told == [True, True, False]


def test_SR_27_of_96_tries_at_once_ten_are_allowed():
    told = together(96, lambda: limits.count(LIMIT, "ana"))
    assert sum(each.is_allowed for each in told) == 10


def test_while_redis_is_away_one_counts_alone_and_nobody_waits(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    told = together(96, lambda: limits.count(LIMIT, "ana"))
    assert sum(each.is_allowed for each in told) == 10
    limits.give_back(LIMIT, "ana")
    assert not limits.count(LIMIT, "ana").is_allowed


def test_what_was_counted_is_forgotten_when_its_time_is_over(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])
    store = limits.Memory()
    assert [store.incr("ana", 60) for _try in range(3)] == [1, 2, 3]
    assert (store.get("ana"), store.get_expiry("ana")) == (3, 1060.0)
    now[0] += 60
    assert (store.get("ana"), store.incr("eva", 60), store.counts.keys()) == (0, 1, {"eva"})
    assert store.incr("ana", 60) == 1


@pytest.fixture
def running():
    if not shutil.which("redis-server"):
        pytest.skip("No Redis is installed on this machine.")
    redis = Redis()
    yield redis
    redis.kill()


def test_SR_27_processes_count_together_on_redis(running, settings):
    settings.REDIS_URL = running.url
    told = together(40, lambda: limits.count(LIMIT, "ana"))
    assert sum(each.is_allowed for each in told) == 10
    limits._limiters.cache_clear()  # as another process, which has counted nothing itself
    assert not limits.count(LIMIT, "ana").is_allowed
    running.kill()
    assert limits.count(LIMIT, "ana").is_allowed

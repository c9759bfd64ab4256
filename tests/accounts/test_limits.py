"""Counting tries, also many at once and while Redis is away."""

import threading

import pytest

from accounts import limits

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


def test_everybody_is_counted_alone_and_anew_after_a_success():
    assert limits.count("1 per minute", "ana").is_allowed
    assert limits.count("1 per minute", "eva").is_allowed
    assert not limits.count("1 per minute", "ana").is_allowed
    limits.forget("1 per minute", "ana")
    assert limits.count("1 per minute", "ana").is_allowed


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
    limits.forget(LIMIT, "ana")
    assert limits.count(LIMIT, "ana").is_allowed

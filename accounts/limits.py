"""How often somebody may try something: counted so that many at once never get past the limit."""

import logging
import threading
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from limits import parse as read
from limits.errors import StorageError
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

LOG = logging.getLogger(__name__)
PATIENCE = 1  # second for one word of Redis
FIRST = threading.Lock()  # of many who come first together, one opens the stores
SWEPT_EVERY = 60  # seconds
parse = cache(read)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with a limit after a try."""

    is_allowed: bool
    most: int
    left: int
    seconds: int  # until the count begins anew


def count(limit: str, *who: str) -> Standing:
    """Count a try of somebody. limit: “10 per 15 minute”. who: the name to count it under.

    Each count is one step in the store, so that of many tries at once no more than the limit are
    allowed. Several processes count together on Redis; without it each counts for itself.
    """
    for limiter in _known():
        try:
            return _counted(limiter, limit, who)
        except StorageError:
            LOG.warning("Redis is away: tries are counted in this process alone.")
    raise AssertionError("The last one counts in memory, and is always there.")


def give_back(limit: str, *who: str) -> None:
    """Take one try off the count, as after one that succeeded."""
    for limiter in _known():
        try:
            limiter.hit(parse(limit), *who, cost=-1)
            return
        except StorageError:
            LOG.warning("Redis is away: the try still counts there.")


def _counted(limiter, limit, who):
    item = parse(limit)
    is_allowed = limiter.hit(item, *who)
    window = limiter.get_window_stats(item, *who)
    seconds = max(1, round(window.reset_time - time.time()))
    return Standing(is_allowed, item.amount, window.remaining, seconds)


def _known() -> list[FixedWindowRateLimiter]:
    with FIRST:
        return _limiters()


class Memory(Storage):
    """Counts in this process. The store that comes with `limits` starts a thread for each try."""

    STORAGE_SCHEME = None
    base_exceptions = ()

    def __init__(self):
        super().__init__()
        self.guard = threading.Lock()
        self.counts: dict[str, tuple[int, float]] = {}  # how many, until when
        self.sweep_at = 0.0

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.time()
        with self.guard:
            if now >= self.sweep_at:
                self.counts = {name: each for name, each in self.counts.items() if each[1] > now}
                self.sweep_at = now + SWEPT_EVERY
            count, end = self.counts.get(key, (0, 0.0))
            if end <= now:
                count, end = 0, now + expiry
            self.counts[key] = count + amount, end
        return count + amount

    def get(self, key: str) -> int:
        count, end = self.counts.get(key, (0, 0.0))
        return count if end > time.time() else 0

    def get_expiry(self, key: str) -> float:
        return self.counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        return True

    def reset(self) -> None:
        with self.guard:
            self.counts.clear()

    def clear(self, key: str) -> None:
        with self.guard:
            self.counts.pop(key, None)


@cache
def _limiters() -> list[FixedWindowRateLimiter]:
    """Where tries are counted: on Redis, and in this process where there is none or it is away."""
    stores: list[Any] = [Memory()]
    if settings.REDIS_URL:
        options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        stores.insert(0, storage_from_string(settings.REDIS_URL, wrap_exceptions=True, **options))
    return [FixedWindowRateLimiter(store) for store in stores]

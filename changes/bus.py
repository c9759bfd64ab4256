"""What was committed is told at once to whoever waits for it, in this process and in others.

The rows are the truth. A notice only says that there is something to read, so one that is lost,
because Redis is away or a process dies, costs a moment and nothing else.
"""

import json
import logging
import os
import queue
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import contextmanager

import redis
from django.conf import settings
from django.db import transaction

LOG = logging.getLogger(__name__)
CHANNEL = "rumbo"
LINGER = 0.002  # seconds in which commits that come together are told together
PATIENCE = 1.0  # seconds that Redis may take, and for which it is left alone when it fails

Notice = dict[str, object]


class Bus:
    """Carries notices to those who listen: here by a call, elsewhere by way of Redis."""

    def __init__(self):
        self.process = uuid.uuid4().hex
        self.listeners: set[Callable[[Notice], None]] = set()
        self.waiting: queue.SimpleQueue[tuple[str, int] | Notice] = queue.SimpleQueue()
        self.started_in = 0
        self.lock = threading.Lock()
        self.resting_until = 0.0

    def announce(self, ledger: str, revision: int) -> None:
        """Tell, once this transaction has been committed, how far a ledger has come."""
        transaction.on_commit(lambda: self._put((ledger, revision)), robust=True)

    def publish(self, notice: Notice) -> None:
        """Tell everybody something that is in no row: who is here."""
        self._put(notice)

    @contextmanager
    def heard_by(self, listener: Callable[[Notice], None]):
        """Have a listener called with each notice, from a thread of the bus."""
        self._start()
        self.listeners.add(listener)
        try:
            yield
        finally:
            self.listeners.discard(listener)

    def _put(self, item):
        self._start()
        self.waiting.put(item)

    def _start(self):
        with self.lock:
            if self.started_in == os.getpid():
                return
            self.started_in = os.getpid()
            targets = [self._send, self._receive] if settings.REDIS_URL else [self._send]
            for target in targets:
                threading.Thread(target=target, name=f"bus{target.__name__}", daemon=True).start()

    def _send(self):
        client = _client() if settings.REDIS_URL else None
        while True:
            notices = _together(self.waiting)
            for notice in notices:
                self._hand_out(notice)
                if client is not None:
                    self._send_on(client, notice)

    def _send_on(self, client, notice):
        if time.monotonic() < self.resting_until:
            return
        try:
            client.publish(CHANNEL, json.dumps({"process": self.process, **notice}))
        except redis.RedisError:
            self.resting_until = time.monotonic() + PATIENCE
            LOG.warning("Redis is away; other processes will find the changes by themselves.")

    def _receive(self):
        while True:
            try:
                with _client().pubsub(ignore_subscribe_messages=True) as channel:
                    channel.subscribe(CHANNEL)
                    while True:
                        if message := channel.get_message(timeout=PATIENCE):
                            self._take_in(message["data"])
            except redis.RedisError:
                time.sleep(PATIENCE)

    def _take_in(self, data):
        try:
            notice = json.loads(data)
        except ValueError:
            return
        if isinstance(notice, dict) and notice.pop("process", "") != self.process:
            self._hand_out(notice)

    def _hand_out(self, notice):
        for listener in list(self.listeners):
            try:
                listener(notice)
            except Exception:
                LOG.exception("Somebody who listens could not take a notice.")


def _client():
    limits = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    return redis.Redis.from_url(settings.REDIS_URL, **limits)


def _together(waiting) -> list[Notice]:
    """What waits, as few notices as will do: of each ledger only how far it has come."""
    items = [waiting.get()]
    time.sleep(LINGER)
    while True:
        try:
            items.append(waiting.get_nowait())
        except queue.Empty:
            break
    heads: dict[str, int] = {}
    notices: list[Notice] = []
    for item in items:
        if isinstance(item, dict):
            notices.append(item)
        else:
            heads[item[0]] = max(item[1], heads.get(item[0], 0))
    if heads:
        notices.append({"heads": heads})
    return notices


BUS = Bus()

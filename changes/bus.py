"""What was committed is told to every process that listens: one notice for each transaction.

A notice is only a nudge: the rows are the truth. One that is lost costs whoever waits for it a
moment, because each of them also looks by itself from time to time. Within one process notices go
from hand to hand; between several they go over Redis, where `REDIS_URL` names one.
"""

import asyncio
import json
import logging
import os
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import transaction

from changes.wire import Wire

LOG = logging.getLogger(__name__)
Notice = dict[str, Any]


class Heads:
    """The ledgers on which one transaction wrote, each with its last number."""

    def __init__(self, known: dict[str, int]):
        self.known = known

    def __call__(self):
        publish({"heads": self.known})


def announce(ledger: str, revision: int) -> None:
    """Tell everybody that a ledger has a new line, once it is committed, together with the rest."""
    waiting = transaction.get_connection().run_on_commit
    # What a savepoint takes back it also takes from this list, and the next line begins anew.
    heads = next((each for _sids, each, _robust in waiting if isinstance(each, Heads)), None)
    if heads is not None:
        heads.known[ledger] = revision
    else:
        transaction.on_commit(Heads({ledger: revision}), robust=True)


@dataclass(frozen=True)
class Listener:
    """Somebody in an event loop who wants to hear every notice."""

    loop: asyncio.AbstractEventLoop
    hear: Callable[[Notice], None]


class Bus:
    """All who listen in this process, and the way to the other processes, if there is one."""

    def __init__(self):
        self.name = uuid.uuid4().hex
        self.listeners: set[Listener] = set()
        self.guard = threading.Lock()

    @cached_property
    def wire(self) -> Wire | None:
        return Wire(settings.REDIS_URL, self.receive) if settings.REDIS_URL else None

    def publish(self, notice: Notice) -> None:
        self.hand_out(notice)
        with self.guard:
            wire = self.wire
        if wire:
            wire.send(json.dumps({**notice, "from": self.name}))

    def subscribe(self, hear: Callable[[Notice], None]) -> Listener:
        listener = Listener(asyncio.get_running_loop(), hear)
        with self.guard:
            self.listeners.add(listener)
            wire = self.wire
        if wire:
            wire.listen()
        return listener

    def unsubscribe(self, listener: Listener) -> None:
        with self.guard:
            self.listeners.discard(listener)

    def receive(self, text: str) -> None:
        """Something came from Redis; what is not ours to read is passed over."""
        try:
            notice = json.loads(text)
        except (ValueError, RecursionError):
            LOG.warning("A notice could not be read.")
            return
        if isinstance(notice, dict) and notice.pop("from", self.name) != self.name:
            self.hand_out(notice)

    def hand_out(self, notice: Notice) -> None:
        with self.guard:
            listeners = list(self.listeners)
        for listener in listeners:
            try:
                listener.loop.call_soon_threadsafe(listener.hear, notice)
            except RuntimeError:  # its loop has ended without a word
                self.unsubscribe(listener)


def publish(notice: Notice) -> None:
    """Tell everybody in every process; the one who tells it never waits."""
    _bus.publish(notice)


def subscribe(hear: Callable[[Notice], None]) -> Listener:
    """Hear every notice from now on, in the event loop that is running."""
    return _bus.subscribe(hear)


def unsubscribe(listener: Listener) -> None:
    """Hear nothing more."""
    _bus.unsubscribe(listener)


def _begin_again():
    # A forked child has none of the threads and must not speak with the voice of its parent.
    global _bus
    _bus = Bus()


_bus = Bus()
os.register_at_fork(after_in_child=_begin_again)

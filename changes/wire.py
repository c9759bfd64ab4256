"""The line between several processes: Redis, which carries what is said and keeps nothing.

Two threads of their own speak and listen, so nobody else ever waits for Redis. While it is away
they try again; what was not carried meanwhile is found in the rows.
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterator

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

LOG = logging.getLogger(__name__)
CHANNEL = "rumbo"
PAUSES = (0.1, 0.2, 0.5, 1, 2, 3)  # seconds between tries; the last one is repeated
MOST_WAITING = 1000  # notices, while Redis is away; what comes then is dropped
PATIENCE = 2  # seconds for one word of Redis
SILENCE = 10  # seconds without a word, after which one asks whether Redis is still there


class Wire:
    """One process's end of the line."""

    def __init__(self, url: str, hear: Callable[[str], None]):
        self.client = redis.Redis.from_url(
            url,
            decode_responses=True,
            socket_connect_timeout=PATIENCE,
            socket_timeout=PATIENCE,
            health_check_interval=SILENCE,
            retry=Retry(NoBackoff(), 0),  # we have our own way to try again
        )
        self.hear = hear
        self.waiting: queue.Queue[str] = queue.Queue(MOST_WAITING)
        self.guard = threading.Lock()
        self.running: set[str] = set()
        self.is_over = threading.Event()
        self.was_heard = False

    def send(self, text: str) -> None:
        self._run("speak", self._speak)
        try:
            self.waiting.put_nowait(text)
        except queue.Full:
            LOG.warning("Redis is away: a notice was dropped.")

    def listen(self) -> None:
        self._run("listen", self._listen)

    def _run(self, name, work):
        with self.guard:
            if name not in self.running:
                self.running.add(name)
                threading.Thread(target=work, name=f"bus-{name}", daemon=True).start()

    def close(self) -> None:
        """Say and hear nothing more."""
        self.is_over.set()
        self.send("")  # wakes the one who speaks

    def _speak(self):
        while text := self.waiting.get():
            for pause in _pauses():
                try:
                    self.client.publish(CHANNEL, text)
                    break
                except redis.RedisError as error:
                    LOG.warning("A notice cannot be sent: %s", error)
                if self.is_over.wait(pause):
                    return

    def _listen(self):
        pauses = _pauses()
        while not self.is_over.is_set():
            try:
                self._hear_all()
            except redis.RedisError as error:
                LOG.warning("Notices cannot be heard: %s", error)
            if self.was_heard:  # after a good time on the line one is back at once
                self.was_heard, pauses = False, _pauses()
            self.is_over.wait(next(pauses))

    def _hear_all(self):
        with self.client.pubsub(ignore_subscribe_messages=True) as line:
            line.subscribe(CHANNEL)
            while not self.is_over.is_set():
                message = line.get_message(timeout=1)
                self.was_heard = True
                if message is not None:
                    self.hear(message["data"])


def _pauses() -> Iterator[float]:
    yield from PAUSES
    while True:
        yield PAUSES[-1]

"""Several people at once: each in a thread with a connection of its own."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from tests.roles import owner

PATIENCE = 20  # seconds, after which somebody waits for ever


class Crowd:
    """People who have begun; each is waited for, and what came of it is told."""

    def __init__(self, actions):
        self._outcomes = [None] * len(actions)
        self._begin = threading.Barrier(len(actions))
        self.threads = [
            threading.Thread(target=self._act, args=[number, action], daemon=True)
            for number, action in enumerate(actions)
        ]
        for thread in self.threads:
            thread.start()

    def _act(self, number, action):
        try:
            self._begin.wait(PATIENCE)
            self._outcomes[number] = action()
        except Exception as error:
            self._outcomes[number] = error
        finally:
            connection.close()

    def outcomes(self):
        """What each action gave, or the exception in which it ended."""
        until = time.monotonic() + PATIENCE
        for thread in self.threads:
            thread.join(max(0, until - time.monotonic()))
            assert not thread.is_alive(), "somebody waits for ever"
        return self._outcomes


def in_a_loop(coroutine):
    """Run something in a loop and a thread of its own: a browser keeps a loop in ours."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def at_once(*actions):
    """Let several people begin at the same moment."""
    return Crowd(actions)


def waiting(number):
    """Wait until so many others wait for a lock."""
    asked = """SELECT count(*) FROM pg_stat_activity
               WHERE wait_event_type = 'Lock' AND datname = current_database()"""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with owner() as cursor:  # who alone is told what others wait for
            # Within a transaction one is told for ever what was found at the first look.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(asked)
            if cursor.fetchone()[0] >= number:
                return
        time.sleep(0.02)
    raise AssertionError("Nobody waits.")

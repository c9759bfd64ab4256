"""A real server on the database of the benchmark, and a client that keeps its connection."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

from tests import roles


@contextmanager
def running(folder, application="config.asgi:application"):
    """uvicorn in a process of its own, ended by its number. Gives a client."""
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", application, "--port", str(port)]
    options = ["--log-level", "error", "--lifespan", "off", "--ws", "websockets-sansio"]
    process = subprocess.Popen([*command, *options], env=environment(folder))
    try:
        client = _answering(port)
        client.pid = process.pid
        yield client
    finally:
        process.terminate()
        process.wait(20)


def environment(folder="") -> dict[str, str]:
    """What a process needs to work on the database of the benchmark."""
    return roles.environment(
        DJANGO_SETTINGS_MODULE="tests.benchmarks.settings",
        RUMBO_BENCH_FILES=str(folder) or os.environ["RUMBO_BENCH_FILES"],
    )


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answering(port):
    for _try in range(100):
        try:
            client = Client(port)
            client.get("/health")
        except OSError:
            time.sleep(0.2)
        else:
            return client
    raise SystemExit("The server of the benchmark does not answer.")


class Client:
    """One connection that is kept."""

    def __init__(self, port):
        self.port, self.pid = port, 0
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def get(self, path, **headers):
        self.connection.request("GET", path, headers=headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.status not in (200, 304):
            raise SystemExit(f"{path} answered {response.status}.")
        return content

"""A real server on a port of its own, and pages that open sockets to it."""

import json
import socket
import threading
import time
from contextlib import ExitStack

import pytest
import uvicorn
from django.conf import settings
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from api.live import hall
from changes import bus
from config.asgi import application

SOON = 5  # seconds within which everything has to happen


class Server:
    """The product on a free port, in a thread of its own."""

    def __init__(self):
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self.listening.getsockname()[1]}"
        self.origin = f"http://{self.host}"
        config = uvicorn.Config(
            application, ws="websockets-sansio", lifespan="off", log_level="error"
        )
        self.uvicorn = uvicorn.Server(config)
        sockets = [self.listening]
        self.thread = threading.Thread(target=self.uvicorn.run, kwargs={"sockets": sockets})

    def __enter__(self):
        self.thread.start()
        until(lambda: self.uvicorn.started)
        return self

    def __exit__(self, *_error):
        self.uvicorn.should_exit = True
        self.thread.join(20)
        self.listening.close()

    def listeners(self):
        """How many listen to the bus."""
        return len(bus._bus.listeners)


class Page:
    """A socket as a browser has it."""

    def __init__(self, line):
        self.line = line
        self.heard = []

    def hear(self, timeout=SOON):
        self.heard.append(self.line.recv(timeout=timeout))
        return json.loads(self.heard[-1])

    def hear_of(self, kind, timeout=SOON):
        """The next message of this kind; others before it are passed over."""
        end = time.monotonic() + timeout
        while True:
            message = self.hear(max(0.01, end - time.monotonic()))
            if message["type"] == kind:
                return message

    def hears_nothing_of(self, kind, timeout=0.5):
        try:
            message = self.hear_of(kind, timeout)
        except TimeoutError:
            return True
        raise AssertionError(f"It heard {message}.")

    def say(self, **message):
        self.line.send(json.dumps(message))

    def is_closed_with(self, timeout=SOON):
        """The code with which the other side ends it."""
        end = time.monotonic() + timeout
        try:
            while True:
                self.hear(max(0.01, end - time.monotonic()))
        except ConnectionClosed:
            return self.line.close_code


@pytest.fixture
def server(transactional_db, monkeypatch):
    monkeypatch.setattr(hall, "SWEEP", 1)  # what takes three seconds is looked at sooner here
    with Server() as running:
        yield running


@pytest.fixture
def knock(server):
    """Opens a socket with these headers; all are closed at the end."""
    lines = ExitStack()

    def open_line(path="/live/electromobility", origin=..., headers=(), **options):
        opening = connect(
            f"ws://{server.host}{path}",
            origin=server.origin if origin is ... else origin,
            additional_headers=list(headers),
            proxy=None,
            compression=None,
            **options,
        )
        return Page(lines.enter_context(opening))

    with lines:
        yield open_line


@pytest.fixture
def open_page(knock):
    """Opens a socket as somebody who has signed in."""

    def open_as(person, *args, **options):
        return knock(*args, headers=[("Cookie", cookie(person))], **options)

    return open_as


def cookie(person):
    browser = Client()
    browser.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={browser.cookies[name].value}"


def until(is_so, timeout=SOON):
    end = time.monotonic() + timeout
    while not is_so():
        assert time.monotonic() < end, "It does not happen."
        time.sleep(0.02)

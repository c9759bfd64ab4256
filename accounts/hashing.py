"""To hash a password takes long and much memory, on purpose: only so many are hashed at once."""

import threading
from contextlib import contextmanager

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables

AT_ONCE = 2  # in one process, with 100 MB for each
PATIENCE = 5  # seconds
PLACES = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def place():
    """A place in which to hash one password; where none comes free, the page that says so.

    Whoever waits holds no connection to the database, which others need meanwhile.
    """
    if not connection.in_atomic_block:
        connection.close()
    if not PLACES.acquire(timeout=PATIENCE):
        raise ImmediateHttpResponse(_come_back())
    try:
        yield
    finally:
        PLACES.release()


@sensitive_variables("password")
def hashed(password: str) -> str:
    """What is kept of a password."""
    with place():
        return make_password(password)


def _come_back():
    page = {"seconds": PATIENCE, "is_ours": True, "is_error": True}
    response = render(context.request, "later.html", page, status=503)
    response.headers["Retry-After"] = str(PATIENCE)
    return response

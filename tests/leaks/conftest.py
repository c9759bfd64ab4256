"""One scene for all walks: it is built once, is really there, and is cleared away at the end."""

import pytest
from django.core.management import call_command

from tests.leaks import scene as scenes


@pytest.fixture(autouse=True)
def _django_db_marker():
    """The mark of these tests only says that there has to be a database; the scene opens it."""


@pytest.fixture(scope="package")
def scene(django_db_setup, django_db_blocker):
    # The feed tells only what is committed, and sockets ask the database by lines of their own.
    with django_db_blocker.unblock():
        try:
            yield scenes.build()
        finally:
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)

"""One scene for all walks: it is built once, and taken back at the end."""

import pytest
from django.db import transaction

from tests.leaks import scene as scenes


@pytest.fixture(autouse=True)
def _django_db_marker():
    """The mark of these tests only says that there has to be a database; the scene opens it."""


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield scenes.build()
        transaction.set_rollback(True)

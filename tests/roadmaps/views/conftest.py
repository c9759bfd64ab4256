"""What the tests of all pages share."""

import pytest

from roadmaps.views.cards import HEADS
from roadmaps.views.shelf import DOCUMENTS


@pytest.fixture(autouse=True)
def empty_shelves():
    """Each test reads editions for the first time, so that it counts every query."""
    DOCUMENTS.clear()
    HEADS.clear()


@pytest.fixture
def text(client):
    """The text of a page, which must be there."""

    def read(address):
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    return read

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


@pytest.fixture
def asked(asked_round):
    asked_round.open().invite()
    return asked_round


@pytest.fixture
def page(client):
    def read(person, address, status=200):
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return answer.content.decode()

    return read


@pytest.fixture
def send(client):
    def post(person, address, **said):
        client.force_login(person)
        return client.post(address, said)

    return post

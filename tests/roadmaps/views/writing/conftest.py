"""Somebody at a form, with a browser that runs no scripts."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from changes.models import Change
from tests.roadmaps.views.writing.forms import Form

MAP = "/roadmaps/electromobility"


@dataclass
class Desk:
    """A person's browser, open at a map."""

    client: Client
    map: str = MAP

    def get(self, address, **headers) -> Any:
        return self.client.get(self.map + address, **headers)

    def open(self, address) -> Form:
        """The form at this address of the map, which must be there."""
        answer = self.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        form = Form(answer.content.decode())
        assert form.html, address
        return form

    def send(self, form: Form, **typed) -> Any:
        """What is answered when this form is sent with something else typed into it."""
        is_spanish = self.map.startswith("/es/")
        action = f"/es{form.action}" if is_spanish else form.action
        return self.client.post(action.replace("/es/es/", "/es/"), form.filled(**typed))

    def push(self, address, **data) -> Any:
        """What is answered to a button."""
        return self.client.post(self.map + address, data)

    def follow(self, answer) -> str:
        """The page to which one is led after something was saved."""
        assert answer.status_code == 303, Form(answer.content.decode()).errors
        page = self.client.get(answer.headers["Location"])
        assert page.status_code == 200
        return page.content.decode()


def form_of(answer, status) -> Form:
    """The form that comes back with something to mend."""
    form = Form(answer.content.decode())
    assert answer.status_code == status, form.errors
    return form


@pytest.fixture
def at_desk():
    """Sits somebody down at a map."""

    def sit_down(person, language="", **habits):
        client = Client(**habits)
        client.force_login(person)
        return Desk(client, f"/{language}{MAP}" if language else MAP)

    return sit_down


@pytest.fixture
def desk(at_desk, editor):
    return at_desk(editor)


@pytest.fixture
def written(roadmap):
    """How many lines the log of the map has."""
    return lambda: Change.objects.within(roadmap).count()

"""Short ways to ask the API."""

import json

import pytest

ROOT = "/api/v1"


@pytest.fixture
def get(client):
    """Asks an address of the API; headers by name, as Django's client takes them."""

    signed_in = []

    def ask(address, as_=None, **headers):
        if as_ is not None and signed_in != [as_]:
            client.force_login(as_)
            signed_in[:] = [as_]
        return client.get(f"{ROOT}{address}", headers=headers)

    return ask


@pytest.fixture
def items(get):
    """The things of a list."""

    def ask(address, as_=None):
        response = get(address, as_)
        assert response.status_code == 200, response.content
        return json.loads(response.content)["items"]

    return ask


@pytest.fixture
def refused(get):
    """The problem with which an address answers, and that it is told as one."""

    def ask(address, status, **headers):
        return told(get(address, **headers), status)

    return ask


def told(response, status):
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert set(problem) == {"type", "title", "status", "detail", "errors", "request_id"}
    assert problem["status"] == status
    assert problem["request_id"] == response.headers["X-Request-ID"]
    return problem

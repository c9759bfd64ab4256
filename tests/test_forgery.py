"""A page of somebody else cannot make a browser write for the person who sits before it."""

import pytest
from django.test import Client

from accounts import keys
from accounts.models import Key
from changes.models import Change
from tests.addresses import everywhere

WRITING = ("POST", "PUT", "PATCH", "DELETE")
WITHOUT_A_PERSON = ("csp-reports", "api/v1/nowhere")  # nothing is done there in anybody's name


@pytest.fixture
def victim(editor, settings):
    """The browser of somebody who has signed in, with a key and a session that could be ended."""
    settings.BUDGETS = dict.fromkeys(settings.BUDGETS, "1000000 per minute")
    keys.make(editor, "Mine", ["read"])
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(editor)
    return client


def test_SR_35_no_route_writes_by_a_cookie_alone(published, victim):
    lines, refused = Change.objects.count(), 0
    session = victim.cookies["sessionid"].value
    for route, address in everywhere():
        for method in route.methods & {*WRITING} or WRITING:
            response = victim.generic(method, address, b"title=Forged", "text/plain")
            wanted = (204, 404, 405, 415) if route.route in WITHOUT_A_PERSON else (403, 405)
            assert response.status_code in wanted, (method, address, response.status_code)
            refused += response.status_code == 403
    assert refused > 90
    assert Change.objects.count() == lines
    assert Key.objects.get().is_valid
    assert victim.get("/account/keys").status_code == 200
    assert victim.cookies["sessionid"].value == session


def test_SR_35_to_look_changes_nothing(published, victim):
    lines = Change.objects.count()
    for _route, address in everywhere():
        for method in ("GET", "HEAD", "OPTIONS"):
            victim.generic(method, address)
    assert Change.objects.count() == lines
    assert victim.get("/account/keys").status_code == 200

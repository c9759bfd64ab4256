"""A key that ended opens nothing, and is told so as one that somebody made up."""

import pytest

from tests.leaks import doors
from tests.leaks.said import said
from tests.leaks.walk import along, knock

pytestmark = pytest.mark.django_db
SHUT = (400, 401, 405)  # not understood, not known, not a way: nobody has been asked anything
METHODS = ("get", "post", "patch", "delete")
MADE_UP = {"Authorization": f"Bearer rumbo_{'x' * 43}"}


def api(scene):
    """Every address of the API behind which anything stands."""
    for route, addresses in zip(doors.routes(), along(scene), strict=True):
        if route.is_api and route.template not in doors.FOR_READERS:
            yield addresses


@pytest.mark.parametrize("name", ["expired", "revoked"])
def test_SR_28_a_key_that_ended_opens_no_door_of_the_api(scene, name):
    client, told = scene.client(name), []
    for addresses in api(scene):
        for address in addresses:
            answer = knock(client, "get", address, scene.bearer(name))
            if answer.status not in SHUT:
                told.append(f"{address}: {answer.status}")
            told += [word for each in answer.said for word in scene.words.heard(each)]
    assert told == []


@pytest.mark.parametrize("name", ["expired", "revoked"])
def test_SR_28_a_key_that_ended_is_answered_in_every_way_as_one_that_never_was(scene, name):
    client, told = scene.client(name), []
    for addresses in api(scene):
        for method in METHODS:
            there = knock(client, method, addresses[0], scene.bearer(name))
            nothing = knock(client, method, addresses[0], MADE_UP)
            if there.status not in SHUT or said(there) != said(nothing):
                told.append(f"{method} {addresses[0]}: {there.status}, {nothing.status}")
    assert told == []

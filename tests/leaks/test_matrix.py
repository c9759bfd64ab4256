"""Who comes through which door of a map that nobody outside knows of, written down completely."""

import pytest

from tests.leaks import doors
from tests.leaks.matrix import MATRIX
from tests.leaks.scene import CAST
from tests.leaks.walk import SHUT, knock

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "patch", "delete")
LETTERS = {
    **dict.fromkeys((200, 201, 204, 303), "y"),  # yes
    **dict.fromkeys((400, 409, 410, 412, 415, 422, 428), "w"),  # yes, but something is wrong
    **dict.fromkeys((302, 401), "s"),  # sign in first
    403: "f",  # forbidden
    404: "h",  # hidden, or missing
    SHUT: "-",
}


def rows(scene) -> dict[str, str]:
    """A row for each route and method: a letter for each of the cast."""
    clients = {name: scene.client(name) for name in CAST}
    found = {}
    for route in doors.routes():
        address = doors.addresses(scene, route, "shadow")[-1]
        for method in METHODS:
            statuses = {name: knock(clients[name], method, address).status for name in CAST}
            if set(statuses.values()) != {SHUT}:
                letters = [LETTERS.get(each, str(each)) for each in statuses.values()]
                found[f"{method.upper()} {route.template}"] = "".join(letters)
    return found


def test_SR_01_every_door_stands_in_the_matrix_and_lets_in_whom_it_says(scene):
    found = rows(scene)
    assert found.keys() - MATRIX.keys() == set(), "a door without an entry"
    assert MATRIX.keys() - found.keys() == set(), "an entry without a door"
    assert {door: found[door] for door in found if found[door] != MATRIX[door]} == {}

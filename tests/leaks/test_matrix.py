"""Who comes through which door of a map that nobody outside knows of, written down completely.

A row is a way to ask at an address; its letters stand for the cast, in their order:

    anonymous  stranger guest rival  observer commenter reviewer partner editor steward approver

    y  yes, it is told or done                   s  sign in first, or say again who you are
    w  yes, but something is wrong with it       r  sent on to another page
    f  forbidden, though one may know of it      h  hidden, exactly as if it were missing
    -  nobody goes through this door in this way

The stranger has no role, the guest is invited to the map and to an organisation and has not
answered, the rival keeps the registers and is a steward elsewhere. The partner is an editor through
an association, the commenter manages the organisation of the observer, and steward and approver
keep the registers too.
"""

from functools import partial

import pytest

from changes.models import Change
from tests.leaks import doors
from tests.leaks.cast import ALIKE, CAST
from tests.leaks.contributions_matrix import CONTRIBUTIONS
from tests.leaks.council_matrix import COUNCILS
from tests.leaks.desk_matrix import DESK
from tests.leaks.life_matrix import LIFE
from tests.leaks.matrix import MATRIX as OTHERS
from tests.leaks.proposals_matrix import PROPOSALS
from tests.leaks.texts_matrix import TEXTS
from tests.leaks.threads_matrix import THREADS
from tests.leaks.walk import SHUT, knock

pytestmark = pytest.mark.django_db
MATRIX = OTHERS | COUNCILS | LIFE | CONTRIBUTIONS | PROPOSALS | THREADS | DESK | TEXTS
METHODS = ("get", "post", "patch", "delete")
LETTERS = {
    **dict.fromkeys((200, 201, 204, 303), "y"),
    **dict.fromkeys((400, 409, 410, 412, 415, 422, 428), "w"),
    **dict.fromkeys((301, 302), "r"),
    401: "s",
    403: "f",
    404: "h",
    SHUT: "-",
}
WHO_ARE_YOU = ("/sign-in?", "/account/is-it-you")
CLOSES = '"closes_at": "2100-01-01T00:00:00Z"'
OF_A_LIFE = {
    "open-consultation": f'{{"title": "x", "brief": "x", "audience": "invited", {CLOSES}}}',
    "extend-consultation": f'{{"reason": "x", {CLOSES}}}',
    "sign": '{"decision": "cleared", "sha256": "x"}',
    "overrule": '{"reason": "x"}',
}


def rows(scene) -> dict[str, str]:
    """A row for each route and method: a letter for each of the cast."""
    clients = {name: scene.client(name) for name in CAST}
    bodies, found = sayings(scene), {}
    whole = set(doors.some(doors.routes(), False))  # at which all of the cast knock
    for route in doors.routes():
        for method, query in ways(route):
            address = doors.addresses(scene, route, "shadow")[-1] + query
            body = bodies.get(method) or bodies.get(address.rpartition("/")[2], "{}")
            ask = partial(knock, method=method, address=address, body=body)
            told = {"steward": letter(ask(clients["steward"]))}
            if told["steward"] != LETTERS[SHUT]:  # else nobody goes through
                row = f"{method.upper()} {route.template}{query}"
                known = {} if route in whole else dict(zip(CAST, MATRIX.get(row, ""), strict=False))
                told |= {name: known[name] for name in ALIKE if name in known}
                told |= {name: letter(ask(clients[name])) for name in CAST if name not in told}
                found[row] = "".join(told[name] for name in CAST)
    return found


def sayings(scene) -> dict[str, str]:
    """Bodies to which nothing is missing, so that what is answered is whether one may."""
    lines = Change.objects.of(scene.maps["shadow"]).filter(verb="edited")
    undone = f'{{"revision": {lines.latest("revision").revision}}}'
    return {"patch": '{"base": 1}', "reorder": '{"after": null}', "undo": undone} | OF_A_LIFE


def ways(route):
    """The methods, and the question for the working copy where one can read it."""
    drafts = [("get", f"?{each}") for each in doors.ways(route) if each == "draft=true"]
    return [*((method, "") for method in METHODS), *drafts]


def letter(answer) -> str:
    """What an answer means; one that is none of these stands there as its number."""
    is_asked = answer.way.startswith(WHO_ARE_YOU)
    return "s" if is_asked else LETTERS.get(answer.status, str(answer.status))


def test_SR_01_every_door_stands_in_the_matrix_and_lets_in_whom_it_says(scene):
    found = rows(scene)
    assert found.keys() - MATRIX.keys() == set(), "a door without an entry"
    assert MATRIX.keys() - found.keys() == set(), "an entry without a door"
    assert {door: found[door] for door in found if found[door] != MATRIX[door]} == {}

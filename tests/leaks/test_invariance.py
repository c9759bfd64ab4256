"""What an outsider sees is byte for byte the same, whatever happens where they may not look."""

import hashlib

import pytest

from tests.leaks import happenings
from tests.leaks.said import said
from tests.leaks.walk import FEED, SHUT, along, along_the_feed, knock

pytestmark = pytest.mark.django_db
LOOKERS = ("anonymous", "stranger")
OTHER = tuple(f"/es{each}" for each in ("/account/", "/sign-in/"))
# What says when it was asked, or draws lots: a PDF, links that are sealed anew, a passkey.
MOVING = ("/health", "/roadmaps/open/picture.pdf", "/account/", "/sign-in/", *OTHER)


def sight(scene, clients, doors) -> dict[str, str]:
    """The digest of everything that outsiders are told: statuses, headers and bodies."""
    found = {}
    for name, client in clients.items():
        for addresses in doors:
            for address in addresses:
                answer = knock(client, "get", address)
                if answer.status == SHUT:
                    break
                found[f"{name} {address}"] = told(answer)
        for number, answer in enumerate(along_the_feed(client, None)):
            found[f"{name} {FEED} {number}"] = told(answer)
    return found


def told(answer):
    return f"{answer.status} {hashlib.sha256(said(answer)).hexdigest()}"


def test_SR_04_nothing_that_outsiders_see_moves_when_something_hidden_does(scene):
    clients = {name: scene.client(name) for name in LOOKERS}
    doors = list(along(scene, thin=True))
    before, again = sight(scene, clients, doors), sight(scene, clients, doors)
    assert len(before) > 1000
    moving = {each for each in again if again[each] != before[each]}
    assert [each for each in moving if not each.split(" ")[1].startswith(MOVING)] == []
    begun = happenings.begin(scene)
    for happen in (None, happenings.change, happenings.end):
        if happen:
            happen(scene, begun)
        now = sight(scene, clients, doors)
        assert {each for each in now if now[each] != before[each]} - moving == set()

"""What an outsider sees is byte for byte the same, whatever happens where they may not look."""

import hashlib
import re

import pytest

from accounts import sessions
from tests.leaks import happenings
from tests.leaks.said import said
from tests.leaks.walk import FEED, SHUT, along, along_the_feed, knock

pytestmark = pytest.mark.django_db
LOOKERS = ("anonymous", "stranger")
# What says when it was asked, or draws lots: a PDF, links that are sealed anew, a passkey.
MOVING = re.compile(
    r"\w+ (/health|/roadmaps/open/picture\.pdf|/sign-in/password/.+|/account/email/confirm/.+"
    r"|/account/sessions|/account/data\.json|/account/second-factor/passkeys/add)"
)


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


def test_SR_04_nothing_that_outsiders_see_moves_when_something_hidden_does(scene, monkeypatch):
    # That somebody is still there is written down each minute, and comes with a new cookie.
    monkeypatch.setattr(sessions, "NOTED_EVERY", 24 * 60 * 60)
    clients = {name: scene.client(name) for name in LOOKERS}
    doors = list(along(scene, thin=True))
    before = sight(scene, clients, doors)
    assert len(before) > 700
    begun = happenings.begin(scene)
    happenings.change(scene, begun)
    for is_over in (False, True):
        if is_over:
            happenings.end(scene, begun)
        now = sight(scene, clients, doors)
        moved = {each for each in now if now[each] != before[each]}
        assert {each for each in moved if not MOVING.fullmatch(each)} == set()

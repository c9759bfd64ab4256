"""Everybody who may come to a door, and what there is of each that is not for everybody else."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from accounts import factors, keys, people, sessions
from accounts.models import Key
from roadmaps import roadmap as maps
from tests import factories
from tests.accounts import authenticator
from tests.leaks.passkeys import add_passkey

MEMBERS = ("observer", "commenter", "reviewer", "partner", "editor", "steward", "approver")
# They read what the stranger, the observer, the editor or the steward reads.
ALIKE = ("guest", "rival", "commenter", "reviewer", "partner", "approver")
OUTSIDERS = ("anonymous", "stranger", "guest", "rival")  # the guest has not answered yet
CAST = (*OUTSIDERS, *MEMBERS)
INSIDE = ("steward", "approver")  # at the ministry
HOUSE = ("commenter", "observer")  # at another one, whose manager is the first
KEEPERS = (*INSIDE, "rival")  # of the registers
INVITED = "invited"  # somebody without an account, to whom mails go
HOSTS = ("commenter", "steward")  # who have invited the guest
LONG_AGO = 2 * sessions.NOTED_EVERY


def acquainted(name) -> set[str]:
    """Those who know somebody by name: who works with them, and who keeps the registers."""
    near = {*MEMBERS} if name in MEMBERS else {name}
    return near | {*KEEPERS} | ({"guest", INVITED} if name in HOSTS else set())


def colleagues(name) -> set[str]:
    """Those who know what somebody is in their organisation."""
    near = next((group for group in (INSIDE, HOUSE) if name in group), (name,))
    return {*near, *KEEPERS}


def gather(scene, registrar):
    """The people, each at an organisation, with a factor, a key and a browser of their own."""
    ministry = factories.organisation(registrar, "ministry")
    house = factories.organisation(registrar)
    for name in CAST[1:]:
        person = scene.cast[name] = _person(scene, registrar, name)
        at = ministry if name in INSIDE else house if name in HOUSE else None
        at = at or factories.organisation(registrar)
        said = {"role": "manager"} if name == HOUSE[0] else {}
        position = scene.words.word("Membership.position", *colleagues(name))
        membership = people.join(registrar, person, at, position=position, **said)
        scene.tied.setdefault("memberships", []).append((at.code, membership.pk))
        keys.make(person, scene.words.word("Key.name", name), ["read"])
    scene.tied["memberships"].sort(key=lambda row: row[0] == house.code)  # it is tried last
    scene.cast["anonymous"], scene.house = AnonymousUser(), house
    add_passkey(scene.cast["steward"], scene.words.word("the name of a passkey", "steward"))
    factories.roadmap(scene.cast["rival"], factories.programme(registrar))
    let_keys_end(scene)


def _person(scene, registrar, name):
    known = {"guest": (*KEEPERS, HOUSE[0], INVITED)}.get(name, ())
    email = scene.words.email("User.email", name, *known)
    said = f"{name.title()} {scene.words.word('User.name', *acquainted(name))}"
    person = people.add(registrar, email, factories.PASSWORD, name=said, is_staff=name in KEEPERS)
    scene.emails[email] = name
    factors.tie_app(person, authenticator.SECRET)
    return person


def let_keys_end(scene):
    """Keys that opened everything once, and open nothing any more."""
    steward = scene.cast["steward"]
    for name in ("expired", "revoked"):
        key, scene.secrets[name] = keys.make(steward, name, ["read", "write", "admin"])
        if name == "revoked":
            keys.revoke(steward, key)
        else:
            day = timezone.localdate() - timedelta(days=2)
            Key.objects.filter(pk=key.pk).update(made_on=day, expires_on=day)


def open_browsers(scene):
    """A browser of each, somewhere else than where the walk begins."""
    for name in CAST[1:]:
        address = scene.words.network("a network", name)
        client = Client(REMOTE_ADDR=address, headers={"User-Agent": "Mozilla/5.0 Firefox/140"})
        client.force_login(scene.cast[name])
        session = client.session
        session[sessions.SEEN] -= LONG_AGO  # so that it is written down that they are still there
        session.save()
        assert client.get("/account").status_code == 200


def enlist(scene, roadmap):
    """Everybody's role on a map; the partner's comes through an association."""
    steward = scene.cast["steward"]
    rows = scene.things[roadmap.slug]["map-roles"] = []
    association = scene.cast["partner"].memberships.get().organisation
    for name in ("observer", "reviewer", "editor", "approver", "commenter"):
        said = {"interest": scene.words.word("MapRole.interest", *MEMBERS)}
        rows.append(maps.grant(steward, roadmap, name, user=scene.cast[name], **said))
    maps.grant(steward, roadmap, "editor", organisation=association)

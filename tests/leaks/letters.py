"""Mails that went out, and where their links lead."""

import re
from contextlib import contextmanager

from django.core import mail
from django.test import Client

from accounts import invitations as joining
from roadmaps import invitations as working
from tests.leaks.cast import HOUSE, INVITED, KEEPERS, MEMBERS

LINK = re.compile(r"http://localhost:8000(/\S+)")


@contextmanager
def post(scene):
    """Whatever is committed in here sends mails; their links are kept, each with its reader."""
    mail.outbox = []
    yield
    scene.mails += mail.outbox
    for each in mail.outbox:
        for link in LINK.findall(each.body):
            scene.links[link.removeprefix("/es")] = scene.emails[each.to[0]]


def invite(scene):
    """The guest, and people without an account, into the house and to both maps."""
    steward, host, guest = (scene.cast[name] for name in ("steward", HOUSE[0], "guest"))
    withdrawn = stranger_to_all(scene)  # from then on no list tells of it
    working.withdraw(steward, working.invite(steward, scene.maps["shadow"], withdrawn, "editor"))
    rows = scene.tied.setdefault("invitations", [])
    for email in (stranger_to_all(scene, *HOUSE[:1], *KEEPERS), guest.email):
        letter = joining.invite(host, scene.house, email)
        rows.append((scene.house.code, letter.pk))
    for slug, roadmap in scene.maps.items():
        email = stranger_to_all(scene, "steward")
        sent = [working.invite(steward, roadmap, email, "reviewer")]
        if slug == "shadow":
            sent.append(working.invite(steward, roadmap, guest.email, "observer"))
        scene.things[slug]["map-invitations"] = sent


def stranger_to_all(scene, *meant):
    """An e-mail that opens no account; meant: who may know that it was invited."""
    email = scene.words.email("the e-mail of somebody invited", INVITED, *meant)
    scene.emails[email] = INVITED
    return email


def ask_for_mails(scene, registrar):
    """Somebody has forgotten a password, and the steward wants to come in by a code.

    The first link is good until its reader comes in, which everybody of the cast does.
    """
    scene.emails[registrar.email] = "registrar"
    asked = {"/sign-in/password": registrar, "/sign-in/code": scene.cast["steward"]}
    for page, person in asked.items():
        assert Client().post(page, {"email": person.email}).status_code == 302


def begin_to_move(scene):
    """The editor wants another e-mail, which waits for the word of the present one."""
    email = scene.words.email("another e-mail", "editor")
    scene.emails[email] = "editor"
    said = {"action_add": "", "email": email}
    assert scene.client("editor").post("/account/email", said).status_code == 302


def go_on_moving(scene):
    """The present e-mail agrees; the new one is asked next."""
    (link,) = [each for each in scene.links if each.startswith("/account/email/release/")]
    assert Client().post(link).status_code == 200


def told_of(roadmap) -> set[str]:
    """Who knows what a map is called, though nobody may read it."""
    return {*MEMBERS, INVITED} | ({"guest"} if roadmap.slug == "shadow" else set())

"""Nobody reads in a mail what is not meant for them."""

from email import message_from_bytes

import pytest
from django.test import Client

from accounts import factors, people
from config.settings import BASE_DIR
from roadmaps import notices
from tests import factories
from tests.accounts import authenticator
from tests.leaks.letters import post

pytestmark = pytest.mark.django_db
KINDS = {  # the mails that there are, and what the subject of each says
    "confirm_address": "Confirm your new e-mail",
    "consultation_invitation": "You are asked: ",
    "consultation_reminder": "Until ",
    "consulted": " asks you: ",
    "invitation": "invites you to Organisation",
    "map_invitation": "invites you to work on",
    "new_password": "A new password",
    "no_account": "There is no account",
    "notice": "Your account has changed",
    "release_address": "move to another e-mail",
    "sign_in_code": "Your code to sign in",
    "waiting": "2 things to know on Rumbo",
}


@pytest.fixture(scope="module")
def mails(scene):
    """Those of the scene, and what else there is to be written."""
    with post(scene):
        write_to_nobody(scene)
        tell_of_a_change(scene)
        for pace in notices.Pace.values:
            notices.send(pace)
    return scene.mails


def write_to_nobody(scene):
    """Somebody asks for a code who has no account."""
    email = scene.words.email("an e-mail without an account", "nobody")
    scene.emails[email] = "nobody"
    Client().post("/sign-in/code", {"email": email})


def tell_of_a_change(scene):
    """Somebody has lost the factor."""
    email = scene.words.email("the e-mail of somebody forgetful", "forgetful")
    scene.emails[email] = "forgetful"
    person = people.add(scene.registrar, email, factories.PASSWORD, name="Forgetful")
    factors.tie_app(person, authenticator.SECRET)
    factors.take_back(person)


def test_every_kind_of_mail_was_written(mails):
    assert {each.stem for each in (BASE_DIR / "templates/mails").glob("*.txt")} == KINDS.keys()
    subjects = "\n".join(each.subject for each in mails)
    assert [name for name, said in KINDS.items() if said not in subjects] == []


def test_SR_12_a_mail_says_to_its_reader_what_is_meant_for_them_and_no_more(scene, mails):
    heard = set()
    for mail in mails:
        (address,) = mail.recipients()
        whole = message_from_bytes(mail.message().as_bytes())
        text = f"{whole.items()}\n{mail.subject}\n{mail.body}".encode()
        words = set(scene.words.heard(text))
        told = scene.words.not_for(scene.emails[address], words)
        assert told == [], f"{mail.subject} to {scene.emails[address]}"
        heard |= words
    assert len(mails) >= 12
    assert {"Roadmap.title", "User.name", "another e-mail"} <= scene.words.places(heard)

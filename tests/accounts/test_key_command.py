"""What is typed to get a key, and what comes back: the secret and nothing else."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import keys
from accounts.models import Key
from changes.models import Change, record
from tests.test_commands import manage


def test_a_key_is_made_for_a_person_and_its_secret_is_printed(editor, capsys):
    call_command("key", editor.email, "--scopes", "read,write")
    said = capsys.readouterr()
    assert re.fullmatch(r"rumbo_[-\w]{43}\n", said.out, re.ASCII)
    assert said.err == ""
    key = keys.find(said.out.strip())
    assert (key.user, key.scopes, key.name) == (editor, ["read", "write"], "Command line")
    assert Change.objects.of(key).get().actor == editor


def test_a_key_may_be_given_a_name_and_a_time(editor, capsys):
    call_command("key", editor.email.upper(), scopes="read, publish", name="Copy", days=7)
    key = Key.objects.get()
    assert (key.name, key.scopes) == ("Copy", ["read", "publish"])
    assert (key.expires_on - timezone.localdate()).days == 7


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"scopes": "read,reed"}, "“reed” is no scope"),
        ({"scopes": ","}, "at least one scope"),
        ({"scopes": "read", "days": 366}, "from 1 to 365 days"),
        ({"scopes": "read", "name": " "}, "cannot be blank"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(editor, capsys, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("key", editor.email, **options)
    assert capsys.readouterr().out == ""
    assert not Key.objects.exists()


def test_an_unknown_person_gets_no_key(db, capsys):
    with pytest.raises(CommandError, match=r"Nobody here has the e-mail nobody@rumbo\.example\."):
        call_command("key", "nobody@rumbo.example", scopes="read")
    assert capsys.readouterr().out == ""


def test_a_person_who_may_not_sign_in_gets_no_key(registrar, editor):
    record(registrar, "edited", editor, is_active=False)
    with pytest.raises(CommandError, match="may not sign in"):
        call_command("key", editor.email, scopes="read")


def test_without_scopes_the_command_says_what_is_missing(editor):
    with pytest.raises(CommandError, match="--scopes"):
        call_command("key", editor.email)


@pytest.mark.django_db(transaction=True)
def test_other_programs_read_the_secret_from_the_output(editor):
    done = manage("key", editor.email, "--scopes", "read")
    assert (done.returncode, done.stderr) == (0, "")
    assert keys.find(done.stdout.removesuffix("\n")).user == editor
    done = manage("key", "nobody@rumbo.example", "--scopes", "read")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Nobody here has the e-mail" in done.stderr

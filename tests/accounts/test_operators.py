"""What those who run the server do for people, at a command line."""

import pytest
from django.core.management import CommandError, call_command

from accounts import factors, keys
from accounts.models import User
from changes.models import Change
from tests.accounts.conftest import is_in, link_in

NEW = "another course entirely"


def test_the_first_person_is_set_up_and_begins_with_a_new_password(client, postbox, capsys):
    call_command("register", "Ana@ministry.example", "--name", "Ana")
    assert "To begin" in capsys.readouterr().out
    person = User.objects.get()
    assert (person.email, person.name, person.is_staff) == ("ana@ministry.example", "Ana", True)
    client.post("/sign-in/password", {"email": person.email})
    page = client.get(link_in(postbox[-1]), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    answer = client.post("/sign-in", {"login": person.email, "password": NEW}, follow=True)
    assert answer.request["PATH_INFO"] == "/account/second-factor"


def test_who_has_a_registrar_sets_up_no_other_one(registrar):
    with pytest.raises(CommandError, match="keeps the registers already"):
        call_command("register", "ana@ministry.example")


@pytest.mark.parametrize("email", ["nonsense", "a@b"])
def test_what_is_no_address_is_refused_in_words(db, email):
    with pytest.raises(CommandError, match="address"):
        call_command("register", email)


def test_SR_30_who_is_kept_out_is_out_everywhere(client, editor, capsys):
    client.force_login(editor)
    secret = keys.make(editor, "Key", ["read"])[1]
    call_command("deactivate", editor.email.upper())
    assert not is_in(client)
    assert keys.find(secret) is None
    assert not factors.backend().get_user(editor.pk)
    assert Change.objects.within(editor).last().verb == "deactivated"
    call_command("deactivate", editor.email, "--undo")
    assert not is_in(client)
    assert keys.find(secret) is not None


def test_nobody_is_no_person(db):
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("deactivate", "nobody@rumbo.example")

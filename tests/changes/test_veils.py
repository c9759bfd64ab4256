"""Names and addresses in the log: told that they changed, and never what they were."""

import importlib

import pytest
from django.apps import apps
from django.db import DatabaseError, connection

from accounts import people
from accounts.models import User
from changes.models import Change, record
from changes.veils import BEGINS, new_secret, veiled
from changes.verify import faults
from tests import factories
from tests.roles import owner, past_the_triggers

MIGRATION = "accounts.migrations.0005_the_log_tells_no_names"


@pytest.fixture
def ana(registrar):
    return people.add(registrar, "ana@example.org", factories.PASSWORD, name="Ana")


def test_the_same_text_under_the_same_secret_is_the_same_and_else_it_is_not():
    secret = new_secret()
    assert veiled("Ana", secret) == veiled("Ana", secret)
    assert len({veiled("Ana", secret), veiled("Eva", secret), veiled("Ana", new_secret())}) == 3


@pytest.mark.parametrize("text", ["", None])
def test_an_empty_text_hides_nothing(text):
    assert veiled(text, new_secret()) == text


def test_a_new_name_is_told_as_a_change_and_not_as_a_name(registrar, ana):
    record(registrar, "edited", ana, name="Eva", language="es")
    line = Change.objects.of(ana).last()
    assert line.fields == {
        "name": [veiled("Ana", ana.secret), veiled("Eva", ana.secret)],
        "language": ["en", "es"],
    }


def test_what_is_untold_is_not_told_even_when_it_is_set(registrar, ana):
    record(registrar, "edited", ana, password="a-hash-of-it")
    line = Change.objects.of(ana).last()
    assert (line.verb, line.fields) == ("edited", {})
    assert User.objects.get(pk=ana.pk).password == "a-hash-of-it"


def test_everybody_has_a_secret_of_their_own(registrar, ana):
    assert len(ana.secret) == 64
    assert ana.secret != registrar.secret
    assert ana.secret not in str(list(Change.objects.values()))


def in_clear(person):
    """Make the first line of somebody's history what it was before names were veiled."""
    line = Change.objects.of(person).first()
    line.fields |= {"email": [None, person.email], "name": [None, person.name]}
    previous = ""
    with past_the_triggers():
        for each in Change.objects.within(person).order_by("revision"):
            each.fields = line.fields if each.pk == line.pk else each.fields
            previous = each.hash = each.seal(previous)
            Change.objects.filter(pk=each.pk).update(fields=each.fields, hash=each.hash)
    User.objects.filter(pk=person.pk).update(head=previous)


@pytest.mark.django_db(transaction=True)
def test_older_lines_are_veiled_by_the_migration_and_the_log_holds(registrar, ana):
    record(registrar, "edited", ana, language="es")
    untouched = Change.objects.within(registrar).get().hash
    in_clear(ana)
    assert "ana@example.org" in str(list(Change.objects.values_list("fields", flat=True)))
    assert list(faults()) == []
    with owner(), connection.schema_editor() as editor:
        importlib.import_module(MIGRATION).tell_no_names(apps, editor)
    assert "ana@example.org" not in str(list(Change.objects.values_list("fields", flat=True)))
    assert Change.objects.of(ana).first().fields["name"] == [None, veiled("Ana", ana.secret)]
    assert list(faults()) == []
    assert Change.objects.within(registrar).get().hash == untouched
    with owner(), pytest.raises(DatabaseError, match="for ever"):
        Change.objects.update(verb="x")


def test_what_is_veiled_says_that_it_is(ana):
    assert Change.objects.of(ana).first().fields["email"][1].startswith(BEGINS)

"""What a password may be."""

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts import passwords, people
from accounts.models import User
from changes.models import Change
from config import settings as ours

ANA = User(email="ana.ruiz@economia.example", name="Ana Ruiz")


@pytest.mark.parametrize(
    "password",
    [
        "twelve chars",
        "aaaaaaaaaaaa bbb",
        "spaces      too",
        "!!!!!!!!!!!!!!!",
        "ríos y montañas",
        "夏天的河流很长很长很长很长",
        "x" * 100 + "y" * 28,
        "ana walks to the river",
    ],
)
def test_SR_24_twelve_characters_of_any_kind_are_enough(password):
    validate_password(password, ANA)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("eleven char", "too short"),
        ("x" * 129, "at most 128|128 characters at most"),
        ("password1234", "too common"),
        ("123456789101112", "entirely numeric|too common"),
        ("ana.ruiz@economia.example", "your e-mail or name"),
        ("Ana Ruiz 2026", "your e-mail or name"),
        ("economia-ruiz1", "your e-mail or name"),
    ],
)
def test_SR_24_what_others_guess_is_no_password(password, sentence):
    with pytest.raises(ValidationError, match=sentence):
        validate_password(password, ANA)


def test_SR_24_no_account_is_given_with_a_password_that_others_guess(registrar):
    with pytest.raises(ValidationError, match="too short"):
        people.add(registrar, "new@rumbo.example", "short")
    assert not User.objects.filter(email="new@rumbo.example").exists()


def test_SR_24_passwords_are_hashed_with_argon2id(settings):
    settings.PASSWORD_HASHERS = ours.PASSWORD_HASHERS
    assert make_password("a course for every industry").startswith("argon2$argon2id$")


def test_a_password_that_is_changed_leaves_a_line_and_no_hash_in_the_log(editor):
    before = User.objects.get(pk=editor.pk).password
    passwords.change(editor, "the river knows where it goes")
    now = User.objects.get(pk=editor.pk).password
    assert now != before
    told = Change.objects.within(editor).last()
    assert (told.actor, told.verb, told.fields) == (editor, "password_changed", {})

"""Everything that the product says, it says in Spanish too."""

import re

import pytest
from babel.messages.pofile import read_po

from tests.roadmaps.views.messages import ROOT, found

PLACES = re.compile(r"%\((\w+)\)[sd]|%[sd]")


@pytest.fixture(scope="module")
def spanish():
    path = ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale="es")


def forms(text):
    return list(text) if isinstance(text, list | tuple) else [text]


def test_every_message_is_in_the_catalogue(spanish):
    known = {(entry.context, tuple(forms(entry.id))) for entry in spanish if entry.id}
    missing = [
        f"{sorted(files)[0]}: {message}"
        for (context, message), files in found().items()
        if (context, tuple(forms(message))) not in known
    ]
    assert not missing, "\n".join(sorted(missing))


def test_no_translation_is_empty_or_guessed(spanish):
    poor = [
        entry.id
        for entry in spanish
        if entry.id and (entry.fuzzy or not all(text.strip() for text in forms(entry.string)))
    ]
    assert not poor


def test_translations_fill_in_the_same_things(spanish):
    for entry in spanish:
        if entry.id:
            wanted = {name for text in forms(entry.id) for name in PLACES.findall(text)}
            given = {name for text in forms(entry.string) for name in PLACES.findall(text)}
            assert given == wanted, entry.id


def test_nothing_is_translated_that_nobody_says(spanish):
    said = {(context, tuple(forms(message))) for context, message in found()}
    idle = [
        entry.id
        for entry in spanish
        if entry.id and (entry.context, tuple(forms(entry.id))) not in said
    ]
    assert not idle

import pytest
from django.utils import translation

from terms.places import say_place


@pytest.mark.parametrize(
    ("code", "english", "spanish"),
    [
        ("MX", "Mexico", "México"),
        ("DE", "Germany", "Alemania"),
        ("MX-CMX", "Ciudad de México", "Ciudad de México"),
        ("WORLD", "World", "Mundo"),
        ("ATLANTIS", "ATLANTIS", "ATLANTIS"),
        ("US-TX", "US-TX", "US-TX"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_places_are_named_in_the_readers_language(code, english, spanish):
    assert say_place(code) == english
    with translation.override("es"):
        assert say_place(code) == spanish

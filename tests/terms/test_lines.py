"""Names stand on one line, and are what they seem to be."""

import pytest
from django.core.exceptions import ValidationError

from terms.lines import one_line


@pytest.mark.parametrize("text", ["", "Ana Ruiz", "Cámara de la Industria «Norte»", "日本", "👩‍🔬"])
def test_a_name_is_a_name(text):
    one_line(text)


@pytest.mark.parametrize(
    "text", ["a\nb", "a\rb", "a\tb", "a\0b", "a\u2028b", "a\u202eb", "a\u2066b", "a\x7fb"]
)
def test_what_breaks_the_line_or_turns_it_round_is_no_name(text):
    with pytest.raises(ValidationError, match="on one line"):
        one_line(text)

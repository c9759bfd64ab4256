"""Texts of one line, such as names: they stand in headings and in the subjects of mails."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

BREAKS = {"Cc", "Zl", "Zp"}  # categories of Unicode: control characters, ends of lines, paragraphs
# They turn the direction of what follows, so that something else seems to stand there.
TURNS = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


def one_line(text: str) -> None:
    """Refuse what would break a line, or show it as something that it is not."""
    if any(unicodedata.category(letter) in BREAKS or letter in TURNS for letter in text):
        raise ValidationError(_("Write it on one line, without hidden characters."))

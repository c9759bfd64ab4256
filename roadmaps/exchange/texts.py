"""A running text, or words of it, in the column of the form in which the place stands."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from roadmaps.exchange.forms import LANGUAGES, Row

BETWEEN = " · "
QUOTED = re.compile(r"^(.*?)\s*·\s*[“\"«](.*)[”\"»]\s*$", re.DOTALL)


def place_of(document, row, quote="") -> str:
    """How a text of a frozen map, and words of it, are named: Text: Vision · “many people”."""
    return f"{_('Text:')} {_name(document, row)}" + (f"{BETWEEN}“{quote}”" if quote else "")


def understood(document, row: Row) -> tuple[dict[str, Any], str]:
    """The place in a text that a row of a filled form names, and what is wrong with it.

    Where it names no text there is nothing wrong: it is about something else.
    """
    named = _after_the_mark(row.place)
    if named is None:
        return {}, ""
    quoted = QUOTED.match(named)
    for name, quote in ((named, ""), (quoted[1], quoted[2])) if quoted else ((named, ""),):
        if found := _text_called(document, row.clause, name):
            return {"narrative": found} | ({"quote": quote} if quote else {}), ""
    sentence = _("there is no text “%(title)s” in the text of this consultation.")
    return {}, sentence % {"title": named[:80]}


def _after_the_mark(place) -> str | None:
    for language in LANGUAGES:
        with override(language):
            mark = _("Text:").lower()
        if place.lower().startswith(mark):
            return place[len(mark) :].strip()
    return None


def _text_called(document, clause, name) -> str | None:
    for each in document.get("narratives", ()):
        is_there = (each["element"] or "") == clause.upper()
        if is_there and name.lower() == _name(document, each).lower():
            return each["id"]
    return None


def _name(document, row) -> str:
    """Its title; with its language and its turn where others are called the same."""
    same = [each for each in document["narratives"] if _key(each) == _key(row)]
    if len(same) == 1:
        return row["title"]
    return f"{row['title']} ({row['language']} {same.index(row) + 1})"


def _key(row) -> tuple[str, str]:
    return row["element"] or "", row["title"].lower()

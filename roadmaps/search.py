"""Words that are looked for on a map: in what its elements are called and in its running texts.

It looks through a document, which holds what its reader may read and nothing else.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from roadmaps import prose
from roadmaps.narratives import mentions
from roadmaps.prose.telling import Thing, as_words
from terms.languages import REFERENCE, active
from terms.translations import in_language, language_of

LONGEST = 200  # characters of what is looked for
FIELDS = ("title", "summary", "note", "status_note")  # of an element
AROUND = 80  # characters that are told on either side of what was found
MORE = "…"


class Excerpt(NamedTuple):
    """What was found, with what stands around it."""

    before: str
    found: str
    after: str

    def __str__(self) -> str:
        return "".join(self)


@dataclass(frozen=True)
class Hit:
    """A place of a map at which all of the words stand. text: the id of a running text."""

    title: str
    language: str
    excerpt: Excerpt
    element: str | None = None
    text: str | None = None


def find(document: dict[str, Any], asked: str) -> list[Hit]:
    """The places at which all words stand, whatever their accents; first in the reader's language.

    Elements are looked through as the reader reads them, texts in every language.
    """
    words = set(plain(asked[:LONGEST]).split())
    if not words:
        return []
    hits = [*_elements(document, words), *_texts(document, words)]
    return sorted(hits, key=lambda hit: (hit.language != active(), hit.text is not None))


def plain(words: str) -> str:
    """The same letters without their accents, small; as many as there were."""
    return "".join(map(_letter, words))


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].lower()[0]


def _elements(document, words) -> Iterator[Hit]:
    for element in document["elements"]:
        if element["is_withdrawn"]:
            continue
        told = [in_language(element, name) for name in FIELDS]
        if found := _excerpt([element["code"], *told], words):
            language = language_of(element, "title", _reference(document))
            yield Hit(told[0], language, found, element=element["code"])


def _reference(document) -> str:
    languages = document["roadmap"].get("languages") or [REFERENCE]
    return languages[0]


def _texts(document, words) -> Iterator[Hit]:
    gone = {each["code"] for each in document["elements"] if each["is_withdrawn"]}
    texts = [
        each
        for each in document.get("narratives", ())
        if not each["is_withdrawn"] and each["element"] not in gone
    ]
    things = mentions.drawn(document) if texts else {}
    # What is mentioned is drawn in the reader's language: it is no word of a text in another one.
    codes = {key: Thing(thing.code, "") for key, thing in things.items()}
    for text in texts:
        is_read = text["language"] == active()
        told = as_words(prose.document(text["document"]), things if is_read else codes)
        if found := _excerpt([text["title"], *told.split("\n")], words):
            yield Hit(text["title"], text["language"], found, text["element"], text["id"])


def _excerpt(lines: Iterable[str], words) -> Excerpt | None:
    """Where most of the words stand, if all of them stand in some of the lines."""
    read = [(line, plain(line)) for line in lines if line]
    counted = [(line, told, {word for word in words if word in told}) for line, told in read]
    if set[str]().union(*(met for _line, _told, met in counted)) != words:
        return None
    line, told, met = max(counted, key=lambda each: len(each[2]))
    # Of two that begin at one place the longer one, so that it does not depend on their order.
    first = min(met, key=lambda word: (told.index(word), -len(word)))
    return _around(line, told.index(first), len(first))


def _around(line, start, length) -> Excerpt:
    begin, end = max(start - AROUND, 0), start + length + AROUND
    before, after = line[begin:start], line[start + length : end]
    return Excerpt(
        f"{MORE if begin else ''}{before}",
        line[start : start + length],
        f"{after}{MORE if end < len(line) else ''}",
    )

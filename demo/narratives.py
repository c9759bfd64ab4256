"""The files of running texts: Markdown, one for each text and language, part by part by writers.

`texts/automotive/vision.en.md` is a section of a map, `texts/automotive/AUT-C02.en.md` the body of
an element. A line such as `<!-- editor -->` says who of the cast writes what follows.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from demo.cast import CAST
from demo.files import Record, Text
from demo.names import Known
from roadmaps.elements import LETTERS
from roadmaps.prose import cited, document, marking
from terms.vocabulary import TERMS

FOLDER = "texts"
WRITER = re.compile(r"^<!-- (.*?) -->$", re.MULTILINE)
WRITERS = {email.partition("@")[0]: email for email, *_rest in CAST}  # who is called “editor”
BODY = "body"
ANYTHING = ("element", str(UUID(int=0)))  # what is mentioned, as long as nothing has an id


class Part(Record):
    """What one person writes of a text."""

    writer: Text
    markdown: Text


class Narrative(Record):
    """A text of a map in one language, part by part. element: the code, where it is a body."""

    map: Text
    kind: Text
    element: str | None
    language: str
    parts: list[Part]

    @property
    def markdown(self) -> str:
        return whole(self.parts)


def whole(parts: list[Part]) -> str:
    """Several parts as one text."""
    return "\n\n".join(part.markdown for part in parts)


Fault = tuple[str, str, str]  # the file, the place in it, and what is wrong


def read(folder: Path, known: Known) -> tuple[list[Narrative], list[Fault]]:
    """All texts of a folder that are sound, and what is wrong with the others."""
    found, faults = [], []
    for path in sorted((folder / FOLDER).rglob("*.md")):
        narrative = _narrative(path)
        wrong = list(_faults(narrative, known))
        faults += [(path.relative_to(folder).as_posix(), *each) for each in wrong]
        found += [] if wrong else [narrative]
    return found, faults


def _narrative(path) -> Narrative:
    name, _dot, language = path.stem.rpartition(".")
    is_section = name in TERMS["narrative_kind"] and name != BODY
    _before, *said = WRITER.split(path.read_text(encoding="utf-8"))
    parts = [
        Part(writer=writer, markdown=words.strip())
        for writer, words in zip(said[::2], said[1::2], strict=True)
        if words.strip()
    ]
    return Narrative(
        map=path.parent.name,
        kind=name if is_section else BODY,
        element=None if is_section else name,
        language=language,
        parts=parts,
    )


def _faults(narrative, known) -> Iterator[tuple[str, str]]:
    """The place and what is wrong there, in sentences."""
    sheet = known.of("map").get(narrative.map)
    if sheet is None:
        yield "", _("There is no map “%(name)s”.") % {"name": narrative.map}
        return
    codes = mentionable(sheet)
    if narrative.element and narrative.element not in codes:
        yield (
            "",
            _("There is nothing on this map that is called “%(code)s”.")
            % {"code": narrative.element},
        )
    if narrative.language not in dict(settings.LANGUAGES):
        yield "", _("A text says its language in its name, as in vision.en.md.")
    if not narrative.parts:
        yield "", _("A text says who writes it, as in <!-- editor -->.")
    for number, part in enumerate(narrative.parts, 1):
        place = _("part %(number)d") % {"number": number}
        yield from ((place, sentence) for sentence in _of_part(part, codes, known))


def _of_part(part, codes, known) -> Iterator[str]:
    if part.writer not in WRITERS:
        yield _("Nobody of the cast is called “%(name)s”.") % {"name": part.writer}
    try:
        told = marking.parse(part.markdown, dict.fromkeys(codes, ANYTHING))
        document(told)
    except ValidationError as error:
        yield from error.messages
        return
    for code in sorted(cited(told) - known.of("source").keys()):
        yield _("There is no source “%(name)s”.") % {"name": code}


def mentionable(sheet: dict[str, Any]) -> set[str]:
    """The codes of what stands on the map of a file: elements, and their figures by number."""
    counts: dict[str, int] = defaultdict(int)
    found = set()
    for part in sheet.get("editions", [sheet]):
        for element in part.get("elements", []):
            counts[element.get("kind")] += 1
            letter = LETTERS.get(element.get("kind"), "")
            code = f"{sheet.get('prefix')}-{letter}{counts[element.get('kind')]:02d}"
            figures = enumerate(element.get("figures", []), 1)
            found |= {code, *(f"{code}/{number}" for number, _figure in figures)}
    return found

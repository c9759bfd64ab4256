"""The comment form of IEC and ISO: one row for each comment, in eight columns that nobody moves.

The same form comes as a sheet and as a document. In the first column stands the code of the
comment, by which a filled form finds its way back.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LARGEST = 5_000_000  # bytes of a file, and
WIDEST = 50_000_000  # of what it unfolds to
MOST_ROWS = 20_000


@dataclass(frozen=True)
class Row:
    """One comment as the form tells it, in texts."""

    code: str = ""  # of the comment: organisation and number
    line: str = ""  # the question that it answers
    clause: str = ""  # the element, by its code
    place: str = ""  # the figure, the link, the field, the words that are quoted
    type: str = ""
    comment: str = ""
    change: str = ""  # that is proposed
    observation: str = ""  # of the secretariat: the answer

    @property
    def is_empty(self) -> bool:
        return not any(astuple(self))


COLUMNS = (
    gettext_noop("MB/NC"),
    gettext_noop("Line number"),
    gettext_noop("Clause/Subclause"),
    gettext_noop("Paragraph/Figure/Table"),
    gettext_noop("Type of comment"),
    gettext_noop("Comments"),
    gettext_noop("Proposed change"),
    gettext_noop("Observations of the secretariat"),
)
NAMES = tuple(field.name for field in fields(Row))


def printed(row: Row) -> tuple[str, ...]:
    """The texts of a row as a file can hold them."""
    return tuple(UNPRINTABLE.sub("", text.replace("\r\n", "\n")) for text in astuple(row))


def headings() -> list[str]:
    """The eight headings in the reader's language."""
    return [_(heading) for heading in COLUMNS]


def unfolded(content: bytes, sort: str) -> ZipFile:
    """The parts of a file that somebody sent, if it can be opened without harm.

    sort: what it is called in sentences.
    """
    if len(content) > LARGEST:
        raise ValidationError(_("The file is larger than 5 MB."))
    try:
        parts = ZipFile(BytesIO(content))
    except BadZipFile as error:
        words = {"sort": sort}
        raise ValidationError(_("This is no file of the sort %(sort)s.") % words) from error
    if sum(part.file_size for part in parts.infolist()) > WIDEST:
        raise ValidationError(_("The file unfolds to more than anybody writes. Send less at once."))
    return parts


def understood(table: Iterable[Iterable[Any]]) -> list[tuple[int, Row]]:
    """The rows of a form by their number in the file, the headings being where they belong.

    table: its lines from the first on; what stands before the headings is passed over.
    """
    lines = _texts(table)
    for number, line in lines:
        if _begins(line):
            _require_in_place(line)
            return [(number, row) for number, row in _rows(lines) if not row.is_empty]
    message = _(
        "There are no headings in it. The first one is “%(first)s”: leave them as they are."
    )
    raise ValidationError(message % {"first": headings()[0]})


def _texts(table) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(table, start=1):
        if number > MOST_ROWS:
            raise ValidationError(_("The form has more than 20,000 rows. Send it in parts."))
        yield number, ["" if each is None else str(each).strip() for each in line]


def _begins(line) -> bool:
    """Whether this is the line of the headings, in any language and order."""
    known = {heading for told in _in_each_language() for heading in told}
    return sum(each in known for each in line) >= 3


def _in_each_language() -> Iterator[list[str]]:
    for language in LANGUAGES:
        with override(language):
            yield headings()


def _require_in_place(line):
    """Refuse a form of which a column was moved, renamed, added or taken away: with each name."""
    told = [*_in_each_language()]
    while line and not line[-1]:
        line.pop()
    if line in told:
        return
    nearest = max(told, key=lambda each: sum(one in line for one in each))
    wrong = []
    for number in range(max(len(nearest), len(line))):
        wanted = nearest[number] if number < len(nearest) else ""
        found = line[number] if number < len(line) else ""
        if wanted != found:
            words = {"number": number + 1, "wanted": wanted or "—", "found": found or "—"}
            wrong.append(_("Column %(number)s has to be “%(wanted)s”, and is “%(found)s”.") % words)
    raise ValidationError([*wrong, _("Put the columns back as they were; nothing was taken in.")])


def _rows(lines) -> Iterator[tuple[int, Row]]:
    for number, line in lines:
        said = (line + [""] * len(NAMES))[: len(NAMES)]
        yield number, Row(*said)

"""Rows that were copied from a spreadsheet, put into the fields of a table."""

import re
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from roadmaps.elements import CODE
from roadmaps.views.writing.fields import vocabulary_of, words_of
from terms.languages import field_in
from terms.vocabulary import TERMS

# A spreadsheet puts a cell in quotes where it holds a line break, and doubles the quotes in it.
CELL = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)|([^\t\n]*)')
CODES = {"code", "código"}
MOST = 200  # new rows in one go


class Unfit(Exception):
    """What was pasted does not fit into the table; the message says why."""


def fill(data, columns, rows, base) -> int:
    """Put the pasted cells into what was posted; nothing is written yet. How many rows it were.

    A row that begins with the code of an element goes into the row of that element, any other one
    into the next new row. data: a mutable QueryDict. columns: the fields of the model by the names
    of the columns. rows: the forms of the page. base: the revision that is seen.
    """
    pasted = _fitting(_read(data["pasted"]), columns)
    known = {row.prefix for row in rows if not row.thing._state.adding}
    free = _free(rows, [cells for cells in pasted if cells[0] not in known])
    for cells in pasted:
        prefix = cells[0] if cells[0] in known else free.pop(0)
        data.setdefault(f"{prefix}-base", base)
        data.setdefault(f"{prefix}-once", data["once"])
        said = dict(zip(columns, _without_code(cells), strict=False))
        if prefix not in known:
            said = _begin(data, prefix, columns) | {
                name: cell for name, cell in said.items() if cell
            }
        for name, cell in said.items():
            data[f"{prefix}-{name}"] = understood(columns[name], cell)
    data["pasted"] = ""
    return len(pasted)


def _begin(data, prefix, columns):
    """What a new row says where nothing was pasted; what it says more will have been changed."""
    defaults = {name: str(field.get_default() or "") for name, field in columns.items()}
    for name, value in defaults.items():
        data.setdefault(f"initial-{prefix}-{name}", value)
    return defaults


def _free(rows, fresh):
    """The names of as many new rows as are needed: first those in which nothing was typed."""
    new = [row for row in rows if row.thing._state.adding]
    free = [row.prefix for row in new if not (row.is_bound and row.has_changed())]
    if len(new) - len(free) + len(fresh) > MOST:
        message = _("These are %(count)d new rows; at most %(most)d can be added in one go.")
        raise Unfit(message % {"count": len(fresh), "most": MOST})
    last = max(int(row.prefix.removeprefix("new")) for row in new)
    return free + [f"new{last + number}" for number in range(1, len(fresh) + 1)]


def understood(field: Any, cell: str) -> str:
    """A cell as the form takes it: a term may be said by its code or its label in any language."""
    vocabulary = vocabulary_of(field)
    if vocabulary is None:
        is_text = field.get_internal_type() == "TextField"
        return cell if is_text else re.sub(r"\s*\n\s*", " ", cell)
    wanted = cell.casefold()
    for code in TERMS[vocabulary]:
        if wanted in words_of(vocabulary, code):
            return str(code)
    return cell


def _fitting(rows, columns):
    """The rows without headings; none of them may have more cells than there are columns."""
    rows = [cells for cells in rows if not _are_headings(cells, columns)]
    for number, cells in enumerate(rows, 1):
        if (count := len(_without_code(cells))) > len(columns):
            message = _("Row %(number)d has %(count)d cells, but there are only %(most)d columns.")
            raise Unfit(message % {"number": number, "count": count, "most": len(columns)})
    if not rows:
        raise Unfit(_("There is nothing to put into the table: no row has anything in it."))
    return rows


def _are_headings(cells, columns):
    """Whether a row repeats the names of the columns, in any language."""
    said = [cell.casefold() for cell in cells if cell.casefold() not in CODES]
    for language, _name in settings.LANGUAGES:
        with override(language):
            plain = {str(field.verbose_name) for field in columns.values()}
            told = {field_in(name, other) for name in plain for other, _said in settings.LANGUAGES}
            names = {name.casefold() for name in plain | told}
        if said and said[0] in names and len(names & {*said}) * 2 > len(said):
            return True
    return False


def _without_code(cells):
    return cells[1:] if CODE.fullmatch(cells[0]) else cells


def _read(text):
    """The cells of each row; what is empty at its end, and empty rows, are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    place, cells, rows = 0, [], []
    while place <= len(text):
        cell = CELL.match(text, place)
        quoted, plain = cell.groups()
        cells.append((plain if quoted is None else quoted.replace('""', '"')).strip())
        place = cell.end() + 1
        if text[cell.end() : place] != "\t":
            rows.append(cells)
            cells = []
    return [_trimmed(cells) for cells in rows if any(cells)]


def _trimmed(cells):
    while not cells[-1]:
        cells = cells[:-1]
    return cells

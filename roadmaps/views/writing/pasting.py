"""Rows that were copied from a spreadsheet, put into the fields of a table."""

import re
from typing import Any

from django.conf import settings
from django.utils.translation import override

from roadmaps.views.writing.fields import NUMBERED
from terms.fields import TermField
from terms.vocabulary import TERMS, label

CODE = re.compile(r"[A-Z]{2,6}-[A-Z]\d{2,}")
MOST = 200


def fill(data, columns, prefixes, model):
    """What was posted, with the pasted cells in it; nothing is written yet.

    A row that begins with the code of an element goes into the row of that element, any other one
    into the next new row. data: a mutable QueryDict. prefixes: of the rows of the page.
    """
    new = [prefix for prefix in prefixes if prefix.startswith("new")]
    free = [prefix for prefix in new if not data.get(f"{prefix}-title", "").strip()]
    used = len(new)
    blank = {name: data.get(f"{new[0]}-{name}", "") for name in ("base", "once")} if new else {}
    for cells in _read(data.pop("pasted", [""])[-1]):
        if CODE.fullmatch(cells[0]) and cells[0] in prefixes:
            prefix, cells = cells[0], cells[1:]
        else:
            cells = cells[1:] if CODE.fullmatch(cells[0]) else cells
            if not free and used >= MOST:
                break
            prefix = free.pop(0) if free else f"new{used}"
            used += prefix == f"new{used}"
            for name, value in blank.items():
                data[f"{prefix}-{name}"] = value
        for name, cell in zip(columns, cells, strict=False):
            data[f"{prefix}-{name}"] = understood(model._meta.get_field(name), cell)
    data.pop("paste", None)
    return data


def understood(field: Any, cell: str) -> str:
    """A cell as the form takes it: a term may be said by its code or its label in any language."""
    if field.name in NUMBERED:
        vocabulary = NUMBERED[field.name]
    elif isinstance(field, TermField):
        vocabulary = field.vocabulary
    else:
        return cell
    wanted = cell.strip().casefold()
    for code in TERMS[vocabulary]:
        if wanted in {str(code).casefold(), *_labels(vocabulary, code)}:
            return str(code)
    return cell


def _labels(vocabulary, code):
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield label(vocabulary, code).casefold()


def _read(text):
    """The cells of each row; empty rows are left out."""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:MOST]:
        cells = [cell.strip() for cell in line.split("\t")]
        if any(cells):
            yield cells

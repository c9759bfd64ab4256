"""Lists as tables for spreadsheets and data frames: one header row, one thing a row, UTF-8.

A spreadsheet takes a cell that begins with one of a few signs for a formula. Such a text gets an
apostrophe in front, and so does one that begins with an apostrophe: who takes one apostrophe away
from every cell that has one in front has exactly the original texts.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

CONTENT_TYPE = "text/csv; charset=utf-8"
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# Also in their full-width forms, which some programs fold into the plain ones.
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'")
SEPARATOR = "; "
BIRTH = (1980, 1, 1, 0, 0, 0)  # equal tables make equal archives

Columns = Mapping[str, str | Callable[[Mapping[str, Any]], Any]]


def columns(*paths: str, **more: str | Callable) -> dict:
    """Columns named like the members they show. more: those with another name, or computed."""
    return {path.replace(".", "_"): path for path in paths} | more


def write(shown: Columns, things: Iterable[Mapping[str, Any]]) -> bytes:
    """The things as CSV, as RFC 4180 has it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(shown)
    for thing in things:
        writer.writerow([guard(cell(_look_up(thing, path))) for path in shown.values()])
    return text.getvalue().encode()


def archive(tables: Mapping[str, bytes]) -> bytes:
    """Several tables in one zip file. tables: the bytes by the name of the file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, table in tables.items():
            zipped.writestr(zipfile.ZipInfo(name, BIRTH), table, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def cell(value: Any) -> str:
    """A value as the text of a cell; several with semicolons between them."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return SEPARATOR.join(cell(each) for each in value)
        case {"code": code}:
            return str(code)
        case {"text": text, "revision": _}:
            return str(text)
        case dict():
            return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    return str(value)


def guard(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula. A plain number stays one."""
    if text.lstrip().startswith(SIGNS) or text.startswith(SIGNS):
        return text if NUMBER.fullmatch(text) else f"'{text}"
    return text


def unguard(text: str) -> str:
    """The text as it was before it was guarded."""
    return text.removeprefix("'")


def _look_up(thing, path):
    if not isinstance(path, str):
        return path(thing)
    value: Any = thing
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value

"""Where on a frozen map a remark stands: an element, a field, a figure, a link, a passage of it."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What an element tells of itself that is no statement, or that is told by things of its own.
UNSPOKEN = {
    "id", "code", "kind", "number", "revision", "is_withdrawn", "translations", "visibility",
    "certainty", "earliest", "latest", "figures", "participations", "milestones", "progress",
}  # fmt: skip


@dataclass(frozen=True)
class Anchor:
    """The place of a remark, by the keys that the things on it keep for ever.

    With none of them it is about the map as a whole.
    """

    element: str = ""
    figure: str = ""
    link: str = ""
    field: str = ""
    quote: str = ""


def text_of(edition) -> dict[str, Any]:
    """The text of an edition, as it was frozen."""
    return json.loads(bytes(edition.content))


def element_called(document, code: str) -> dict[str, Any] | None:
    """The element with this code; none where it does not stand in this text."""
    return next((each for each in document["elements"] if each["code"] == code), None)


def fields_of(element) -> list[str]:
    """What can be spoken of on an element: the fields that say something."""
    return [name for name, value in element.items() if name not in UNSPOKEN and value]


def row_of(document, anchor: Anchor) -> dict[str, Any] | None:
    """The thing that is spoken of; none where it no longer stands in this text."""
    if anchor.link:
        return _with_id(document["links"], anchor.link)
    if anchor.figure:
        return _with_id(_figures(document), anchor.figure)
    if anchor.element:
        return _with_id(document["elements"], anchor.element)
    return document["roadmap"]


def holds(document, anchor: Anchor) -> bool:
    """Whether the place is still there, with the passage that was quoted."""
    row = row_of(document, anchor)
    if row is None or row.get("is_withdrawn"):
        return False
    if anchor.field and anchor.field not in row:
        return False
    return not anchor.quote or any(_plain(anchor.quote) in said for said in _texts(row, anchor))


def require_place(document, anchor: Anchor):
    """Refuse a remark about something that does not stand in the text that was asked about."""
    row, mistakes = row_of(document, anchor), {}
    thing = next((name for name in ("link", "figure", "element") if getattr(anchor, name)), "")
    if row is None:
        mistakes[thing] = [_("This does not stand in the text.")]
    elif anchor.field and (anchor.field not in row or anchor.field in UNSPOKEN):
        mistakes["field"] = [_("There is nothing of this name to speak of here.")]
    elif not holds(document, anchor):
        mistakes["quote"] = [_("These words do not stand there. Quote them as they stand.")]
    if mistakes:
        raise ValidationError(mistakes)


def _figures(document):
    return [
        *document["figures"],
        *(
            each
            for row in document["elements"]
            if not row.get("is_withdrawn")  # what it carried left the map with it
            for each in row["figures"]
        ),
    ]


def _with_id(rows, key):
    return next((row for row in rows if row["id"] == key), None)


def _texts(row, anchor):
    """Every text in which the quoted words can stand, in all languages of the map."""
    said = [row.get(anchor.field)] if anchor.field else list(row.values())
    for texts in (row.get("translations") or {}).values():
        named = [texts.get(anchor.field)] if anchor.field else texts.values()
        said += [each["text"] if isinstance(each, dict) else each for each in named if each]
    return [_plain(each) for each in said if isinstance(each, str)]


def _plain(text) -> str:
    """Words without the white space between them, which copying changes."""
    return " ".join(text.split())

"""Where on a frozen map a remark stands: an element, a field, a figure, a link, a text, words."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from roadmaps import prose
from roadmaps.narratives import mentions
from roadmaps.prose import quoting

# What an element tells of itself that is no statement, or that is told by things of its own.
UNSPOKEN = {
    "id", "code", "kind", "number", "revision", "is_withdrawn", "translations", "visibility",
    "certainty", "earliest", "latest", "figures", "participations", "milestones", "progress",
}  # fmt: skip

Words = tuple[int, int, str] | None  # from where to where they stand, and what they are


@dataclass(frozen=True)
class Anchor:
    """The place of a remark, by the keys that the things on it keep for ever.

    With none of them it is about the map as a whole. start, end: where in a running text the words
    stand that are quoted.
    """

    element: str = ""
    figure: str = ""
    link: str = ""
    field: str = ""
    quote: str = ""
    narrative: str = ""
    start: int | None = None
    end: int | None = None


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
    if anchor.narrative:
        return _with_id(document.get("narratives", ()), anchor.narrative)
    if anchor.link:
        return _with_id(document["links"], anchor.link)
    if anchor.figure:
        return _with_id(_figures(document), anchor.figure)
    if anchor.element:
        return _with_id(document["elements"], anchor.element)
    return document["roadmap"]


def stands(document, anchor: Anchor) -> bool:
    """Whether the thing that is spoken of is still there, whatever it says by now."""
    row = row_of(document, anchor)
    return row is not None and not row.get("is_withdrawn")


def holds(document, anchor: Anchor) -> bool:
    """Whether the place is still there, with the passage that was quoted."""
    row: Any = row_of(document, anchor)
    if not stands(document, anchor):
        return False
    if anchor.field and anchor.field not in row:
        return False
    if anchor.narrative:
        return not is_about_words(anchor) or words_of(document, anchor) is not None
    return not anchor.quote or any(_plain(anchor.quote) in said for said in _texts(row, anchor))


def require_place(document, anchor: Anchor) -> Words:
    """Refuse a remark about something that does not stand in the text that was asked about.

    Gives where the words of a running text stand that it is about, if it is about such words.
    """
    row, mistakes = row_of(document, anchor), {}
    is_spoken = row is not None and is_about_words(anchor)
    words = words_of(document, anchor) if is_spoken else None
    things = ("narrative", "link", "figure", "element")
    thing = next((name for name in things if getattr(anchor, name)), "")
    if row is None:
        mistakes[thing] = [_("This does not stand in the text.")]
    elif anchor.field and not _has_part(row, anchor):
        mistakes["field"] = [_("There is nothing of this name to speak of here.")]
    elif words is None if is_spoken else not holds(document, anchor):
        mistakes["quote"] = [_("These words do not stand there. Quote them as they stand.")]
    if mistakes:
        raise ValidationError(mistakes)
    return words


def _has_part(row, anchor) -> bool:
    return not anchor.narrative and anchor.field in row and anchor.field not in UNSPOKEN


def is_about_words(anchor: Anchor) -> bool:
    """Whether words of a running text are spoken of, and not all of it."""
    return bool(anchor.narrative and (anchor.quote or anchor.end is not None))


def words_of(document, anchor: Anchor) -> Words:
    """From where to where the words stand in a running text that are spoken of, and the words.

    Where no place is named it is the first one; none where these words do not stand there.
    """
    row: Any = row_of(document, anchor)
    tree, things = prose.document(row["document"]), mentions.things(document, row["document"])
    if anchor.end is None:
        found = quoting.find(tree, anchor.quote, things)
        return (*found, anchor.quote) if found else None
    place = anchor.start or 0, anchor.end
    if anchor.quote and not quoting.says(tree, place, anchor.quote, things):
        return None
    said = quoting.between(tree, place, things)
    return (said[0], said[1], anchor.quote or said[2]) if said else None


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

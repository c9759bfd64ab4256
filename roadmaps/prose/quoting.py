"""Words that are quoted from a text: where they stand in it, and what stands between two places.

White space is as nothing, and what a text mentions is quoted as its reader sees it. A footnote is
quoted without its number or with it: one types what one reads, and copies what is there.
"""

from collections.abc import Iterator
from typing import Any

from prosemirror.model import Node

from roadmaps.prose.telling import UNSEEN, Things

Piece = tuple[str, int, int]  # a character, and between which places it stands


def find(document: Node, quote: str, things: Things) -> tuple[int, int] | None:
    """From where to where these words stand first; none where they do not stand there."""
    wanted = plain(quote)
    for with_numbers in (False, True):
        told = _told(document, things, with_numbers)
        at = "".join(sign for sign, _start, _end in told).find(wanted)
        if at >= 0 and wanted:
            return told[at][1], told[at + len(wanted) - 1][2]
    return None


def says(document: Node, place: tuple[int, int], quote: str, things: Things) -> bool:
    """Whether these are the words between two places."""
    found = [between(document, place, things, each) for each in (False, True)]
    return any(each and each[2] == plain(quote) for each in found)


def between(
    document: Node, place: tuple[int, int], things: Things, with_numbers: bool = False
) -> tuple[int, int, str] | None:
    """The words between two places, and from where to where they are without white space around.

    None where there are no words, or no such places.
    """
    first, last = place
    if not 0 <= first < last <= document.content.size:
        return None
    kept: list[Piece] = []
    for sign, start, end in _told(document, things, with_numbers):
        if start < first < end or start < last < end:  # in the middle of a character
            return None
        if first <= start and end <= last and (kept or sign != " "):
            kept.append((sign, start, end))
    while kept and kept[-1][0] == " ":
        kept.pop()
    return (kept[0][1], kept[-1][2], "".join(sign for sign, *_at in kept)) if kept else None


def plain(text: str) -> str:
    """Words without the white space between them, which copying changes."""
    return " ".join(text.split())


def _told(document, things, with_numbers) -> list[Piece]:
    """Every character that is read, with single spaces between words."""
    found: list[Piece] = []
    for sign, start, end in _pieces(document, things, with_numbers):
        if not sign.isspace():
            found.append((sign, start, end))
        elif found and found[-1][0] != " ":
            found.append((" ", start, end))
    return found


def _pieces(document, things, with_numbers) -> Iterator[Piece]:
    """Every character, and white space where a paragraph begins."""
    leaves: list[tuple[Any, int]] = []
    document.descendants(lambda node, at, _parent, _index: leaves.append((node, at)))
    notes = 0
    for node, at in leaves:
        if node.is_textblock:
            yield (" ", at, at + 1)
        elif node.is_text:
            yield from _of_text(node.text, at)
        elif node.is_leaf:
            notes += node.type.name == "footnote"
            said = _leaf(node, things, str(notes) if with_numbers else "")
            yield from ((sign, at, at + 1) for sign in said)


def _of_text(text, at) -> Iterator[Piece]:
    for sign in text:
        size = 2 if ord(sign) > 0xFFFF else 1  # places are counted in units of UTF-16
        yield sign, at, at + size
        at += size


def _leaf(node, things, number) -> str:
    match node.type.name:
        case "hard_break":
            return " "
        case "footnote":
            return number
    thing = things.get((node.attrs["kind"], node.attrs["id"]))
    return f"{thing.code} {thing.words}" if thing else UNSEEN

"""The steps that make one text of another: as small as they can be, so that they merge.

Blocks are compared as wholes; of one that changed what is in it is, down to its words. The steps do
not touch one another, and the last place comes first, so each says its place in the older text.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from prosemirror.model import Fragment, Node, Slice
from prosemirror.transform import ReplaceStep, Step

WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A word, a sign, an atom: what is kept or replaced as a whole."""

    node: Node
    key: str

    @property
    def size(self) -> int:
        return self.node.node_size


@dataclass(frozen=True)
class Patch:
    """What comes to stand between two positions of the older text."""

    start: int
    end: int
    content: Fragment


def steps_between(old: Node, new: Node) -> list[Step]:
    """The steps from one document to another one, the last place first."""
    patches = list(_of_blocks(old, new, 0))
    return [
        ReplaceStep(each.start, each.end, Slice(each.content, 0, 0)) for each in reversed(patches)
    ]


def _of_blocks(old: Node, new: Node, start: int) -> Iterator[Patch]:
    before, after = _pieces_of_blocks(old), _pieces_of_blocks(new)
    places = _places(before, start)
    for sort, first, last, begin, end in _differences(before, after):
        if sort == "replace" and last - first == end - begin:
            for number in range(last - first):
                one, other = before[first + number], after[begin + number]
                yield from _of_one_block(one.node, other.node, places[first + number])
        else:
            content = Fragment.from_array([each.node for each in after[begin:end]])
            yield Patch(places[first], places[last], content)


def _of_one_block(old: Node, new: Node, at: int) -> Iterator[Patch]:
    if old.eq(new):
        return
    if not old.same_markup(new):
        yield Patch(at, at + old.node_size, Fragment.from_(new))
        return
    if not old.is_textblock:  # the items of a list, the rows of a table
        yield from _of_blocks(old, new, at + 1)
        return
    before, after = list(_pieces_of_words(old)), list(_pieces_of_words(new))
    places = _places(before, at + 1)
    for _sort, first, last, begin, end in _differences(before, after):
        content = Fragment.from_array([each.node for each in after[begin:end]])
        yield Patch(places[first], places[last], content)


def _differences(before, after):
    keys = [[each.key for each in pieces] for pieces in (before, after)]
    found = SequenceMatcher(None, *keys, autojunk=False).get_opcodes()
    return [each for each in found if each[0] != "equal"]


def _pieces_of_blocks(document: Node) -> list[Piece]:
    nodes = [document.child(at) for at in range(document.child_count)]
    return [Piece(node, _key(node.to_json())) for node in nodes]


def _pieces_of_words(block: Node) -> Iterator[Piece]:
    for at in range(block.child_count):
        node: Any = block.child(at)
        if not node.is_text:
            yield Piece(node, _key(node.to_json()))
            continue
        marks = _key([mark.to_json() for mark in node.marks])
        for word in WORD.findall(node.text):
            yield Piece(node.with_text(word), f"{marks}{word}")


def _places(pieces: list[Piece], start: int) -> list[int]:
    """Where each piece begins, and where the last one ends."""
    places = [start]
    for each in pieces:
        places.append(places[-1] + each.size)
    return places


def _key(told) -> str:
    return json.dumps(told, sort_keys=True)

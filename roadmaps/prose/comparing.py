"""The steps that make one text of another: as small as they can be, so that they merge.

Blocks are compared as wholes; of one that changed what is in it is, down to its words. The steps do
not touch one another, and the last place comes first, so each says its place in the older text.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from prosemirror.model import Fragment, Node, Slice
from prosemirror.transform import ReplaceStep, Step

ALIKE = 0.5  # of the words of two blocks, for which they are taken for one that was changed
MOST_WEIGHED = 400  # pairs of blocks that are weighed; where there are more, all are told as new
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
    for _sort, first, last, begin, end in _differences(before, after):
        at, to = first, begin
        for one, other in [*_twins(before[first:last], after[begin:end]), (last - first, None)]:
            stop = end if other is None else begin + other
            if at < first + one or to < stop:
                content = Fragment.from_array([each.node for each in after[to:stop]])
                yield Patch(places[at], places[first + one], content)
            if other is not None:
                at, to = first + one + 1, stop + 1
                yield from _of_one_block(before[at - 1].node, after[to - 1].node, places[at - 1])


def _twins(old: list[Piece], new: list[Piece]) -> list[tuple[int, Any]]:
    """Which blocks are the same ones, written otherwise: as many as there are; else those alike."""
    if len(old) == len(new):
        return [(number, number) for number in range(len(old))]
    if len(old) * len(new) > MOST_WEIGHED:
        return []
    nothing: tuple[float, tuple[tuple[int, int], ...]] = (0.0, ())
    best = [[nothing] * (len(new) + 1) for _row in range(len(old) + 1)]
    for one in reversed(range(len(old))):
        for other in reversed(range(len(new))):
            alike = _likeness(old[one].node, new[other].node)
            weight, pairs = best[one + 1][other + 1]
            both = (weight + alike, ((one, other), *pairs))
            ways = [best[one + 1][other], best[one][other + 1], *([both] if alike else [])]
            best[one][other] = max(ways, key=lambda way: way[0])
    return list(best[0][0][1])


def _likeness(old: Node, new: Node) -> float:
    """How much of the words of two blocks is the same; nothing where it is little."""
    if not old.same_markup(new):
        return 0.0
    words, others = (Counter(WORD.findall(each.text_content)) for each in (old, new))
    share = 2 * (words & others).total() / max(words.total() + others.total(), 1)
    return share if share >= ALIKE else 0.0


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

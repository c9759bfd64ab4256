"""Who wrote which words of a text, carried through every step."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from prosemirror.model import Node
from prosemirror.transform import Step, StepMap


@dataclass(frozen=True)
class Span:
    """Positions of a text whose words one person wrote, at one time."""

    start: int
    end: int
    author: str  # the id of a person
    at: str  # a moment in ISO 8601


def carried(
    spans: Iterable[Span], step: Step, texts: tuple[Node, Node], author: str, at: str
) -> list[Span]:
    """The spans after a step: what somebody put in is theirs, the rest stays whose it was.

    texts: before the step and after it. To delete across paragraphs puts in again what stood behind
    the place; that is nobody's writing, and stays whose it was.
    """
    mapping, moved = _what_really_changed(step, *texts), []
    changed = _new_ranges(mapping)
    for span in spans:
        start, end = mapping.map(span.start, 1), mapping.map(span.end, -1)
        if start < end:
            moved.append(replace(span, start=start, end=end))
    for start, end in changed:
        moved = [part for span in moved for part in _without(span, start, end)]
        if start < end:
            moved.append(Span(start, end, author, at))
    return joined(moved)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Neighbours of one author and one time as one, in the order of the text."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start):
        last = found[-1] if found else None
        if last and (last.end, last.author, last.at) == (span.start, span.author, span.at):
            found[-1] = replace(last, end=span.end)
        else:
            found.append(span)
    return found


def _what_really_changed(step, before, after) -> StepMap:
    """The map of a step without what it takes out and puts in again."""
    ranges: list[int] = []

    def narrow(start, end, begin, stop):
        old, new = _tokens(before, start, end), _tokens(after, begin, stop)
        ahead = _alike(old, new)
        behind = _alike(old[ahead:][::-1], new[ahead:][::-1])
        ranges.extend((start + ahead, len(old) - ahead - behind, len(new) - ahead - behind))

    step.get_map().for_each(narrow)
    return StepMap(ranges)


def _tokens(document, start, end) -> list[str]:
    """What stands at each position of a range: half a character, or where a node begins or ends."""
    found = [""] * (end - start)

    def look(node, at, _parent, _index):
        words = node.text.encode("utf-16-le").hex() if node.is_text else ""
        size = node.node_size
        for place in range(max(start, at), min(end, at + size)):
            inner = place - at
            if words:
                found[place - start] = words[4 * inner : 4 * inner + 4]
            elif inner in (0, size - 1):
                found[place - start] = f"{node.type.name} {inner and 1}"
        return True

    if end > start:
        document.nodes_between(start, end, look)
    return found


def _alike(one, other) -> int:
    """How many of the first ones are the same."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _new_ranges(mapping) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    mapping.for_each(lambda _old, _to, start, end: ranges.append((start, end)))
    return ranges


def _without(span, start, end) -> list[Span]:
    """What is left of a span outside of a range."""
    parts = [(span.start, min(span.end, start)), (max(span.start, end), span.end)]
    if end <= span.start or span.end <= start:
        return [span]
    return [replace(span, start=one, end=other) for one, other in parts if one < other]

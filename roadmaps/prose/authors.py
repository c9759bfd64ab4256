"""Who wrote which words of a text, carried through every step."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from prosemirror.model import Node
from prosemirror.transform import Step

from roadmaps.prose.changes import real_map


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
    mapping, moved = real_map(step, *texts), []
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

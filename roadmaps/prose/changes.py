"""What a step really changed, and where a passage is after it."""

from prosemirror.model import Node
from prosemirror.transform import Step, StepMap


def real_map(step: Step, before: Node, after: Node) -> StepMap:
    """The map of a step without what it takes out and puts in again."""
    ranges: list[int] = []

    def narrow(start, end, begin, stop):
        old, new = tokens(before, start, end), tokens(after, begin, stop)
        ahead = _alike(old, new)
        behind = _alike(old[ahead:][::-1], new[ahead:][::-1])
        ranges.extend((start + ahead, len(old) - ahead - behind, len(new) - ahead - behind))

    step.get_map().for_each(narrow)
    return StepMap(ranges)


def tokens(document: Node, start: int, end: int) -> list[str]:
    """What stands at each position of a range: half a character, or where a node begins or ends.

    Which words are bold, and where they lead, is not asked.
    """
    found = [""] * (end - start)

    def look(node, at, _parent, _index):
        words = node.text.encode("utf-16-le").hex() if node.is_text else ""
        size = node.node_size
        for place in range(max(start, at), min(end, at + size)):
            inner = place - at
            if words:
                found[place - start] = words[4 * inner : 4 * inner + 4]
            elif inner in (0, size - 1):
                found[place - start] = f"{node.type.name} {node.attrs} {inner and 1}"
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


def passage_after(start: int, end: int, mapping: StepMap) -> tuple[int, int] | None:
    """Where a passage is after a step; none where all of its words are gone.

    What is put in at its edges is not of it, and what is put in between its words is.
    """
    start, end = mapping.map(start, 1), mapping.map(end, -1)
    return (start, end) if start < end else None

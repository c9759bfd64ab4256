"""The ways of the links: across in the gaps between rows, up and down where no box stands.

Links of one kind to one element run together, like brooks into a river; all others keep apart.
"""

from collections import defaultdict
from dataclasses import dataclass

from roadmaps.picture.arrows import Point
from roadmaps.picture.layout import HEAD, Box, Layout
from roadmaps.picture.ports import CORNER, Bundle, spread

APART = 2.6  # between two links that run side by side
CLEAR = 5.0  # between a link and a box that it passes
STEPS = sorted(range(-14, 15), key=abs)  # where to go when a place is taken
DETOUR = 40.0  # a longer way that is worth going to join links of the same bundle


@dataclass
class Way:
    """The way of one link, from edge to edge."""

    link: dict
    source: Box
    target: Box
    begin: float = 0.0  # where it leaves
    finish: float = 0.0  # where it arrives
    across: float | None = None  # where it passes the rows between

    def __post_init__(self):
        one, other = self.source.row, self.target.row
        self.bundle: Bundle = (self.target.element["code"], self.link["kind"])
        self.is_down = other > one
        # A gap has the number of the row below it.
        self.leaves_in = one + 1 if self.is_down else one
        self.arrives_in = other if other >= one else other + 1
        # The first row that it passes, and the one after the last.
        self.first = min(one, other) + 1
        self.after = max(self.first, one, other)
        self.rows = (1 << self.after) - (1 << self.first)  # a bit for each


def plan(layout: Layout, links: list[dict]) -> list[Way]:
    """Find a way for each link whose ends stand on the map."""
    shown = {box.element["code"]: box for box in layout.boxes}
    ways = []
    for link in links:
        source, target = shown.get(link["source"]["code"]), shown.get(link["target"]["code"])
        if source and target and source is not target:
            begin, finish = _within(source, target.middle), _within(target, source.middle)
            ways.append(Way(link, source, target, begin, finish))
    passages = Passages(layout)
    for way in ways:
        passages.lead(way)
    _give_ports(ways)
    return ways


def _within(box, x):
    return min(max(x, box.x + CORNER), box.right - CORNER)


def _give_ports(ways):
    """Where on the edges of the boxes the links begin and end: as straight as can be."""
    edges = defaultdict(lambda: defaultdict(list))
    for way in ways:
        leaves = way.begin if way.across is None else way.across
        arrives = way.finish if way.across is None else way.across
        edges[way.source.element["code"], way.leaves_in][way.bundle].append((way.source, leaves))
        edges[way.target.element["code"], way.arrives_in][way.bundle].append((way.target, arrives))
    ports = {edge: spread(bundles) for edge, bundles in edges.items()}
    for way in ways:
        way.begin = ports[way.source.element["code"], way.leaves_in][way.bundle]
        way.finish = ports[way.target.element["code"], way.arrives_in][way.bundle]


class Passages:
    """Where one can go straight through rows, and who goes there already."""

    def __init__(self, layout: Layout):
        left, right = HEAD + CLEAR, layout.width - CLEAR
        # Each level knows what is free in twice as many rows at once as the one before.
        self.levels = [[_free(row, left, right) for row in layout.rows]]
        while (span := 2 ** (len(self.levels) - 1)) < len(layout.rows):
            above = self.levels[-1]
            self.levels.append([_common(*pair) for pair in zip(above, above[span:], strict=False)])
        self.taken: dict[int, int] = defaultdict(int)  # by place: a bit for each row
        self.rivers: dict[Bundle, list[float]] = defaultdict(list)

    def lead(self, way: Way) -> None:
        """Choose where a way goes through the rows between its ends, if there are any."""
        if way.first == way.after:
            return
        passages = self.passages(way.first, way.after)
        nearest = sorted([(_detour(way, x := _nearest(way, each)), x, each) for each in passages])
        x = self._river(way, passages, nearest[0][0] + DETOUR)
        if x is None:
            x = next(filter(None, (self._place(way, *each[1:]) for each in nearest)), nearest[0][1])
        way.across = x
        self.taken[round(x / APART)] |= way.rows
        self.rivers[way.bundle].append(x)

    def passages(self, first: int, after: int) -> list[Point]:
        """The stretches, from left to right, that are free in all these rows."""
        level = (after - first).bit_length() - 1
        known = self.levels[level]
        return _common(known[first], known[after - 2**level])

    def _river(self, way, passages, farthest):
        """The way of the same bundle that it can join, if the detour is worth it."""
        for x in self.rivers[way.bundle]:
            is_near = _detour(way, x) <= farthest
            if is_near and any(left <= x <= right for left, right in passages):
                return x
        return None

    def _place(self, way, wished, passage):
        """The place nearest to the wished one in a stretch where nobody else goes."""
        (left, right), middle, taken, rows = passage, round(wished / APART), self.taken, way.rows
        for step in STEPS:
            x = (middle + step) * APART
            if left <= x <= right and not taken[middle + step] & rows:
                return x
        return None


def _free(row, left, right):
    """The stretches of a row on which no box stands."""
    stretches = []
    for box in row:
        stretches.append((left, box.x - CLEAR))
        left = box.right + CLEAR
    stretches.append((left, right))
    return [each for each in stretches if each[0] <= each[1]]


def _common(ones, others):
    """What lies in a stretch of both lists; both go from left to right."""
    both, number, other = [], 0, 0
    while number < len(ones) and other < len(others):
        (left, right), (start, end) = ones[number], others[other]
        low, high = max(left, start), min(right, end)
        if low <= high:
            both.append((low, high))
        if right < end:
            number += 1
        else:
            other += 1
    return both


def _nearest(way, passage):
    """The place in a stretch that is nearest to where the way begins or else where it ends."""
    left, right = passage
    if left <= way.begin <= right:
        return way.begin
    if left <= way.finish <= right:
        return way.finish
    return min(max(way.begin, left), right)


def _detour(way, x):
    return abs(way.begin - x) + abs(x - way.finish)

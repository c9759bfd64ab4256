"""The ways of the links: across in the gaps between rows, up and down where no box stands.

Links of one kind to one element run together, like brooks into a river; all others keep apart.
"""

from collections import defaultdict
from dataclasses import dataclass

from roadmaps.picture.arrows import Point
from roadmaps.picture.layout import GAP, HEAD, Box, Layout
from roadmaps.picture.ports import spread

APART = 2.6  # between two links that run side by side
CLEAR = 5.0  # between a link and a box that it passes
TRACKS = 16  # side by side in one gap at most
STEPS = sorted(range(-14, 15), key=abs)  # where to go when a place is taken
DETOUR = 40.0  # a longer way that is worth going to join links of the same bundle
Bundle = tuple[str, str]


@dataclass
class Way:
    """The way of one link, from edge to edge."""

    link: dict
    source: Box
    target: Box
    begin: float = 0.0  # where it leaves
    finish: float = 0.0  # where it arrives
    across: float | None = None  # where it passes the rows between

    @property
    def bundle(self) -> Bundle:
        return self.target.element["code"], self.link["kind"]

    @property
    def is_down(self) -> bool:
        return self.target.row > self.source.row

    @property
    def leaves_in(self) -> int:
        """The gap into which it leaves: that above the row of the same number."""
        return self.source.row + 1 if self.is_down else self.source.row

    @property
    def arrives_in(self) -> int:
        from_above = self.target.row >= self.source.row
        return self.target.row if from_above else self.target.row + 1

    @property
    def between(self) -> tuple[int, int]:
        """The first row that it passes, and the one after the last."""
        low, high = sorted((self.source.row, self.target.row))
        return low + 1, max(low + 1, high)


def plan(layout: Layout, links: list[dict]) -> list[Way]:
    """Find a way for each link whose ends stand on the map, and make room for all of them."""
    shown = {box.element["code"]: box for box in layout.boxes}
    ends = [(link, *(shown.get(link[side]["code"]) for side in ("source", "target"))) for link in links]
    ways = [Way(*each) for each in ends if each[1] and each[2] and each[1] is not each[2]]
    _give_ports(ways)
    passages = Passages(layout)
    for way in ways:
        passages.lead(way)
    return ways


def _give_ports(ways):
    """Where on the edges of the boxes the links begin and end: as near to each other as can be."""
    edges = defaultdict(lambda: defaultdict(list))
    for way in ways:
        leaving = way.source.element["code"], way.leaves_in
        arriving = way.target.element["code"], way.arrives_in
        edges[leaving][way.bundle].append((way.source, way.target.middle))
        edges[arriving][way.bundle].append((way.target, way.source.middle))
    ports = {edge: spread(bundles) for edge, bundles in edges.items()}
    for way in ways:
        way.begin = ports[way.source.element["code"], way.leaves_in][way.bundle]
        way.finish = ports[way.target.element["code"], way.arrives_in][way.bundle]


class Passages:
    """Where one can go straight through rows, and who goes there already."""

    def __init__(self, layout: Layout):
        left, right = HEAD + CLEAR, layout.width - CLEAR
        self.free = [_free(row, left, right) for row in layout.rows]
        self.through: dict[tuple[int, int], list[Point]] = {}
        self.taken: dict[int, list[tuple[int, int, Bundle]]] = defaultdict(list)
        self.rivers: dict[Bundle, list[float]] = defaultdict(list)

    def lead(self, way: Way) -> None:
        """Choose where a way goes through the rows between its ends, if there are any."""
        first, after = way.between
        if first == after:
            return
        passages = self.passages(first, after)
        x = self._river(way, passages)
        if x is None:
            ranked = sorted(passages, key=lambda each: _detour(way, _nearest(way, each)))
            x = next((x for each in ranked if (x := self._place(way, each)) is not None), None)
        way.across = x if x is not None else passages[0][0]
        self.taken[round(way.across / APART)].append((first, after, way.bundle))
        self.rivers[way.bundle].append(way.across)

    def passages(self, first: int, after: int) -> list[Point]:
        """The stretches, from left to right, that are free in all these rows."""
        if after - first == 1:
            return self.free[first]
        if (first, after) not in self.through:
            whole = self.passages(first, after - 1)
            self.through[first, after] = _common(whole, self.free[after - 1])
        return self.through[first, after]

    def _river(self, way, passages):
        """The way of the same bundle that it can join, if the detour is worth it."""
        best = min(_detour(way, _nearest(way, each)) for each in passages)
        for x in self.rivers[way.bundle]:
            is_near = _detour(way, x) <= best + DETOUR
            if is_near and any(left <= x <= right for left, right in passages):
                return x
        return None

    def _place(self, way, passage):
        """The first place in a stretch where nobody else goes."""
        wished, (left, right) = _nearest(way, passage), passage
        for step in STEPS:
            x = wished + step * APART
            if left <= x <= right and self._is_free(way, x):
                return x
        return None

    def _is_free(self, way, x):
        first, after = way.between
        return not any(
            begin < after and first < end and bundle != way.bundle
            for slot in (-1, 0, 1)
            for begin, end, bundle in self.taken.get(round(x / APART) + slot, ())
            if slot == 0
        )


def _free(row, left, right):
    """The stretches of a row on which no box stands."""
    stretches = []
    for box in row:
        stretches.append((left, box.x - CLEAR))
        left = box.right + CLEAR
    stretches.append((left, right))
    return [each for each in stretches if each[0] <= each[1]]


def _common(ones, others):
    both = [
        (max(one[0], other[0]), min(one[1], other[1])) for one in ones for other in others
    ]
    return [each for each in both if each[0] <= each[1]]


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

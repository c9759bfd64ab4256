"""How high the links run in the gaps between the rows: side by side, never on one another."""

from roadmaps.picture import arrows
from roadmaps.picture.arrows import Point
from roadmaps.picture.layout import GAP, Layout
from roadmaps.picture.ports import Bundle
from roadmaps.picture.routes import APART, Way

EDGE = 6.0  # between a track and the boxes above and below; the heads of arrows have room there
MOST = 14  # tracks in one gap; if more are needed, some are shared
NEXT = 5.0  # between the end of one level stretch and the beginning of another


class Tracks:
    """The level stretches of all ways, each on a track of its gap."""

    def __init__(self, layout: Layout, ways: list[Way]):
        self.layout = layout
        stretches = _stretches(ways, len(layout.rows) + 1)
        packed = [_packed(gap) for gap in stretches]
        self.number = [number for number, _count in packed]
        self.count = [count for _number, count in packed]
        layout.stack([_height(count) for count in self.count])

    def corners(self, way: Way) -> list[Point]:
        """The whole way, from edge to edge."""
        source, target = way.source, way.target
        start = (way.begin, source.bottom if way.is_down else source.y)
        is_above = way.arrives_in == target.row
        end = (way.finish, target.y if is_above else target.bottom)
        leaving = self._y(way.leaves_in, way.bundle)
        if way.across is None:
            return [start, (way.begin, leaving), (way.finish, leaving), end]
        arriving = self._y(way.arrives_in, way.bundle)
        bends = [(way.begin, leaving), (way.across, leaving)]
        return [start, *bends, (way.across, arriving), (way.finish, arriving), end]

    def path(self, way: Way) -> str:
        """The data of its path, with the head of the arrow."""
        corners = self.corners(way)
        is_above = way.arrives_in == way.target.row
        head = arrows.head_down if is_above else arrows.head_up
        return arrows.straight(corners) + head(*corners[-1])

    def _y(self, gap, bundle):
        top, bottom = self.layout.gaps[gap]
        count = min(self.count[gap], MOST)
        track = self.number[gap].get(bundle, 0) % MOST
        return (top + bottom) / 2 + (track - (count - 1) / 2) * APART


def _stretches(ways, gaps):
    """From where to where each bundle runs in each gap."""
    stretches: list[dict[Bundle, Point]] = [{} for _gap in range(gaps)]
    for way in ways:
        across = way.finish if way.across is None else way.across
        _stretch(stretches[way.leaves_in], way.bundle, way.begin, across)
        if way.across is not None:
            _stretch(stretches[way.arrives_in], way.bundle, across, way.finish)
    return stretches


def _stretch(gap, bundle, one, other):
    left, right = (one, other) if one < other else (other, one)
    if right - left > 0.1:
        known = gap.get(bundle, (left, right))
        gap[bundle] = min(left, known[0]), max(right, known[1])


def _packed(gap) -> tuple[dict[Bundle, int], int]:
    """The track of each bundle in a gap, and how many tracks there are."""
    ends: list[float] = []
    tracks = {}
    for (left, right), bundle in sorted((ends_, bundle) for bundle, ends_ in gap.items()):
        track = next((number for number, end in enumerate(ends) if end + NEXT <= left), None)
        if track is None:
            track = len(ends)
            ends.append(right)
        ends[track] = right
        tracks[bundle] = track
    return tracks, len(ends)


def _height(count):
    return max(GAP, 2 * EDGE + (min(count, MOST) - 1) * APART)

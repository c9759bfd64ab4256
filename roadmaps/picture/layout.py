"""Where everything stands: lanes from why to how, boxes in rows that never overlap."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _

from roadmaps.lettering import ELLIPSIS, wrap
from roadmaps.picture.scale import Scale, fitting
from terms.translations import in_language
from terms.vocabulary import VOCABULARIES, label

WIDTH = 1180
HEAD = 150  # the names of layers and lanes
CORRIDOR = (20, 52)  # free of boxes, left and right of them, for links: at least and at most
HEADER = 58  # years and horizons
GAP = 12  # free of boxes, above each row, where links run across; wider where many do
SIZE = 12.0  # of letters
BOX = 38  # the height of a box
GOAL, GOAL_BOX = 184, 53  # goals of one deadline stand side by side before it
WIDTHS = (132, 158, 184, 210, 236)  # the narrowest one in which two lines hold the title
UNDATED = 192  # about as wide are the boxes of the tray
PADDING = 8
GUTTER = 14  # between the boxes of the tray, so that links can pass
BELOW = 6  # free below the last row of a lane
LAYERS = {
    "why": ("challenge", "goal"),
    "what": ("fdi_target", "technology"),
    "how": ("skill", "infrastructure", "initiative"),
}
PILLARS = [term["code"] for term in VOCABULARIES["pillar"]["terms"]]


@dataclass
class Box:
    """The place of one element, and the true extent of its period within it."""

    element: dict
    title: str
    x: float
    width: float
    high: float = BOX
    row: int = 0
    y: float = 0.0
    start: float | None = None  # of the period; none where it is undated
    end: float | None = None

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def is_flag(self) -> bool:
        """Whether it is a goal that is wider than its period: it stands before its deadline."""
        if self.start is None or self.end is None:
            return False
        return self.element["kind"] == "goal" and self.end - self.start < self.width

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        return self.y + self.high


@dataclass
class Lane:
    """One strip of the picture: a kind of element, or the initiatives of one pillar."""

    layer: str
    name: str
    kind: str
    dated: int = 0  # how many rows
    undated: int = 0
    top: float = 0.0
    tray: float = 0.0  # below it lies what has no date
    bottom: float = 0.0


@dataclass
class Layout:
    """The whole picture, ready to be drawn."""

    scale: Scale
    width: float
    lanes: list[Lane] = field(default_factory=list)
    rows: list[list[Box]] = field(default_factory=list)
    gaps: list[tuple[float, float]] = field(default_factory=list)  # top and bottom of each
    height: float = 0.0

    @property
    def boxes(self) -> list[Box]:
        return [box for row in self.rows for box in row]

    def stack(self, gaps: list[float]) -> None:
        """Put the rows below one another. gaps: the room above each row, and below the last."""
        self.gaps, y, row = [], float(HEADER), 0
        for lane in self.lanes:
            lane.top = lane.tray = y
            for number in range(lane.dated + lane.undated):
                if number == lane.dated:
                    lane.tray = y + BELOW / 2 if lane.dated else y
                y = self._stand(row, y, gaps[row])
                row += 1
            lane.bottom = y = y + BELOW
            if not lane.undated:
                lane.tray = y
        self.gaps.append((y - BELOW, y - BELOW + gaps[row]))
        self.height = y + max(0.0, gaps[row] - BELOW)

    def _stand(self, row, y, gap):
        above = self.rows[row - 1][0].bottom if row else y
        self.gaps.append((max(above, y), y + gap))
        high = max(box.high for box in self.rows[row])
        for box in self.rows[row]:
            box.row, box.y, box.high = row, y + gap, high
        return y + gap + high


def arrange(document: dict, width: float = WIDTH) -> Layout:
    """Give every element that stands on the map its place."""
    corridor = _corridor(document["links"])
    scale = fitting(document, HEAD + corridor, width - corridor)
    layout = Layout(scale, width)
    for layer, kind, name, elements in _strips(document["elements"]):
        dated = _pack(_dated(element, scale) for element in elements if _has_date(element))
        tray = _tray([element for element in elements if not _has_date(element)], scale)
        layout.rows += dated + tray
        layout.lanes.append(Lane(layer, name, kind, len(dated), len(tray)))
    layout.stack([GAP] * (len(layout.rows) + 1))
    return layout


def _corridor(links):
    """Maps with many links have more room for them at both sides."""
    bundles = {(link["target"]["code"], link["kind"]) for link in links}
    least, most = CORRIDOR
    return min(most, least + len(bundles) * 0.5)


def _strips(elements):
    """Layer, kind, name and elements of each lane on which something stands."""
    groups = defaultdict(list)
    for element in elements:
        if not element["is_withdrawn"]:
            pillar = element["pillar"] if element["kind"] == "initiative" else None
            groups[element["kind"], pillar].append(element)
    for layer, kinds in LAYERS.items():
        for kind in kinds:
            for pillar in [*PILLARS, None]:
                if standing := groups.get((kind, pillar)):
                    yield layer, kind, _name(kind, pillar), standing


def _name(kind, pillar):
    if kind == "initiative":
        return label("pillar", pillar) or _("of no pillar")
    return label("element_kind", kind)


def _has_date(element):
    return bool(element["earliest"] or element["latest"])


def _dated(element, scale):
    """A box that begins where the period begins, and is wide enough to be read."""
    start = scale.of_day(element["earliest"]) if element["earliest"] else scale.left
    end = scale.after(element["latest"]) if element["latest"] else scale.right
    end = max(end, start + 3)
    title, is_goal = in_language(element, "title"), element["kind"] == "goal"
    least = max(GOAL, _readable(title)) if is_goal else _readable(title)
    width = min(max(end - start, least), scale.right - scale.left)
    x = end - width if is_goal else start  # a goal stands before its deadline
    x = max(scale.left, min(x, scale.right - width))
    high = _goal_height(title, width) if is_goal else BOX
    return Box(element, title, x, width, high, start=start, end=min(end, scale.right))


@lru_cache(maxsize=20_000)
def _readable(title):
    """The narrowest width in which a title need not be cut, within reason."""
    return next(
        (width for width in WIDTHS if not _is_cut(wrap(title, width - 14, SIZE, 2))), WIDTHS[-1]
    )


def _is_cut(lines):
    return any(line.endswith(ELLIPSIS) for line in lines)


def _goal_height(title, width):
    """A goal says its figure and its date below its title."""
    return GOAL_BOX if len(wrap(title, width - 14, SIZE, 2)) > 1 else BOX + 2


def _tray(elements, scale):
    """Boxes of one width, side by side, as many to a row as the picture has room for."""
    room = scale.right - scale.left
    across = max(1, int((room + GUTTER) // (UNDATED + GUTTER)))
    width = (room - GUTTER * (across - 1)) / across
    boxes = []
    for number, element in enumerate(elements):
        title, x = in_language(element, "title"), scale.left + (number % across) * (width + GUTTER)
        high = _goal_height(title, width) if element["kind"] == "goal" else BOX
        boxes.append(Box(element, title, x, width, high))
    return [boxes[start : start + across] for start in range(0, len(boxes), across)]


def _pack(boxes: Iterable[Box]) -> list[list[Box]]:
    """Each box into the first row in which it has room, in the order of their numbers."""
    rows: list[list[Box]] = []
    for box in boxes:
        row = next((row for row in rows if _has_room(row, box) or _step_aside(row, box)), None)
        if row is None:
            rows.append([box])
        else:
            row.append(box)
    return [sorted(row, key=lambda box: box.x) for row in rows]


def _step_aside(row, box):
    """A goal whose place is taken stands to the left of those with its deadline, if it can."""
    first = min(row, key=lambda other: other.x)
    x = first.x - PADDING - box.width
    if not box.is_flag or first.end != box.end or x < HEAD + CORRIDOR[0]:
        return False
    box.x = x
    return True


def _has_room(row, box):
    return all(box.x >= other.right + PADDING or box.right + PADDING <= other.x for other in row)

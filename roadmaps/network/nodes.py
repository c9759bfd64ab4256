"""The elements of a net, in three columns from what is done to why it is done."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Any

from roadmaps.lettering import cut, wrap
from roadmaps.network.order import order, settle
from roadmaps.picture import svg
from roadmaps.picture.svg import COLOURS, QUIET
from roadmaps.picture.words import Words

COLUMNS = (
    ("initiative",),
    ("skill", "technology", "infrastructure", "fdi_target"),
    ("challenge", "goal"),
)
COLUMN = {kind: number for number, kinds in enumerate(COLUMNS) for kind in kinds}
WIDTH, HEAD, MARGIN = 1180, 36, 10
NODE = 250  # the width of an element
APART = (WIDTH - 2 * MARGIN - NODE) / (len(COLUMNS) - 1)  # of the columns
SIZE, SMALL = 12.0, 10.5
LINE, SIDE = 13, 8
FREE, PASSAGE = 8.0, 4.0  # around an element, and for a bundle of links between two elements


@dataclass
class Node:
    """One element of the net."""

    element: dict
    lines: tuple[str, ...]
    is_foreign: bool  # of another map
    y: float = 0.0  # of its middle

    @property
    def code(self) -> str:
        return self.element["code"]

    @property
    def column(self) -> int:
        return COLUMN[self.element["kind"]]

    @property
    def x(self) -> float:
        return MARGIN + self.column * APART

    @property
    def high(self) -> float:
        return 13 + LINE * (len(self.lines) + self.is_foreign)


@dataclass
class Net:
    """Where everything stands; passages: how high bundles of links pass the middle column."""

    nodes: dict[str, Node]
    passages: dict[tuple[str, str], float]
    height: float
    heads: list[str] = field(default_factory=list)


def bundle(link: dict) -> tuple[str, str]:
    """Links of one kind to one element pass the middle column together."""
    return link["target"]["code"], link["kind"]


def is_long(link: dict) -> bool:
    """Whether a link passes the middle column."""
    return abs(COLUMN[link["source"]["kind"]] - COLUMN[link["target"]["kind"]]) > 1


def arrange(elements: dict[str, dict], links: list[dict], own: str, words: Words) -> Net:
    """Give each element and each bundle its place. own: the slug of the map that is drawn."""
    nodes = {code: _node(element, own, words) for code, element in elements.items()}
    columns: list[list[Any]] = [[], [], []]
    for code, node in nodes.items():
        columns[node.column].append(code)
    columns[1] += dict.fromkeys(bundle(link) for link in links if is_long(link))
    near = _near(links)
    order(columns, near)
    room = {item: nodes[item].high + FREE if item in nodes else PASSAGE for item in chain(*columns)}
    high = max(sum(room[item] for item in column) for column in columns)
    middles = settle(columns, near, room, high)
    for code, node in nodes.items():
        node.y = HEAD + middles[code]
    passages = {item: HEAD + middles[item] for item in columns[1] if item not in nodes}
    return Net(nodes, passages, HEAD + high, list(_heads(nodes.values(), words)))


def _node(element, own, words):
    lines = wrap(words.title(element), NODE - 2 * SIDE, SIZE, 2)
    return Node(element, lines, element["roadmap"] != own)


def _near(links):
    """What each element and each bundle is linked with in other columns."""
    near: dict[Any, list[Any]] = defaultdict(list)
    for link in links:
        ends = [link["source"]["code"], link["target"]["code"]]
        if COLUMN[link["source"]["kind"]] == COLUMN[link["target"]["kind"]]:
            continue
        way = [ends[0], bundle(link), ends[1]] if is_long(link) else ends
        for one, other in pairwise(way):
            near[one].append(other)
            near[other].append(one)
    return near


def _heads(nodes, words):
    """The kinds that stand in each column."""
    drawn = {node.element["kind"] for node in nodes}
    for number, kinds in enumerate(COLUMNS):
        said = " · ".join(words.kinds[kind] for kind in kinds if kind in drawn)
        said = cut(said, APART - 20 if number < 2 else NODE, SIZE, True)
        yield svg.text(MARGIN + number * APART, 21, said, SIZE, True, fill=QUIET)


def node(node: Node, own: str, words: Words, is_focus: bool) -> str:
    """One element, and the map it belongs to if that is another one."""
    element, top = node.element, node.y - node.high / 2
    paper, line = COLOURS[element["kind"]]
    name = f"{node.code}, {words.kinds[element['kind']]}: {words.title(element)}"
    name += f" ({element['roadmap']})" if node.is_foreign else ""
    frame: dict[str, Any] = {"stroke_dasharray": "5 3"} if node.is_foreign else {}
    frame |= {"stroke_width": 2.5} if is_focus else {}
    x, y = node.x + SIDE, top + 17.5
    parts = [
        svg.title(name),
        svg.rect(node.x, top, NODE, node.high, rx=4, fill=paper, stroke=line, **frame),
        *[svg.text(x, y + LINE * row, said, SIZE) for row, said in enumerate(node.lines)],
    ]
    if node.is_foreign:
        slug = cut(element["roadmap"], NODE - 2 * SIDE, SMALL)
        parts.append(svg.text(x, y + LINE * len(node.lines), slug, SMALL, fill=line))
    return svg.element(
        "a",
        "".join(parts),
        href=words.address(element["roadmap"], node.code),
        aria_label=name,
        class_=f"box {element['kind']}",
        data_code=node.code,
    )

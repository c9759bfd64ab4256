"""The links of a net as smooth lines that leave and arrive level."""

from roadmaps.network.nodes import APART, MARGIN, NODE, Net, Node, bundle, is_long
from roadmaps.picture import arrows
from roadmaps.picture.arrows import Point, arrow
from roadmaps.picture.words import Words

SWING = 46  # how far a link within one column goes out of it


def edge(link: dict, net: Net, words: Words) -> str:
    """One link, from its source to the head of the arrow at its target."""
    source, target = net.nodes[link["source"]["code"]], net.nodes[link["target"]["code"]]
    if source.column == target.column:
        return arrow(link, _beside(source, target), words)
    is_forward = source.column < target.column
    start = (source.x + NODE * is_forward, source.y)
    end = (target.x + NODE * (not is_forward), target.y)
    points = [start, end]
    if is_long(link):
        y, left = net.passages[bundle(link)], MARGIN + APART
        middle = [(left, y), (left + NODE, y)]
        points[1:1] = middle if is_forward else reversed(middle)
    head = arrows.head_right if is_forward else arrows.head_left
    return arrow(link, _through(points) + head(*end), words)


def _through(points: list[Point]) -> str:
    """A smooth line through these points, level at each; every second stretch is straight."""
    (x, y), parts = points[0], []
    for number, (right, low) in enumerate(points[1:]):
        half = (x + right) / 2
        bend = f"C{half:.1f} {y:.1f} {half:.1f} {low:.1f} {right:.1f} {low:.1f}"
        parts.append(bend if number % 2 == 0 else f"L{right:.1f} {low:.1f}")
        x, y = right, low
    return f"M{points[0][0]:.1f} {points[0][1]:.1f}{''.join(parts)}"


def _beside(source: Node, target: Node) -> str:
    """Within one column a link swings out into the free space beside it, and comes back."""
    is_last = source.x + NODE + SWING > MARGIN + 2 * APART + NODE
    x = source.x + NODE * (not is_last)
    out = x - SWING if is_last else x + SWING
    one, other = source.y + 5, target.y - 5
    if target.y < source.y:
        one, other = source.y - 5, target.y + 5
    bend = f"M{x:.1f} {one:.1f}C{out:.1f} {one:.1f} {out:.1f} {other:.1f} {x:.1f} {other:.1f}"
    return bend + (arrows.head_right if is_last else arrows.head_left)(x, other)

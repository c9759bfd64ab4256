"""Shares of a whole as tiles, the largest first, each as near to a square as it can be."""

from decimal import Decimal

from django.utils.translation import gettext as _

from roadmaps.lettering import cut, width, wrap
from roadmaps.picture import svg
from roadmaps.picture.svg import PAPER, QUIET
from terms.figures import say_number

WIDTH, HEIGHT = 1180.0, 220.0
GAP = 3.0
SIZE = 13.0
SHADES = ("#5a1833", "#6b2142", "#7a2c4f", "#87385b", "#934566", "#9c5272")
REST = "#efecf3"

Tile = tuple[dict | None, float, float, float, float]  # what it is of, x, y, width, height


def treemap(shares: list[dict]) -> str:
    """Tiles as large as the shares, and one for what is not covered or not known.

    shares: label, said (the share in words), percent (of the whole, a decimal) and href.
    """
    known = sorted(shares, key=lambda share: -Decimal(share["percent"]))
    rest = 100 - sum(Decimal(share["percent"]) for share in known)
    sizes = [(share, float(share["percent"])) for share in known]
    if rest > 0:
        covered = WIDTH * (1 - float(rest) / 100)
        tiles = _squarified(sizes, 0, 0, covered, HEIGHT)
        tiles.append((None, covered, 0, WIDTH - covered, HEIGHT))
    else:
        tiles = _squarified(sizes, 0, 0, WIDTH, HEIGHT)
    content = "".join(_tile(tile, number) for number, tile in enumerate(tiles))
    name = _("Share of GDP of the sectors with a published map")
    said = "; ".join(f"{share['label']}: {share['said']}" for share in known)
    return svg.document(WIDTH, HEIGHT, name, said, content)


def _squarified(sizes, x, y, wide, high) -> list[Tile]:
    """Rows along the shorter side; a row grows as long as its tiles become squarer."""
    tiles: list[Tile] = []
    total = sum(size for _share, size in sizes)
    scale = wide * high / total if total else 0
    todo = [(share, size * scale) for share, size in sizes]
    while todo:
        side = min(wide, high)
        row = [todo.pop(0)]
        while todo and _worst([*row, todo[0]], side) <= _worst(row, side):
            row.append(todo.pop(0))
        thick = sum(area for _share, area in row) / side
        tiles += _placed(row, x, y, thick, wide <= high)
        if wide <= high:
            y, high = y + thick, high - thick
        else:
            x, wide = x + thick, wide - thick
    return tiles


def _worst(row, side):
    """How far the least square tile of a row is from a square."""
    total = sum(area for _share, area in row)
    smallest, largest = (choose(area for _share, area in row) for choose in (min, max))
    return max(side**2 * largest / total**2, total**2 / (side**2 * smallest))


def _placed(row, x, y, thick, is_across):
    for share, area in row:
        length = area / thick
        if is_across:
            yield share, x, y, length, thick
            x += length
        else:
            yield share, x, y, thick, length
            y += length


def _tile(tile, number):
    share, x, y, wide, high = tile
    wide, high = max(1.0, wide - GAP), max(1.0, high - GAP)
    if share is None:
        lines = _lines(_("No published map, or share not known"), "", wide, high)
        return svg.rect(x, y, wide, high, fill=REST, rx=3) + _words(lines, x, y, QUIET)
    paper = SHADES[min(number, len(SHADES) - 1)]
    content = [
        svg.title(f"{share['label']}: {share['said']}"),
        svg.rect(x, y, wide, high, fill=paper, rx=3),
        _words(_lines(share["label"], _short(share, wide), wide, high), x, y, PAPER),
    ]
    name = f"{share['label']}: {share['said']}"
    return svg.element("a", "".join(content), href=share["href"], aria_label=name, class_="tile")


def _short(share, wide):
    """The share in words, or as a bare percentage where they have no room."""
    if width(share["said"], SIZE) <= wide - 14:
        return share["said"]
    return f"{say_number(share['percent'])} %"


def _lines(label, said, wide, high):
    """As many lines as the tile has room for; the share comes first to be left out."""
    room, rows = wide - 14, int((high - 8) // 17)
    if room < 24 or rows < 1:
        return []
    words = [(line, True) for line in wrap(label, room, SIZE, max(1, min(3, rows - 1)), True)]
    if rows > len(words) and said:
        words.append((cut(said, room, SIZE), False))
    return [(line, bold) for line, bold in words if line]


def _words(lines, x, y, colour):
    return "".join(
        svg.text(x + 7, y + 19 + 17 * row, line, SIZE, bold, fill=colour)
        for row, (line, bold) in enumerate(lines)
    )

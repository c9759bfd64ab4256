"""What was added, removed, moved and changed, marked on the picture of both documents together.

Each mark has a sign of its own, so that nobody needs its colour.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadmaps.diff import Edit, marks
from roadmaps.picture import svg
from roadmaps.picture.layout import Box
from roadmaps.picture.legend import SIGN, Entry
from roadmaps.picture.scale import Scale
from roadmaps.picture.svg import PAPER

COLOURS = {"added": "#17604a", "removed": "#a51d2d", "moved": "#1f5fa8", "changed": "#8a4b00"}
WORDS = {
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("removed"),
    "moved": gettext_lazy("moved in time"),
    "changed": gettext_lazy("changed"),
}
SIZE = 7.5  # half of a sign
FORMER = 4  # the height of the period of before


class Overlay:
    """The marks of one comparison."""

    def __init__(self, old: dict, new: dict, edits: list[Edit]):
        self.document = marks.both(old, new)
        self.elements = marks.of_elements(edits)
        self.links = marks.of_links(edits)
        self.before = {each["code"]: each for each in old["elements"]}

    def said(self, element: dict) -> str:
        """What a screen reader says of the marks of an element."""
        found = self.elements.get(element["code"], ())
        return " ".join(_("Here: %(mark)s.") % {"mark": WORDS[mark]} for mark in found)

    def address(self, element: dict) -> str | None:
        """Where one reads what changed in an element; none where nothing did."""
        code = element["code"]
        return f"#of-{code}" if code in self.elements else None

    def over(self, box: Box, scale: Scale) -> str:
        """The marks of one box."""
        found = self.elements.get(box.element["code"], ())
        parts = [_frame(box, found[0])] if found else []
        if "removed" in found:
            y = box.y + box.high / 2
            line = {"stroke": COLOURS["removed"], "stroke_width": 1.4}
            parts.append(svg.line(box.x + 3, y, box.right - 3, y, **line))
        if "moved" in found:
            parts.append(_former(self.before[box.element["code"]], box, scale))
        for place, mark in enumerate(found):
            parts.append(sign(mark, box.right - 3 - place * (2 * SIZE + 3), box.y))
        return "".join(parts)

    def on_link(self, link: dict, way: str) -> str:
        """The mark of one link. way: data of its path."""
        mark = self.links.get(link.get("id", ""))
        if mark is None:
            return ""
        name = svg.title(_("%(what)s: %(mark)s") % {"what": _ends(link), "mark": WORDS[mark]})
        x, y = _first_part(way)
        return svg.element("g", name + sign(mark, x, y, 5.0), class_="mark")

    def entries(self) -> list[Entry]:
        """The signs that occur, with their words."""
        found = {mark for each in self.elements.values() for mark in each} | {*self.links.values()}
        words = {**WORDS, "moved": _("moved in time; dotted: where it was")}
        return [(_entry(mark), str(words[mark])) for mark in marks.MARKS if mark in found]


def sign(mark: str, x: float, y: float, size: float = SIZE) -> str:
    """A round sign with a plus, a minus, an arrow to both sides, or a wave."""
    colour, half = COLOURS[mark], size * 0.55
    ring = svg.element("circle", cx=x, cy=y, r=size, fill=PAPER, stroke=colour, stroke_width=1.6)
    strokes = {
        "added": f"M{x - half:.1f} {y:.1f}h{2 * half:.1f}M{x:.1f} {y - half:.1f}v{2 * half:.1f}",
        "removed": f"M{x - half:.1f} {y:.1f}h{2 * half:.1f}",
        "moved": _arrows(x, y, half),
        "changed": f"M{x - half:.1f} {y + 1:.1f}q{half / 2:.1f} {-half:.1f} {half:.1f} 0"
        f"t{half:.1f} 0",
    }
    drawn = svg.element("path", d=strokes[mark], fill="none", stroke=colour, stroke_width=1.8)
    return svg.element("g", ring + drawn, class_=f"sign {mark}")


def _arrows(x, y, half):
    shaft = f"M{x - half:.1f} {y:.1f}h{2 * half:.1f}"
    left = f"M{x - half + 2:.1f} {y - 2:.1f}l-2 2l2 2"
    return f"{shaft}{left}M{x + half - 2:.1f} {y - 2:.1f}l2 2l-2 2"


def _frame(box, mark):
    dashes = "6 3" if mark == "removed" else None
    look: dict[str, Any] = {"fill": "none", "stroke": COLOURS[mark], "stroke_width": 2.4}
    return svg.rect(box.x, box.y, box.width, box.high, rx=4, stroke_dasharray=dashes, **look)


def _former(element, box, scale):
    """Where the bar was before, as an empty one above the box."""
    start = scale.of_day(element["earliest"]) if element["earliest"] else scale.left
    end = scale.after(element["latest"]) if element["latest"] else scale.right
    start, end = max(scale.left, min(start, scale.right - 3)), min(end, scale.right)
    look = {"fill": PAPER, "stroke": COLOURS["moved"], "stroke_dasharray": "2 2"}
    return svg.rect(start, box.y - FORMER - 2, max(3.0, end - start), FORMER, rx=2, **look)


def _entry(mark):
    return lambda x, y: sign(mark, x + SIGN / 2, y + 6, 6.5)


def _ends(link):
    return f"{link['source']['code']} → {link['target']['code']}"


def _first_part(way):
    """The middle of the first part of a path."""
    corners = [tuple(map(float, each.split())) for each in way[1:].split("M")[0].split("L")]
    (x, y), (to_x, to_y) = corners[0], corners[min(1, len(corners) - 1)]
    return (x + to_x) / 2, (y + to_y) / 2

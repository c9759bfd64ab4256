"""What the colours and the signs of a picture mean; only those that occur in it."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from roadmaps.lettering import width
from roadmaps.picture import arrows, svg
from roadmaps.picture.marks import ROUGH
from roadmaps.picture.svg import COLOURS, PAPER, QUIET
from roadmaps.picture.words import Words

SIZE = 11.0
ROW = 21
SIGN, SPACE = 24, 20
Entry = tuple[Callable[[float, float], str], str]


def legend(groups: Iterable[list[Entry]], y: float, left: float, right: float) -> tuple[str, float]:
    """The signs with their words, each group on rows of its own, and where the last one ends."""
    top, parts = y + 10, []
    for group in filter(None, groups):
        x = left
        for sign, words in group:
            room = SIGN + 6 + width(words, SIZE)
            if x + room > right and x > left:
                x, top = left, top + ROW
            parts.append(sign(x, top) + svg.text(x + SIGN + 6, top + 10, words, SIZE, fill=QUIET))
            x += room + SPACE
        top += ROW
    return "".join(parts), top


def of_kinds(elements: list[dict], words: Words) -> list[Entry]:
    """The kinds of elements that are drawn."""
    drawn = {element["kind"] for element in elements}
    return [(_box(kind), words.kinds[kind]) for kind in COLOURS if kind in drawn]


def of_periods(elements: list[dict]) -> list[Entry]:
    """How dates are drawn, and what is made up."""
    dated = [element for element in elements if element["earliest"] or element["latest"]]
    rough = [each for each in dated if any(mark in (each["period"] or "") for mark in "~?%")]
    is_open = any(each["earliest"] is None or each["latest"] is None for each in dated)
    made_up = any(each["certainty"] == "illustrative" for each in elements)
    marked = any(each.get("milestones") for each in dated)
    signs = [
        (dated, _strip, _("period as dated")),
        (rough, _rough, _("rough date")),
        (is_open, _fading, _("start or end not given")),
        (marked, _milestone, _("milestone, filled when reached")),
        (made_up, _made_up, _("made up for illustration")),
    ]
    return [(sign, words) for occurs, sign, words in signs if occurs]


def of_links(links: list[dict], words: Words) -> list[Entry]:
    """The kinds of links that are drawn."""
    drawn = {link["kind"] for link in links}
    return [(_arrow(kind), words.links[kind]) for kind in arrows.LOOKS if kind in drawn]


def _box(kind):
    paper, line = COLOURS[kind]
    return lambda x, y: svg.rect(x, y, SIGN, 12, rx=3, fill=paper, stroke=line)


def _arrow(kind):
    colour, dashes = arrows.LOOKS[kind]

    def sign(x, y):
        shaft = svg.line(
            x, y + 6, x + SIGN - 1, y + 6, stroke=colour, stroke_width=1.4, stroke_dasharray=dashes
        )
        head = arrows.head_right(x + SIGN, y + 6)
        return shaft + svg.element("path", d=head, fill="none", stroke=colour, stroke_width=1.4)

    return sign


def _strip(x, y):
    return svg.rect(x, y + 4, SIGN, 5, rx=2, fill=QUIET)


def _rough(x, y):
    return svg.rect(x, y + 4, SIGN, 5, rx=2, fill=QUIET, stroke=QUIET, **ROUGH)


def _fading(x, y):
    return _strip(x, y) + svg.rect(x + 4, y + 4, SIGN - 4, 5, fill="url(#fade-right)")


def _milestone(x, y):
    mark = svg.diamond(x + SIGN / 2, y + 6.5, 3.6, fill=PAPER, stroke=QUIET)
    return _strip(x, y) + mark


def dashed(x: float, y: float) -> str:
    """The frame of what belongs to another map."""
    return svg.rect(x, y, SIGN, 12, rx=3, fill=PAPER, stroke=QUIET, stroke_dasharray="4 3")


def _made_up(x, y):
    frame = {"rx": 3, "stroke": QUIET, "stroke_dasharray": "4 3"}
    hatching = svg.rect(x, y, SIGN, 12, rx=3, fill="url(#made-up)")
    return svg.rect(x, y, SIGN, 12, fill=PAPER, **frame) + hatching

"""What the colours and the signs of a picture mean."""

from django.utils.translation import gettext as _

from roadmaps.lettering import width
from roadmaps.picture import svg
from roadmaps.picture.svg import COLOURS, PAPER, QUIET
from terms.vocabulary import label

SIZE = 11.0
ROW = 22
SIGN = 24


def legend(kinds: list[str], y: float, wide: float, left: float) -> tuple[str, float]:
    """The legend, in as many rows as it needs, and where it ends."""
    x, top, parts = left, y + 8, []
    for sign, words in _entries(kinds):
        room = SIGN + 6 + width(words, SIZE) + 22
        if x + room > wide and x > left:
            x, top = left, top + ROW
        parts.append(sign(x, top + 2))
        parts.append(svg.text(x + SIGN + 6, top + 12, words, SIZE, fill=QUIET))
        x += room
    return "".join(parts), top + ROW


def _entries(kinds):
    for kind in kinds:
        yield _box(*COLOURS[kind]), label("element_kind", kind)
    yield _strip({}), _("period as dated")
    yield (
        _strip({"fill_opacity": 0.55, "stroke": QUIET, "stroke_dasharray": "2 2"}),
        _("rough date"),
    )
    yield _fading, _("no end given")
    yield _made_up, _("made up for illustration")


def _box(paper, line):
    return lambda x, y: svg.rect(x, y, SIGN, 12, rx=3, fill=paper, stroke=line)


def _strip(more):
    return lambda x, y: svg.rect(x, y + 4, SIGN, 5, rx=2, fill=QUIET, **more)


def _fading(x, y):
    fade = svg.rect(x + 4, y + 4, SIGN - 4, 5, fill="url(#fade-right)")
    return svg.rect(x, y + 4, SIGN, 5, rx=2, fill=QUIET) + fade


def _made_up(x, y):
    frame = {"rx": 3, "stroke": QUIET, "stroke_dasharray": "4 3"}
    hatching = svg.rect(x, y, SIGN, 12, rx=3, fill="url(#made-up)")
    return svg.rect(x, y, SIGN, 12, fill=PAPER, **frame) + hatching

"""The paper on which the boxes stand: layers and lanes, years and horizons."""

from itertools import groupby, pairwise

from roadmaps.lettering import cut, width, wrap
from roadmaps.picture import svg
from roadmaps.picture.layout import HEAD, HEADER, SIZE, Lane, Layout
from roadmaps.picture.svg import ACCENT, LINE, PAPER, QUIET
from roadmaps.picture.words import Words
from terms.vocabulary import label

SMALL = 10.5
LAYER = 18  # the width of the strip with why, what and how
TRAY, SHADES, DEEP = "#f3f1f6", ("#efecf3", "#e3dfea"), "#4a1529"
TOP, BAND = 8, 22  # of the horizons
FLAG = 12  # around the words in the flag of the vision


def grid(layout: Layout, document: dict, words: Words) -> str:
    """Everything that lies behind the boxes and the links."""
    parts = [_lane(lane, layout.width, words) for lane in layout.lanes]
    parts += [_years(layout), _horizons(layout, document)]
    for code, lanes in groupby(layout.lanes, key=lambda lane: lane.layer):
        own = list(lanes)
        parts.append(_layer(code, own[0].top, own[-1].bottom))
    return "".join(parts)


def _lane(lane: Lane, wide: float, words: Words) -> str:
    """A strip with its name; the tray of what has no date is shaded."""
    parts = []
    if lane.undated:
        high = lane.bottom - lane.tray
        parts.append(svg.rect(HEAD, lane.tray, wide - HEAD, high, fill=TRAY, class_="tray"))
    parts.append(svg.line(LAYER, lane.bottom, wide, lane.bottom, stroke=LINE))
    parts += _name(lane, words)
    if lane.undated and lane.dated:
        parts.append(_quiet(lane.tray + 24, words.undated))
    return "".join(parts)


def _name(lane, words):
    """How a lane is called; one that has nothing but a tray says so."""
    y = lane.top + 21
    above = words.kinds[lane.kind] if lane.kind == "initiative" else ""
    below = "" if lane.dated else words.undated
    if above:
        yield _quiet(y, f"{above}, {below}" if below else above)
        y += 14
    for line in wrap(lane.name, HEAD - LAYER - 17, SIZE, 2, True):
        yield svg.text(LAYER + 9, y, line, SIZE, True)
        y += 14
    if below and not above:
        yield _quiet(y + 1, below)


def _quiet(y, said):
    return svg.text(LAYER + 9, y, said, SMALL, fill=QUIET)


def _years(layout: Layout) -> str:
    """The years above, and a thin line down from each through what has a date."""
    scale, parts = layout.scale, []
    spans = [(HEADER - 18, HEADER), *((lane.top, lane.tray) for lane in layout.lanes)]
    spans = [span for span in spans if span[1] > span[0]]
    for year in range(scale.first, scale.last + 2):
        x = scale.of_year(year)
        parts += [
            svg.line(x, top, x, bottom, stroke=LINE, stroke_width=0.7) for top, bottom in spans
        ]
    for year in scale.labelled:
        x = scale.of_year(year) + (scale.column - width(str(year), SMALL)) / 2
        parts.append(svg.text(x, HEADER - 8, str(year), SMALL, fill=QUIET))
    return "".join(parts)


def _horizons(layout: Layout, document: dict) -> str:
    """Now, short, medium and long term, and the year of the vision, as the map counts them."""
    scale, years = layout.scale, document["roadmap"]["horizons"]
    bounds = [scale.first] + [
        years[name] + 1 for name in ("base_year", "short_until", "medium_until", "vision_year")
    ]
    vision = scale.of_year(years["vision_year"] + 1)
    flag = f"{label('roadmap_horizon', 'vision')} {years['vision_year']}"
    room = width(flag, SMALL, True) + FLAG
    parts = []
    for number, (first, after) in enumerate(pairwise(bounds)):
        start, end = scale.of_year(max(first, scale.first)), scale.of_year(after)
        said = label("roadmap_horizon", ("now", "short", "medium", "long")[number])
        parts.append(svg.rect(start, TOP, end - start - 1, BAND, fill=SHADES[number % 2], rx=3))
        end -= room if after == bounds[-1] else 0
        parts.append(
            svg.text(start + 6, TOP + 15, cut(said, end - start - 10, SMALL, True), SMALL, True)
        )
    parts += [
        svg.rect(vision - room, TOP, room, BAND, fill=ACCENT, rx=3),
        svg.text(vision - room + FLAG / 2, TOP + 15, flag, SMALL, True, fill=PAPER),
        svg.line(vision, TOP, vision, layout.height, stroke=ACCENT, stroke_width=1.4),
    ]
    return "".join(parts)


def _layer(code: str, top: float, bottom: float) -> str:
    """Why, what or how, written upwards at the left edge."""
    words, middle = label("roadmap_layer", code), (top + bottom) / 2
    y = middle + width(words, SIZE, True) / 2
    turned = f"rotate(-90 13 {y:.1f})"
    strip = svg.rect(0, top, LAYER, bottom - top - 1, fill=DEEP)
    return strip + svg.text(13, y, words, SIZE, True, fill=PAPER, transform=turned)

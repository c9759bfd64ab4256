"""An indicator over the years, with the countries it is compared with."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from roadmaps.charts.axes import Axes, fitting
from roadmaps.lettering import cut, width
from roadmaps.picture import svg
from roadmaps.picture.apart import apart
from roadmaps.picture.arrows import straight
from roadmaps.picture.svg import ACCENT, LINE, PAPER, QUIET
from terms import periods
from terms.figures import short_figure
from terms.places import say_place

WIDTH = 1180.0
HEIGHT = 340.0
BAR, NAMES = 26.0, 190.0
SIZE = 12.0
NAME = 15.0  # the height of a name
OTHERS = ("#1f5fa8", "#12705c", "#8a6100", "#673ca0", "#4f5b69", "#b03a2e", "#2c7335")
PROMISED = ("target", "projection")


def series(indicator: Any, values: list[dict], place: str) -> str:
    """Values of an indicator as SVG: lines over the years, or bars where all are of one time.

    values: figures with place, partner, period, status and vintage. place: whose indicator it is.
    Values of different scope or vintage are never joined; those without a date are not drawn.
    """
    dated = [value for value in values if value["latest"]]
    if not dated:
        return ""
    name = indicator.said("name")
    times = {value["period"] for value in dated}
    if len(times) == 1 and len(dated) > 1:
        return _bars(name, dated, place)
    return _lines(name, dated, place)


def place_name(value: dict) -> str:
    """A country in the reader's language, or two for a flow between them."""
    return " → ".join(filter(None, map(say_place, (value["place"], value["partner"]))))


def _bars(name, values, place):
    """One bar for each value, the longest first."""
    rows = sorted(values, key=lambda value: -float(value["high"] or value["low"]))
    most = max(abs(float(value["high"] or value["low"])) for value in rows) or 1.0
    height = 12 + BAR * len(rows)
    content = [svg.rect(0, 0, WIDTH, height, fill=PAPER)]
    for number, value in enumerate(rows):
        y = 8 + BAR * number
        said, who = short_figure(value), _who(value)
        length = max(2.0, (WIDTH - NAMES - 150) * abs(float(value["high"] or value["low"])) / most)
        colour = ACCENT if value["place"] == place else "#b9b3c2"
        label = cut(who, NAMES - 12, SIZE, value["place"] == place)
        content += [
            svg.text(4, y + 14, label, SIZE, value["place"] == place),
            svg.rect(NAMES, y + 2, length, BAR - 10, fill=colour, rx=2),
            svg.text(NAMES + length + 6, y + 14, said, SIZE),
        ]
    return svg.document(WIDTH, height, name, _description(rows), "".join(content))


def _who(value):
    more = [value["scope"], value["vintage"]]
    return " · ".join([place_name(value), *(each for each in more if each)])


def _lines(name, values, place):
    runs = _runs(values, place)
    high = max(HEIGHT, NAME * len(runs) + 60)
    axes = fitting(values, WIDTH, high)
    colours = _colours(runs, place)
    content = [svg.rect(0, 0, WIDTH, high, fill=PAPER), *_grid(axes, values[0], high)]
    content += _leaders(axes, runs, colours)
    content += [_run(axes, run, colours[key[0]], key[0] == place) for key, run in runs.items()]
    if any(value["status"] in PROMISED for value in values):
        content.append(_explained(axes, high))
    return svg.document(WIDTH, high, name, _description(values), "".join(content))


def _runs(values, place):
    """Values that may be joined: of one place, scope and vintage. Those at home come last."""
    runs = defaultdict(list)
    for value in values:
        key = (value["place"], value["partner"], value["scope"], value["vintage"])
        runs[key].append(value)
    ordered = sorted(runs.items(), key=lambda item: (item[0][0] == place, str(item[0])))
    return {key: sorted(run, key=lambda value: value["latest"]) for key, run in ordered}


def _colours(runs, place):
    places = list(dict.fromkeys(key[0] for key in runs if key[0] != place))
    colours = {each: OTHERS[number % len(OTHERS)] for number, each in enumerate(places)}
    return colours | {place: ACCENT}


def _grid(axes: Axes, sample: dict, high: float):
    for tick in axes.ticks:
        y = axes.y(tick)
        said = short_figure(sample | {"operator": "eq", "low": f"{tick:g}", "high": None})
        yield svg.line(axes.left, y, axes.right, y, stroke=LINE, stroke_width=0.7)
        yield svg.text(4, y + 4, cut(said, axes.left - 12, 11.0), 11.0, fill=QUIET)
    for year in axes.years:
        x = axes.at(date(year, 7, 1)) - width(str(year), 11.0) / 2
        yield svg.text(x, high - 10, str(year), 11.0, fill=QUIET)


def _run(axes, run, colour, is_home):
    """A line through what was measured, and on, dashed, to what is promised."""
    points = [(axes.x(value), axes.y(float(value["low"])), value) for value in run]
    measured = [point for point in points if point[2]["status"] not in PROMISED]
    promised = [point for point in points if point[2]["status"] in PROMISED]
    look = {"fill": "none", "stroke": colour, "stroke_width": 2.4 if is_home else 1.4}
    parts = [_line(measured, **look)]
    if promised:
        parts.append(_line(measured[-1:] + promised, stroke_dasharray="4 4", **look))
    for x, y, value in points:
        if value["high"]:
            top = axes.y(float(value["high"]))
            parts.append(svg.line(x, y, x, top, stroke=colour, stroke_width=4))
        parts.append(_point(x, y, value, colour, is_home))
    return "".join(parts)


def _line(points, **look):
    if len(points) < 2:
        return ""
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y, _value in points)
    return svg.element("polyline", points=corners, **look)


def _point(x, y, value, colour, is_home):
    """A dot for what was measured, an empty one for what is only promised or expected."""
    said = f"{_who(value)}, {periods.say(value['period'])}: {short_figure(value)}"
    is_promised = value["status"] in PROMISED
    fill = PAPER if is_promised else colour
    size = 5.0 if is_home else 3.6
    return svg.element(
        "circle", svg.title(said), cx=x, cy=y, r=size, fill=fill, stroke=colour, stroke_width=1.6
    )


def _leaders(axes, runs, colours):
    """Each run is named beside its last value; names that would touch are moved apart."""
    ends = [(axes.y(float(run[-1]["low"])), key, run[-1]) for key, run in runs.items()]
    ends.sort(key=lambda end: end[0])
    wished = [y for y, _key, _value in ends]
    places = apart(wished, [NAME] * len(ends), 4.0, axes.bottom + 22)
    for (y, key, value), place in zip(ends, places, strict=True):
        colour, x = colours[key[0]], axes.right + 12
        elbow = straight([(axes.x(value), y), (axes.right - 8, y), (x - 3, place)])
        yield svg.element("path", d=elbow, fill="none", stroke=LINE)
        yield svg.rect(x, place - 5, 3, 10, fill=colour)
        yield _name(x + 8, place + 4, value, colour == ACCENT)


def _name(x, y, value, is_home):
    """Who it is, as far as there is room, and the whole value."""
    said = short_figure(value)
    room = WIDTH - x - width(said, SIZE, is_home) - 12
    who = cut(_who(value), room, SIZE, is_home)
    after = x + width(who, SIZE, is_home) + 8
    return svg.text(x, y, who, SIZE, is_home) + svg.text(after, y, said, SIZE, is_home)


def _explained(axes, high):
    dot = {"r": 3.6, "fill": PAPER, "stroke": QUIET, "stroke_width": 1.6}
    x, y = axes.right + 14, high - 14.0
    sign = svg.element("circle", cx=x, cy=y, **dot)
    return sign + svg.text(x + 9, y + 4, _("target or projection"), 11.0, fill=QUIET)


def _description(values):
    said = "; ".join(
        f"{_who(value)} {periods.say(value['period'] or '')}: {short_figure(value)}"
        for value in values[:40]
    )
    return _("Values: %(values)s. The table has all of them.") % {"values": said}

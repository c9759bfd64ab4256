"""An indicator over the years, with the countries it is compared with."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from roadmaps.charts.axes import Axes, fitting
from roadmaps.lettering import cut
from roadmaps.picture import svg
from roadmaps.picture.svg import INK, LINE, PAPER, QUIET
from terms import periods
from terms.figures import short_figure
from terms.places import say_place

WIDTH = 1180.0
HEIGHT = 340.0
BAR, NAMES = 26.0, 190.0
SIZE = 12.0
ACCENT = "#7a1f3d"
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
    axes = fitting(values, WIDTH, HEIGHT)
    content = [svg.rect(0, 0, WIDTH, HEIGHT, fill=PAPER), *_grid(axes, values[0])]
    runs = _runs(values, place)
    colours = _colours(runs, place)
    for key, run in runs.items():
        content.append(_run(axes, run, colours[key[0]], key[0] == place))
    content += _names(axes, runs, colours)
    return svg.document(WIDTH, HEIGHT, name, _description(values), "".join(content))


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


def _grid(axes: Axes, sample: dict):
    for tick in axes.ticks:
        y = axes.y(tick)
        said = short_figure(sample | {"operator": "eq", "low": f"{tick:g}", "high": None})
        yield svg.line(axes.left, y, axes.right, y, stroke=LINE, stroke_width=0.7)
        yield svg.text(4, y + 4, cut(said, axes.left - 12, 11.0), 11.0, fill=QUIET)
    for year in axes.years:
        x = axes.at(date(year, 7, 1))
        yield svg.text(x - 12, HEIGHT - 8, str(year), 11.0, fill=QUIET)


def _run(axes, run, colour, is_home):
    points = [(axes.x(value), axes.y(float(value["low"]))) for value in run]
    parts = []
    pairs = zip(points, run, strict=True)
    measured = [point for point, value in pairs if value["status"] not in PROMISED]
    if len(measured) > 1:
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in measured)
        thick = 2.4 if is_home else 1.4
        parts.append(
            svg.element("polyline", points=corners, fill="none", stroke=colour, stroke_width=thick)
        )
    for (x, y), value in zip(points, run, strict=True):
        if value["high"]:
            top = axes.y(float(value["high"]))
            parts.append(svg.line(x, y, x, top, stroke=colour, stroke_width=4))
        parts.append(_point(x, y, value, colour, is_home))
    return "".join(parts)


def _point(x, y, value, colour, is_home):
    """A dot for what was measured, an empty one for what is only promised or expected."""
    said = f"{_who(value)}, {periods.say(value['period'])}: {short_figure(value)}"
    is_promised = value["status"] in PROMISED
    fill = PAPER if is_promised else colour
    size = 5.0 if is_home else 3.6
    return svg.element(
        "circle", svg.title(said), cx=x, cy=y, r=size, fill=fill, stroke=colour, stroke_width=1.6
    )


def _names(axes, runs, colours):
    """Each run is named at its last point; names that would touch are moved apart."""
    wanted = [(axes.y(float(run[-1]["low"])), key, run[-1]) for key, run in runs.items()]
    lowest = -20.0
    for y, key, value in sorted(wanted, key=lambda each: each[0]):
        y = max(y + 4, lowest + 14)
        lowest = y
        if y > HEIGHT - 22:
            break
        said = f"{_who(value)}  {short_figure(value)}"
        room = WIDTH - axes.right - 16
        words = cut(said, room, SIZE)
        start = axes.x(value)
        x = axes.right + 12
        if start < axes.right - 4:
            yield svg.line(start + 6, axes.y(float(value["low"])), x - 3, y - 4, stroke=LINE)
        yield svg.text(x, y, words, SIZE, key[0] in colours and colours[key[0]] == ACCENT, fill=INK)
        yield svg.rect(x - 6, y - 8, 3, 9, fill=colours[key[0]])


def _description(values):
    said = "; ".join(
        f"{_who(value)} {periods.say(value['period'] or '')}: {short_figure(value)}"
        for value in values[:40]
    )
    return _("Values: %(values)s. The table has all of them.") % {"values": said}

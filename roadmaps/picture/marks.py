"""How a box looks: its title, its period, and what a goal promises."""

from datetime import date
from typing import Any

from roadmaps.lettering import cut, width, wrap
from roadmaps.picture import svg
from roadmaps.picture.layout import SIZE, Box
from roadmaps.picture.scale import Scale
from roadmaps.picture.svg import COLOURS, LINE, PAPER
from roadmaps.picture.words import Words
from terms import periods
from terms.figures import short_figure

SMALL = 10.5
STRIP = 5  # the height of the true extent of a period
FADE = 34.0  # the length over which an open end fades
SIDE = 7  # between the frame of a box and its words
ROUGH = {"fill_opacity": 0.5, "stroke_dasharray": "2 2"}


def definitions() -> str:
    """What boxes refer to: hatching for what is made up, and fading for what has no end."""
    fades = "".join(
        svg.element("linearGradient", _stop(0, start) + _stop(1, 1 - start), id=f"fade-{side}")
        for side, start in (("right", 0), ("left", 1))
    )
    hatching = svg.element(
        "pattern",
        svg.line(0, 0, 0, 6, stroke=LINE, stroke_width=3),
        id="made-up",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return svg.element("defs", fades + hatching)


def _stop(offset, opacity):
    return svg.element("stop", offset=offset, stop_color=PAPER, stop_opacity=opacity)


def box(box: Box, slug: str, scale: Scale, words: Words, overlay: Any = None) -> str:
    """One element: its label, its figure, its dates, all in one link.

    overlay: what marks it, and where it leads, in a picture of changes.
    """
    element = box.element
    paper, line = COLOURS[element["kind"]]
    name, where = words.name(element, box.title), words.address(slug, element["code"])
    if overlay:
        name, where = f"{name} {overlay.said(element)}".strip(), overlay.address(element) or where
    made_up = element["certainty"] == "illustrative"
    dashes = "4 3" if made_up else None
    parts = [svg.title(name), _frame(box, fill=paper, stroke=line, stroke_dasharray=dashes)]
    if made_up:
        parts.append(_frame(box, fill="url(#made-up)", fill_opacity=0.55))
    parts += [_strip(box, line), _milestones(box, scale, line)]
    parts += _goal(box, line) if element["kind"] == "goal" else _title(box)
    if overlay:
        parts.append(overlay.over(box, scale))
    return svg.element(
        "a",
        "".join(parts),
        href=where,
        aria_label=name,
        class_=f"box {element['kind']}",
        data_code=element["code"],
        data_kind=element["kind"],
        data_period=element["period"],
    )


def _frame(box, **more):
    return svg.rect(box.x, box.y, box.width, box.high, rx=4, **more)


def _title(box):
    """The title in two lines, in the middle of what the strip leaves free."""
    lines = wrap(box.title, box.width - 2 * SIDE, SIZE, 2)
    middle = box.y + (box.high - STRIP * (box.start is not None)) / 2
    top = middle + 4.2 - 6.5 * (len(lines) - 1)
    return [svg.text(box.x + SIDE, top + 13 * row, line, SIZE) for row, line in enumerate(lines)]


def _goal(box, colour):
    """The title of a goal; below it what it promises, and by when."""
    x, promise = box.x + SIDE, _promise(box.element)
    when = cut(periods.say(box.element["period"] or ""), box.width / 2, SMALL)
    lines = wrap(box.title, box.width - 2 * SIDE, SIZE, 2 if box.high > 45 else 1)
    parts = [svg.text(x, box.y + 15 + 13 * row, line, SIZE) for row, line in enumerate(lines)]
    y, right = box.bottom - STRIP - 3.5, box.right - SIDE
    if box.start is not None and box.element["latest"]:
        parts.append(svg.diamond(right - 4, y - 3.5, 4.5, fill=colour))
        right -= 13
    at = right - width(when, SMALL)
    parts.append(svg.text(at, y, when, SMALL, fill=colour))
    parts.append(svg.text(x, y, cut(promise, at - x - 6, SIZE, True), SIZE, True))
    return parts


def _promise(element):
    targets = [figure for figure in element["figures"] if figure["basis"] == "target"]
    return short_figure(targets[0]) if targets else ""


def _strip(box, colour):
    """The period as it is: soft where it is only roughly known, fading where it has no end."""
    if box.start is None or box.is_flag:  # a flag says its date in words
        return ""
    element, top = box.element, box.bottom - STRIP
    length = max(3.0, box.end - box.start)
    is_rough = any(mark in (element["period"] or "") for mark in "~?%")
    soft = ROUGH | {"stroke": colour} if is_rough else {}
    parts = [svg.rect(box.start, top, length, STRIP, fill=colour, rx=2, **soft)]
    room = min(FADE, length)
    if element["latest"] is None:
        parts.append(svg.rect(box.end - room, top, room, STRIP, fill="url(#fade-right)"))
    if element["earliest"] is None:
        parts.append(svg.rect(box.start, top, room, STRIP, fill="url(#fade-left)"))
    return "".join(parts)


def _milestones(box, scale, colour):
    """Small diamonds on the strip, filled where the milestone was reached."""
    parts = []
    for milestone in box.element.get("milestones") or ():
        when = milestone["achieved"] or milestone["forecast"] or milestone["planned"]
        day = _day(when)
        if box.start is None or day is None:
            continue
        x = scale.after(day)
        if box.start + 4 <= x <= box.end - 4:
            fill = colour if milestone["achieved"] else PAPER
            mark = svg.diamond(x, box.bottom - STRIP / 2, 3.6, fill=fill, stroke=colour)
            parts.append(mark)
    return "".join(parts)


def _day(period) -> str | None:
    latest: date | None = periods.parse(period).latest if period else None
    return latest.isoformat() if latest else None

"""How a box, a lane, a year and a link look."""

from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from roadmaps.lettering import cut, width, wrap
from roadmaps.picture import svg
from roadmaps.picture.layout import BOX, HEAD, HEADER, Box, Lane, Layout
from roadmaps.picture.routes import path
from roadmaps.picture.svg import COLOURS, INK, LINE, PAPER, QUIET
from terms import periods
from terms.figures import short_figure
from terms.languages import active
from terms.translations import in_language
from terms.vocabulary import label

SIZE, SMALL = 12.0, 10.5
STRIP = 5  # the height of the true extent of a period
TRAY = "#f1eff4"
LINK_COLOURS = {
    "addresses": "#b03a2e", "delivers": "#2c7335", "contributes_to": "#1f5fa8",
    "requires": "#8a6100", "depends_on": "#673ca0", "motivates": "#1f5fa8",
    "shared_with": "#4f5b69", "conflicts_with": "#b03a2e", "replaces": "#4f5b69",
}  # fmt: skip


def address(slug: str, code: str) -> str:
    """Where one reads about an element, in the reader's language."""
    language = "" if active() == "en" else f"/{active()}"
    return f"{language}/roadmaps/{slug}/elements/{code}"


def definitions() -> str:
    """What boxes refer to: hatching for what is made up, and fading for what has no end."""
    fades = "".join(
        svg.element(
            "linearGradient",
            _stop(0, 1 - start) + _stop(1, start),
            id=f"fade-{side}",
        )
        for side, start in (("right", 0), ("left", 1))
    )
    stroke = svg.line(0, 0, 0, 6, stroke=LINE, stroke_width=3)
    hatching = svg.element(
        "pattern",
        stroke,
        id="made-up",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return svg.element("defs", fades + hatching)


def _stop(offset, opacity):
    return svg.element("stop", offset=offset, stop_color=PAPER, stop_opacity=1 - opacity)


def box(box: Box, slug: str) -> str:
    """One element: its label, its code, its dates, all in one link."""
    element = box.element
    paper, line = COLOURS[element["kind"]]
    made_up = element["certainty"] == "illustrative"
    name = accessible_name(element)
    parts = [
        svg.title(name),
        svg.rect(
            box.x, box.y, box.width, BOX, rx=4, fill=paper, stroke=line,
            stroke_width=1, stroke_dasharray="4 3" if made_up else None,
        ),
    ]  # fmt: skip
    if made_up:
        shade = {"fill": "url(#made-up)", "fill_opacity": 0.55}
        parts.append(svg.rect(box.x, box.y, box.width, BOX, rx=4, **shade))
    parts += [_strip(box, line), *_label(box)]
    return svg.element(
        "a",
        "".join(parts),
        href=address(slug, element["code"]),
        aria_label=name,
        class_=f"box {element['kind']}",
        data_code=element["code"],
    )


def accessible_name(element: dict) -> str:
    """What a screen reader says of a box, and what a pointer shows."""
    kind = label("element_kind", element["kind"])
    when = periods.say(element["period"]) if element["period"] else _("undated")
    name = f"{element['code']}, {kind}: {in_language(element, 'title')}. {when}."
    made_up = element["certainty"] == "illustrative"
    return f"{name} {_('Made up for illustration.')}" if made_up else name


def _strip(box, colour):
    """The period as it is: soft where it is only roughly known, fading where it has no end."""
    if box.start is None:
        return ""
    if box.is_moved:
        return _flag(box, colour)
    element, bottom = box.element, box.y + BOX - STRIP
    is_rough = "~" in (element["period"] or "") or "?" in (element["period"] or "")
    length = max(3.0, box.end - box.start)
    dashes = {"fill_opacity": 0.55, "stroke": colour, "stroke_dasharray": "2 2"} if is_rough else {}
    parts = [svg.rect(box.start, bottom, length, STRIP, fill=colour, rx=2, **dashes)]
    room = min(28.0, length)
    if element["latest"] is None:
        fade = svg.rect(box.end - room, bottom, room, STRIP, fill="url(#fade-right)")
        parts.append(fade)
    if element["earliest"] is None:
        parts.append(svg.rect(box.start, bottom, room, STRIP, fill="url(#fade-left)"))
    if element["kind"] == "goal":
        parts.append(_diamond(box.end, box.y + BOX - STRIP / 2, colour))
    return "".join(parts)


def _flag(box, colour):
    """The date of a goal that stands aside, in words."""
    words = cut(periods.say(box.element["period"]), 70, SMALL)
    x, y = box.right - 16 - width(words, SMALL), box.y + BOX - 6
    return svg.text(x, y, words, SMALL, fill=colour) + _diamond(box.right - 2, y - 3.5, colour)


def _diamond(x, y, colour):
    points = f"{x - 10:.1f},{y:.1f} {x - 5:.1f},{y - 5:.1f} {x:.1f},{y:.1f} {x - 5:.1f},{y + 5:.1f}"
    return svg.element("polygon", points=points, fill=colour)


def _label(box):
    """The title in two lines; of a goal the figure that it promises in the second."""
    room, x = box.width - 14, box.x + 7
    element, words = box.element, in_language(box.element, "title")
    promise = _promise(element)
    if not promise:
        lines = wrap(words, room, SIZE, 2)
        top = box.y + (13.5 if len(lines) == 2 else 19)
        return [svg.text(x, top + 13 * row, line, SIZE) for row, line in enumerate(lines)]
    return [
        svg.text(x, box.y + 13.5, cut(words, room, SIZE), SIZE),
        svg.text(
            x, box.y + 27, cut(promise, room - 62 * box.is_moved, SIZE, True), SIZE, bold=True
        ),
    ]


def _promise(element):
    if element["kind"] != "goal":
        return ""
    targets = [figure for figure in element["figures"] if figure["basis"] == "target"]
    return short_figure(targets[0]) if targets else ""


def years(layout: Layout) -> str:
    """The years above, and a thin line down from each through what has a date."""
    scale, parts = layout.scale, []
    spans = [(HEADER - 14, HEADER), *((lane.top, lane.dated_until) for lane in layout.lanes)]
    for year in range(scale.first, scale.last + 1):
        x = scale.of_year(year)
        for top, bottom in spans:
            if bottom > top:
                parts.append(svg.line(x, top, x, bottom, stroke=LINE, stroke_width=0.7))
    for year in scale.labelled:
        parts.append(svg.text(scale.of_year(year) + 3, HEADER - 6, str(year), SMALL, fill=QUIET))
    return "".join(parts)


def horizons(layout: Layout, document: dict) -> str:
    """Now, short, medium and long term, as the map counts them."""
    scale, years = layout.scale, document["roadmap"]["horizons"]
    ends = [
        ("now", scale.first, years["base_year"]),
        ("short", years["base_year"] + 1, years["short_until"]),
        ("medium", years["short_until"] + 1, years["medium_until"]),
        ("long", years["medium_until"] + 1, years["vision_year"]),
    ]
    parts = []
    for number, (code, first, last) in enumerate(ends):
        start, end = scale.of_year(max(first, scale.first)), scale.of_year(last + 1)
        shade = "#efecf3" if number % 2 == 0 else "#e3dfea"
        parts.append(svg.rect(start, 8, end - start - 1, 22, fill=shade, rx=3))
        words = cut(label("roadmap_horizon", code), end - start - 10, SMALL, True)
        parts.append(svg.text(start + 6, 23, words, SMALL, bold=True, fill=INK))
    x = scale.of_year(years["vision_year"] + 1)
    parts.append(svg.line(x, 8, x, layout.height, stroke="#7a1f3d", stroke_width=1.4))
    return "".join(parts)


def lane(lane: Lane, number: int, wide: float) -> str:
    """A strip with its name; the tray of what has no date is shaded."""
    shade = "#faf9fb" if number % 2 == 0 else PAPER
    parts = [svg.rect(0, lane.top, wide, lane.bottom - lane.top, fill=shade)]
    y = lane.top + 26
    if lane.kind == "initiative":
        parts.append(svg.text(24, y, label("element_kind", lane.kind), SMALL, fill=QUIET))
        y += 15
    for words in wrap(lane.name, HEAD - 34, SIZE, 2, True):
        parts.append(svg.text(24, y, words, SIZE, bold=True))
        y += 14
    if lane.has_tray:
        top = lane.dated_until
        parts.append(svg.rect(HEAD, top, wide - HEAD, lane.bottom - top, fill=TRAY, class_="tray"))
        words = cut(_("undated"), HEAD - 34, SMALL)
        y = max(y + 2, top + 24)
        parts.append(svg.text(24, y, words, SMALL, fill=QUIET, font_style="italic"))
    return "".join(parts)


def layer(code: str, top: float, bottom: float) -> str:
    """Why, what or how, written upwards at the left edge."""
    words, middle = label("roadmap_layer", code), (top + bottom) / 2
    turned = f"rotate(-90 12 {middle:.1f})"
    return svg.rect(0, top, 18, bottom - top - 2, fill="#4a1529") + svg.element(
        "text", escape(words), x=12, y=middle, font_size=SMALL, font_weight=600, fill=PAPER,
        text_anchor="middle", transform=turned, dy="0.1em",
    )  # fmt: skip


def link(link: dict, corners: list) -> str:
    """A link that keeps to the free ways of the picture."""
    return line_of(link, path(corners))


def line_of(link: dict, way: str) -> str:
    """A link: a thin line, which the page can show or hide by its kind. way: data of a path."""
    ends = {end: link[end]["code"] for end in ("source", "target")}
    name = f"{ends['source']} {label('link_type', link['kind'])} {ends['target']}"
    return svg.element(
        "path",
        svg.title(name),
        d=way,
        fill="none",
        stroke=LINK_COLOURS[link["kind"]],
        stroke_width=0.7 + 0.4 * link["strength"],
        stroke_opacity=0.32,
        stroke_linejoin="round",
        class_=f"link link-{link['kind']}",
        data_source=ends["source"],
        data_target=ends["target"],
    )

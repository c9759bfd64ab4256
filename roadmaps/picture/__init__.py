"""The map as a picture: why, what and how, over the years.

Drawn from a document alone, so it is the same for the page, for print and for a program; the same
document gives the same bytes.
"""

from django.utils.translation import gettext as _

from roadmaps.picture import legend, marks, svg
from roadmaps.picture.arrows import arrow
from roadmaps.picture.grid import grid
from roadmaps.picture.layout import HEAD, LAYERS, WIDTH, arrange
from roadmaps.picture.overlay import Overlay
from roadmaps.picture.routes import plan
from roadmaps.picture.tracks import Tracks
from roadmaps.picture.words import Words
from terms import periods
from terms.translations import in_language
from terms.vocabulary import label


def draw(document: dict, width: float = WIDTH) -> str:
    """The roadmap of this document as SVG, in the reader's language. width: in pixels."""
    return _drawn(document, width, None)


def draw_changes(overlay: Overlay, width: float = WIDTH) -> str:
    """Two documents as one picture, on which is marked what became of the earlier one."""
    return _drawn(overlay.document, width, overlay)


def _drawn(document, width, overlay):
    layout, words = arrange(document, width), Words()
    ways = plan(layout, document["links"])
    tracks = Tracks(layout, ways)
    slug = document["roadmap"]["slug"]
    explained, bottom = _legend(layout, ways, words, overlay)
    paths = [(way.link, tracks.path(way)) for way in ways]
    links = "".join([arrow(link, path, words) for link, path in paths])
    content = [
        marks.definitions(),
        svg.rect(0, 0, width, bottom, fill=svg.PAPER),
        grid(layout, document, words),
        svg.element("g", links or " ", class_="links"),
        *[marks.box(box, slug, layout.scale, words, overlay) for box in layout.boxes],
        *([overlay.on_link(*each) for each in paths] if overlay else []),
        explained,
    ]
    name = _("Changes on the roadmap of “%(title)s”") if overlay else _("Roadmap of “%(title)s”")
    name %= {"title": in_language(document["roadmap"], "title")}
    told = _description(layout)
    column = layout.scale.column  # so that a page can tell how many years a bar was moved
    return svg.document(width, bottom, name, told, "".join(content), data_column=column)


def rows(document: dict) -> list[dict]:
    """The same as a table: what stands on the map, from why to how."""
    return [
        {
            "layer": label("roadmap_layer", layer),
            "kind": label("element_kind", kind),
            "pillar": label("pillar", element["pillar"]),
            "code": element["code"],
            "title": in_language(element, "title"),
            "period": periods.say(element["period"] or ""),
        }
        for layer, kinds in LAYERS.items()
        for kind in kinds
        for element in document["elements"]
        if element["kind"] == kind and not element["is_withdrawn"]
    ]


def _legend(layout, ways, words, overlay):
    elements = [box.element for box in layout.boxes]
    groups = [
        legend.of_kinds(elements, words) + legend.of_periods(elements),
        legend.of_links([way.link for way in ways], words),
    ]
    if overlay:
        groups.insert(0, overlay.entries())
    return legend.legend(groups, layout.height, HEAD, layout.width)


def _description(layout):
    years = {"first": layout.scale.first, "last": layout.scale.last, "number": len(layout.boxes)}
    return _("%(number)d elements from %(first)d to %(last)d. The table says the same.") % years

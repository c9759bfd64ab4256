"""The map as a picture: why, what and how, over the years.

Drawn from a document alone, so it is the same for the page, for print and for a program; the same
document gives the same bytes.
"""

from itertools import groupby

from django.utils.translation import gettext as _

from roadmaps.picture import marks, svg
from roadmaps.picture.layout import HEAD, LAYERS, WIDTH, arrange
from roadmaps.picture.legend import legend
from roadmaps.picture.routes import Router
from terms import periods
from terms.translations import in_language
from terms.vocabulary import label


def draw(document: dict, width: float = WIDTH) -> str:
    """The roadmap of this document as SVG, in the reader's language. width: in pixels."""
    layout = arrange(document, width)
    slug = document["roadmap"]["slug"]
    title = in_language(document["roadmap"], "title")
    shown = {box.element["code"]: box for box in layout.boxes}
    drawn = [box.element["kind"] for box in layout.boxes]
    kinds = [kind for kinds in LAYERS.values() for kind in kinds if kind in drawn]
    explained, bottom = legend(kinds, layout.height, width, HEAD)
    content = [
        marks.definitions(),
        svg.rect(0, 0, width, bottom, fill=svg.PAPER),
        *(marks.lane(lane, number, width) for number, lane in enumerate(layout.lanes)),
        marks.years(layout),
        marks.horizons(layout, document),
        *_layers(layout),
        svg.element("g", "".join(_links(document, layout, shown)) or " ", class_="links"),
        *(marks.box(box, slug) for box in layout.boxes),
        explained,
    ]
    name = _("Roadmap of “%(title)s”") % {"title": title}
    return svg.document(width, bottom, name, _description(layout), "".join(content))


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


def _layers(layout):
    for code, lanes in groupby(layout.lanes, key=lambda lane: lane.layer):
        own = list(lanes)
        yield marks.layer(code, own[0].top, own[-1].bottom)


def _links(document, layout, shown):
    router = Router(layout)
    for link in document["links"]:
        source, target = shown.get(link["source"]["code"]), shown.get(link["target"]["code"])
        if source and target:
            yield marks.link(link, router.route(source, target))


def _description(layout):
    years = {"first": layout.scale.first, "last": layout.scale.last, "number": len(layout.boxes)}
    return _("%(number)d elements from %(first)d to %(last)d. The table says the same.") % years

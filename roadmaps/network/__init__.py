"""The links of a map as a net: from what is done, by what it brings, to why it is done."""

from collections import defaultdict

from django.utils.translation import gettext as _

from roadmaps.network.edges import edge
from roadmaps.network.nodes import WIDTH, Net, arrange
from roadmaps.network.nodes import node as drawn
from roadmaps.picture import legend, svg
from roadmaps.picture.words import Words
from terms.translations import in_language


def draw(document: dict, focus: str | None = None) -> str:
    """The net of this document as SVG. focus: a code; then only its golden thread is shown."""
    words, own = Words(), document["roadmap"]["slug"]
    nodes = _nodes(document, focus)
    if focus and focus in nodes:
        thread = golden_thread(document, focus)
        nodes = {code: node for code, node in nodes.items() if code in thread}
    links = [link for link in document["links"] if _ends(link) <= nodes.keys()]
    net = arrange(nodes, links, own, words)
    explained, bottom = legend.legend(_legend(net, links, own, words), net.height, 10, WIDTH)
    content = [
        svg.rect(0, 0, WIDTH, bottom, fill=svg.PAPER),
        *net.heads,
        svg.element(
            "g", "".join([edge(link, net, words) for link in links]) or " ", class_="links"
        ),
        *[drawn(node, own, words, node.code == focus) for node in net.nodes.values()],
        explained,
    ]
    name = _("Links of “%(title)s”") % {"title": in_language(document["roadmap"], "title")}
    said = _("%(nodes)d elements and %(links)d links. The list says the same.")
    description = said % {"nodes": len(nodes), "links": len(links)}
    return svg.document(WIDTH, bottom, name, description, "".join(content))


def golden_thread(document: dict, code: str) -> set[str]:
    """Everything that leads to an element, and everything to which it leads."""
    forwards, backwards = defaultdict(set), defaultdict(set)
    for link in document["links"]:
        source, target = link["source"]["code"], link["target"]["code"]
        forwards[source].add(target)
        backwards[target].add(source)
    return _reached(code, forwards) | _reached(code, backwards)


def _reached(start, ways):
    seen, edge = {start}, {start}
    while edge:
        edge = {code for each in edge for code in ways[each]} - seen
        seen |= edge
    return seen


def _nodes(document, focus):
    """Every element that is linked, of this map and of others, and the one that was asked for."""
    own = document["roadmap"]["slug"]
    standing = {
        element["code"]: element | {"roadmap": own}
        for element in document["elements"]
        if not element["is_withdrawn"]
    }
    ends = [link[side] for link in document["links"] for side in ("source", "target")]
    foreign = {end["code"]: end for end in ends if end["roadmap"] != own}
    shown = {end["code"] for end in ends} | {focus}
    return {code: node for code, node in sorted((foreign | standing).items()) if code in shown}


def _ends(link):
    return {link["source"]["code"], link["target"]["code"]}


def _legend(net: Net, links, own, words):
    elements = [node.element for node in net.nodes.values()]
    foreign = any(element["roadmap"] != own for element in elements)
    kinds = legend.of_kinds(elements, words)
    return [
        kinds + [(legend.dashed, _("of another map"))] * foreign,
        legend.of_links(links, words),
    ]

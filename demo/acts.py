"""Doing what the file of the round says on a map: by hand, or as what somebody proposes."""

from typing import Any

from demo.voices import Act
from roadmaps import elements, figures, links, narratives
from roadmaps.models import Element, Figure, Link, Narrative, Roadmap
from sectors.models import Source

SLUG = "automotive"


def the_map() -> Roadmap:
    return Roadmap.objects.get(slug=SLUG)


def element(code: str) -> Any:
    """An element of the map with all its fields, by its code."""
    return elements.in_full(Element.objects.get(roadmap__slug=SLUG, code=code))


def figure(code: str, metric: str) -> Figure:
    """The first figure of an element that measures this."""
    figures_of = element(code).figures.filter(metric=metric)
    return figures_of.order_by("position").first()


def link(kind: str, source: str, target: str) -> Link:
    standing = Link.objects.standing()
    return standing.get(kind=kind, source__code=source, target__code=target)


def text(kind: str, language: str) -> Narrative:
    """A section of the map in one language."""
    texts = Narrative.objects.standing().filter(roadmap=the_map(), element=None)
    return texts.get(kind=kind, language=language)


def place_of(quote: str, narrative: Narrative) -> int:
    """The position at which some words begin; they stand within one paragraph."""
    document, places = narratives.text_of(narrative).document, []

    def look(node, at, _parent, _index):
        if node.is_text and quote in node.text:
            places.append(at + node.text.index(quote))
        return True

    document.nodes_between(0, document.content.size, look)
    return places[0]


def do(actor, act: Act) -> None:
    """Do one thing on the map."""
    ACTS[act.do](actor, act)


def _edit(actor, act):
    it, revision = element(act.element), the_map().revision
    said: dict[str, Any] = dict(act.fields)
    if act.es:
        spanish = it.translations.get("es", {}) | _in_spanish(act, revision)
        said["translations"] = it.translations | {"es": spanish}
    elements.edit(actor, it, revision, **said)


def _figure(actor, act):
    figures.edit(actor, figure(act.element, act.metric), the_map().revision, **act.fields)


def _link(actor, act):
    links.draw(actor, element(act.element), element(act.target), act.kind)


def _unlink(actor, act):
    links.withdraw(actor, link(act.kind, act.element, act.target))


def _add(actor, act):
    roadmap = the_map()
    said = {**act.fields, "source": Source.objects.get(code="demo")}
    said["translations"] = {"es": _in_spanish(act, roadmap.revision)}
    new = elements.add(actor, roadmap, act.kind, **said)
    if act.element:
        links.draw(actor, element(act.element), new, act.link)


def _withdraw(actor, act):
    elements.withdraw(actor, element(act.element))


def _in_spanish(act, revision):
    return {name: {"text": text, "revision": revision} for name, text in act.es.items()}


ACTS = {
    "edit": _edit,
    "figure": _figure,
    "link": _link,
    "unlink": _unlink,
    "add": _add,
    "withdraw": _withdraw,
}

"""The map of a sector: the picture, its figures, and what does not hold together yet."""

import json
from collections import Counter, defaultdict

from django.shortcuts import render

from roadmaps import findings, picture
from roadmaps.elements import Kind
from roadmaps.links import lawful_kinds
from roadmaps.recommendations import Recommendation
from roadmaps.views import tombstones
from roadmaps.views.reading import ANY, asked, read
from terms.vocabulary import VOCABULARIES

TABS = ("roadmap", "links", "table", "text", "figures", "board", "checks")
LAYERS = {layer["code"]: layer["kinds"] for layer in VOCABULARIES["roadmap_layer"]["terms"]}
LINK_KINDS = [term["code"] for term in VOCABULARIES["link_type"]["terms"]]
AT_A_GLANCE = 5


def roadmap(request, slug):
    """The picture, and below it everything that stands on the map, from why to how."""
    reading = read(request.user, slug, **asked(request, as_of=ANY))
    document = reading.document
    drawn = {link["kind"] for link in document["links"]}
    return show(
        request,
        reading,
        "roadmap",
        picture=picture.draw(document) if document["elements"] else "",
        kinds=list(Kind),
        lawful=json.dumps({one: [two for two in Kind if lawful_kinds(one, two)] for one in Kind}),
        link_kinds=[kind for kind in LINK_KINDS if kind in drawn],
        layers=by_layer(document["elements"]),
        recommendations=() if reading.is_past else _recommended(request.user, reading.roadmap),
    )


def _recommended(actor, roadmap):
    """What councils recommend about the map, as far as the reader may see it."""
    return list(Recommendation.objects.about(actor, roadmap).standing())


def figures(request, slug):
    """Every number of the map, with what it needs to be read rightly."""
    reading = read(request.user, slug, **asked(request, as_of=ANY))
    document = reading.document
    groups = [{"element": None, "figures": document["figures"]}]
    groups += [
        {"element": element, "figures": element["figures"]} for element in document["elements"]
    ]
    groups = [group for group in groups if group["figures"]]
    return show(
        request,
        reading,
        "figures",
        groups=groups,
        told=figures_by_id(document),
        count=sum(len(group["figures"]) for group in groups),
    )


def show(request, reading, tab, **context):
    """One tab of the page about a map, under the head that all of them share."""
    common = {
        "reading": reading,
        "may": reading.abilities,
        "document": reading.document,
        "map": reading.document["roadmap"],
        "tab": tab,
        "tabs": TABS,
        "glance": glance(reading.document),
        "sources": sources(reading.document),
        "found": _tally(reading),
        "tombstone": tombstones.of(reading),
    }
    return render(request, f"roadmaps/{tab}.html", common | context)


def _tally(reading) -> dict[str, int]:
    """To those who write: how many findings of each severity there are just now."""
    if not reading.abilities.get("edit"):
        return {}
    return Counter(finding.severity for finding in findings.check(reading.document))


def by_layer(elements: list[dict]) -> list[dict]:
    """What stands on the map, from why to how; empty kinds are left out."""
    groups = defaultdict(list)
    for element in elements:
        groups[element["kind"]].append(element)
    layers = [
        {"code": code, "kinds": [(kind, groups[kind]) for kind in kinds if groups[kind]]}
        for code, kinds in LAYERS.items()
    ]
    return [layer for layer in layers if layer["kinds"]]


def glance(document: dict) -> list[dict]:
    """The few figures that say where the map leads: the targets of its goals, or its own."""
    here = figures_by_id(document)
    targets = [
        {"element": goal, "figure": figure}
        for goal in document["elements"]
        if goal["kind"] == "goal" and not goal["is_withdrawn"]
        for figure in goal["figures"]
        if _leads(figure, here)
    ]
    own = [{"element": None, "figure": figure} for figure in document["figures"]]
    return _one_a_goal(targets)[:AT_A_GLANCE] or own[:AT_A_GLANCE]


def figures_by_id(document: dict) -> dict[str, dict]:
    """Every figure of the map, so that “told as” and “part of” can name the other one."""
    figures = [*document["figures"]]
    for element in document["elements"]:
        figures += element["figures"]
    return {figure["id"]: figure for figure in figures}


def sources(document: dict) -> dict[str, dict]:
    return {source["code"]: source for source in document["sources"]}


def _leads(figure, here):
    is_repeated = figure["told_as"] in here or figure["part_of"] in here
    return figure["basis"] == "target" and not is_repeated


def _one_a_goal(targets):
    firsts = {}
    for target in targets:
        firsts.setdefault(target["element"]["code"], target)
    rest = [target for target in targets if target not in firsts.values()]
    return [*firsts.values(), *rest[: max(0, AT_A_GLANCE - 1 - len(firsts))]]

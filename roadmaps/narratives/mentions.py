"""What a text mentions, as its reader sees it on the map: by the ids in the text, or by codes."""

from typing import Any

from django.urls import reverse

from roadmaps import prose
from roadmaps.prose.telling import Thing, Things
from terms.figures import say_figure
from terms.translations import in_language


def things(document: dict[str, Any], told: dict[str, Any]) -> Things:
    """Those things that a text names, of a document of the map. told: the text in JSON."""
    wanted = prose.mentioned(told) | {("source", code) for code in prose.cited(told)}
    return {key: thing for key, thing in drawn(document).items() if key in wanted}


def drawn(document: dict[str, Any]) -> dict[tuple[str, str], Thing]:
    """All that a text of the map can draw: what it mentions, and the sources of its footnotes."""
    return dict(_all(document)) | {
        ("source", source["code"]): Thing(
            source["code"],
            ", ".join(filter(None, (source["title"], source["publisher"]))),
            reverse("source", args=[source["code"]]),
        )
        for source in document["sources"]
    }


def everything(document: dict[str, Any]) -> dict[tuple[str, str], Thing]:
    """All that can be mentioned on a map."""
    return dict(_all(document))


def keys(document: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """What can be mentioned on a map, by the codes that Markdown names."""
    return {thing.code: key for key, thing in _all(document)}


def _all(document):
    slug = document["roadmap"]["slug"]
    for element in document["elements"]:
        if element["is_withdrawn"]:
            continue
        code = element["code"]
        address = reverse("element", args=[slug, code])
        title = in_language(element, "title")
        yield ("element", element["id"]), Thing(code, title, address)
        for number, figure in enumerate(element["figures"], 1):
            words = f"{in_language(figure, 'label')}: {say_figure(figure)}"
            yield ("figure", figure["id"]), Thing(f"{code}/{number}", words, address)

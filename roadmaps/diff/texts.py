"""The running texts of a document, told so that they can be compared: as words."""

from collections import defaultdict
from typing import Any

from roadmaps import prose
from roadmaps.prose.telling import Thing, as_words

Told = dict[str, Any]


def by_element(document: dict[str, Any]) -> dict[str | None, list[Told]]:
    """The texts that stand on a map, by the element whose body they are; none: sections of it."""
    found: dict[str | None, list[Told]] = defaultdict(list)
    texts = document.get("narratives") or ()
    things = codes(document) if texts else {}
    for text in texts:
        if not text["is_withdrawn"]:
            words = as_words(prose.document(text["document"]), things)
            found[text["element"]].append(text | {"text": words})
    return found


def codes(document: dict[str, Any]) -> dict[tuple[str, str], Thing]:
    """What is mentioned stands in the words by its code: its value is compared where it stands."""
    found = {}
    for element in document["elements"]:
        found["element", element["id"]] = Thing(element["code"], "")
        for number, figure in enumerate(element["figures"], 1):
            found["figure", figure["id"]] = Thing(f"{element['code']}/{number}", "")
    return found

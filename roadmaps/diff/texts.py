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
    things = _codes(document) if texts else {}
    for text in texts:
        if not text["is_withdrawn"]:
            words = as_words(prose.document(text["document"]), things)
            found[text["element"]].append(text | {"text": words})
    return found


def _codes(document):
    """What is mentioned stands in the words by its code: its value is compared where it stands."""
    codes = {}
    for element in document["elements"]:
        codes["element", element["id"]] = Thing(element["code"], "")
        for number, figure in enumerate(element["figures"], 1):
            codes["figure", figure["id"]] = Thing(f"{element['code']}/{number}", "")
    return codes

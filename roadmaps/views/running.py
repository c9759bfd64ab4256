"""Running texts as pages tell them: in the reader's language first, each at its newest."""

from typing import Any

from django.db.models import F

from roadmaps import narratives, prose
from roadmaps.models import Narrative
from roadmaps.narratives import mentions
from roadmaps.prose import telling
from terms.languages import active, language_named

UNDER_A_SECTION, UNDER_A_BODY = 2, 3  # levels of the headings over them


def texts(reading) -> list[dict[str, Any]]:
    """The sections of a map and the bodies of its elements, as they stand or as they stood."""
    told = _standing(reading.document)
    return _items(reading, reading.document, told, UNDER_A_BODY)


def body(reading, document, code) -> list[dict[str, Any]]:
    """The body of one element, once for each language. document: where the element was found."""
    told = [each for each in _standing(document) if each["element"] == code]
    return _items(reading, document, told, UNDER_A_SECTION)


def _standing(document):
    # Editions that are older than running texts have none.
    return [each for each in document.get("narratives", ()) if not each["is_withdrawn"]]


def _items(reading, document, told, under_an_element):
    if not told:
        return []
    if reading.is_draft and not reading.is_past and document is reading.document:
        told = _newest(reading, told)
    things = mentions.drawn(document)
    items = [
        _item(each, things, under_an_element if each["element"] else UNDER_A_SECTION)
        for each in told
    ]
    spoken = active()
    items.sort(key=lambda each: each["language"] != spoken)  # first what is in the reader's words
    said = {_subject(each) for each in items if each["language"] == spoken and not each["is_empty"]}
    for each in items:
        each["is_elsewhere"] = each["language"] != spoken and _subject(each) in said
    return items


def _subject(told):
    return told["kind"], told["element"]


def _newest(reading, told):
    """To those who work on the map every text as it stands now, also what was just typed."""
    rows = Narrative.objects.filter(roadmap=reading.roadmap.pk).exclude(version=F("settled"))
    keys = {each["id"] for each in told}
    texts = {
        str(row.pk): narratives.text_of(row).document.to_json()
        for row in rows
        if str(row.pk) in keys
    }
    return [each | {"document": texts.get(each["id"], each["document"])} for each in told]


def _item(told, things, below):
    tree = prose.document(told["document"])
    return told | {
        "html": telling.as_html(tree, things, f"{told['id']}-", below),
        "is_empty": not telling.as_words(tree, things).strip(),
        "language_name": language_named(told["language"]),
    }

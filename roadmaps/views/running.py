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
    gone = {code for code, element in reading.elements.items() if element["is_withdrawn"]}
    told = [each for each in newest(reading) if each["element"] not in gone]
    return _items(reading.document, told, UNDER_A_BODY)


def newest(reading, code="") -> list[dict[str, Any]]:
    """The texts of a map as its document has them; to members as they are typed by now.

    code: of the element whose body is wanted, or none for all texts.
    """
    told = [each for each in _standing(reading.document) if not code or each["element"] == code]
    return told if not reading.is_draft or reading.is_past else _as_typed(told)


def body(reading, document, code) -> list[dict[str, Any]]:
    """The body of one element, once for each language. document: where the element was found."""
    if document is reading.document:
        told = newest(reading, code)
    else:  # it stands on the map no more, and is told as it was in an edition
        told = [each for each in _standing(document) if each["element"] == code]
    return _items(document, told, UNDER_A_SECTION)


def _standing(document):
    # Editions that are older than running texts have none.
    return [each for each in document.get("narratives", ()) if not each["is_withdrawn"]]


def _items(document, told, under_an_element):
    if not told:
        return []
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


def _as_typed(told):
    behind = Narrative.objects.filter(pk__in=[each["id"] for each in told])
    rows = behind.exclude(version=F("settled")) if told else ()
    texts = {str(row.pk): narratives.text_of(row).document.to_json() for row in rows}
    return [each | {"document": texts.get(each["id"], each["document"])} for each in told]


def _item(told, things, below):
    tree = prose.document(told["document"])
    return told | {
        "html": telling.as_html(tree, things, f"{told['id']}-", below),
        "is_empty": not telling.as_words(tree, things).strip(),
        "language_name": language_named(told["language"]),
    }

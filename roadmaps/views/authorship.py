"""Who wrote what in a running text, and in which order."""

from typing import Any

from prosemirror.model import Node

from accounts.models import User
from roadmaps.models import Narrative, Step
from roadmaps.narratives.texts import Signed
from roadmaps.prose import telling
from roadmaps.prose.telling import Things

MOST = 200  # messages that are looked through for it
PAUSE = 600  # seconds after which one begins anew


def spells(narrative: Narrative) -> list[dict[str, Any]]:
    """What each wrote in one go, the newest first: rows of one author, one after the other."""
    found: list[dict[str, Any]] = []
    rows = Step.objects.filter(narrative=narrative.pk).select_related("author", "credit")
    for row in rows.order_by("-version")[:MOST]:
        last = found[-1] if found else None
        is_same = last and (last["author"], last["credit"]) == (row.author, row.credit)
        if last and is_same and (last["from"] - row.at).seconds < PAUSE:
            last["from"], last["first"] = row.at, row.version
        else:
            found.append({"author": row.author, "credit": row.credit, "from": row.at, "at": row.at,
                          "first": row.version, "last": row.version})  # fmt: skip
    return found


def spans(text: Signed, things: Things) -> list[dict[str, Any]]:
    """Whose words are whose, in the order of the text; who made a paragraph alone wrote no word."""
    people = User.objects.in_bulk([span.author for span in text.authors])
    named = {str(key): person.called for key, person in people.items()}
    told = [
        {"name": named.get(span.author, "–"), "at": span.at,
         "text": words_between(text.document, span.start, span.end, things)}
        for span in text.authors
    ]  # fmt: skip
    return [each for each in told if each["text"]]


def words_between(document: Node, start: int, end: int, things: Things) -> str:
    """What stands between two positions, as words; what is mentioned by its code."""

    def say(leaf) -> str:
        if leaf.type.name == "mention":
            thing = things.get((leaf.attrs["kind"], leaf.attrs["id"]))
            return thing.code if thing else telling.UNSEEN
        return "" if leaf.type.name == "footnote" else " "

    return document.text_between(start, end, "\n", say).strip()

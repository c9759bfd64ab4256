"""In which editions something stands, and what changed from one to the next, in sentences."""

from itertools import pairwise

from roadmaps import diff

OF_THE_MAP = ("roadmap", "relation")


def stands_in(editions: list, documents: dict, code: str) -> list[dict]:
    """For each edition, the newest first: whether the element is in it, and what changed."""
    told = [
        {"edition": edition, "document": only(documents[edition.pk], code)} for edition in editions
    ]
    for newer, older in pairwise(told):
        old, new = older["document"], newer["document"]
        edits = [edit for edit in diff.compare(old, new) if edit.subject not in OF_THE_MAP]
        newer["edits"] = diff.tell(edits, old, new)
    return [entry for entry in told if entry["document"]["elements"] or entry.get("edits")]


def only(document: dict, code: str) -> dict:
    """The part of a document that is about one element."""
    return {
        **document,
        "figures": [],
        "participations": [],
        "elements": [each for each in document["elements"] if each["code"] == code],
        "links": [
            link
            for link in document["links"]
            if code in (link["source"]["code"], link["target"]["code"])
        ],
    }

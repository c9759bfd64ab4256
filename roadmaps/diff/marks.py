"""What became of each element, for whoever shows two documents as one picture."""

from collections.abc import Iterable

from roadmaps.diff.compare import Document, stand
from roadmaps.diff.edits import Edit

MARKS = ("added", "removed", "moved", "changed")  # in the order in which they are told
OF_A_VERB = {
    "added": "added", "restored": "added", "removed": "removed", "withdrawn": "removed",
}  # fmt: skip


def of_elements(edits: Iterable[Edit]) -> dict[str, list[str]]:
    """The marks of each element by its code. One that came or went has no other."""
    found: dict[str, set[str]] = {}
    for edit in edits:
        if edit.element and edit.subject != "link":
            found.setdefault(edit.element, set()).add(_mark(edit))
    return {
        code: [
            mark
            for mark in MARKS
            if mark in marks and not (marks & {"added", "removed"} and mark in ("moved", "changed"))
        ]
        for code, marks in found.items()
    }


def of_links(edits: Iterable[Edit]) -> dict[str, str]:
    """The mark of each link by its id."""
    links = [edit for edit in edits if edit.subject == "link"]
    return {edit.key: OF_A_VERB.get(edit.verb, "changed") for edit in links}


def _mark(edit):
    if edit.subject == "element" and edit.verb in OF_A_VERB:
        return OF_A_VERB[edit.verb]
    is_moved = edit.subject == "element" and edit.field == "period" and edit.before and edit.after
    return "moved" if is_moved else "changed"


def both(old: Document, new: Document) -> Document:
    """The later document together with what the earlier one had beside it, to be drawn at once."""
    here, there = stand(new["elements"]), stand(old["elements"])
    gone = [each for code, each in there.items() if code not in here]
    known = {link["id"] for link in new["links"]}
    links = [*new["links"], *(link for link in old["links"] if link["id"] not in known)]
    drawn = here.keys() | there.keys()
    return {
        **new,
        "elements": [*here.values(), *gone],
        "links": [each for each in links if _ends(each) <= drawn],
    }


def _ends(link):
    return {link["source"]["code"], link["target"]["code"]}

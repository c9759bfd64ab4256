"""The running texts of a map as its document tells them: in order, each as it was settled."""

from roadmaps import narratives
from roadmaps.document.past import in_order
from roadmaps.narratives import Narrative

ROW = ("kind", "title", "language", "position", "settled", "is_withdrawn", "element__code")


def texts(roadmap, own: dict[str, dict], when, is_member: bool) -> list[dict]:
    """The sections of the map, and the bodies of the elements that this reader sees.

    own: the elements that they see, by their codes. when: the rows as they are or as they were.
    """
    seen = {} if is_member else {"is_withdrawn": False}
    found = in_order(when.rows(Narrative.objects.filter(roadmap=roadmap), ROW, **seen),
                     "element__code", "position", "pk")  # fmt: skip
    rows = [row for row in found if row["element__code"] is None or row["element__code"] in own]
    # The sections of the map come first, and then the bodies in the order of their codes.
    rows.sort(key=lambda row: row["element__code"] is not None)
    documents = narratives.documents_of((row["pk"], row["settled"]) for row in rows)
    return [_told(row, documents[row["pk"]]) for row in rows]


def _told(row, document):
    return {
        "id": str(row["pk"]),
        "kind": row["kind"],
        "title": row["title"],
        "language": row["language"],
        "element": row["element__code"],
        "is_withdrawn": row["is_withdrawn"],
        "version": row["settled"],
        "document": document,
    }

"""One difference between two documents, as a thing that can be said, sent and done."""

from dataclasses import dataclass
from typing import Any

VERBS = ("added", "removed", "restored", "withdrawn", "edited", "reordered", "written")
SUBJECTS = (
    "roadmap", "element", "figure", "link", "participation", "milestone", "progress_update",
    "relation", "narrative",
)  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """Something was added, removed, edited, or put in another order.

    A running text is written otherwise: before is the version that was read, after the steps on it.
    """

    verb: str
    subject: str
    key: str  # the code of an element, the kind of a row of elements, the id of anything else
    element: str | None = None  # the code of the element that it is or stands on
    field: str = ""
    language: str = ""  # of the text, where it is a translation
    before: Any = None
    after: Any = None
    behind: str | None = None  # after what in its row it comes, where it was added

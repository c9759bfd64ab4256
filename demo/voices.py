"""The file of the round: who is asked on the automotive map, what they say, what is answered.

All of it is made up. What does not fit the vocabularies is refused, as in the files of facts.
"""

from pathlib import Path
from typing import Any, Literal

from demo.fields import Code, term
from demo.files import Record, Text

FILE = Path(__file__).with_name("voices.json")


class Act(Record):
    """One thing that somebody does on the map, by hand or as a proposal."""

    do: Literal["edit", "figure", "link", "unlink", "add", "withdraw"]
    element: str | None = None  # its code; for something new, what leads to it
    metric: str | None = None  # of the figure
    kind: str | None = None  # of the link, or of what is new
    target: str | None = None
    link: term("link_type") | None = None  # from the element to what is new
    fields: dict[str, str] = {}
    es: dict[Literal["title", "summary"], Text] = {}


class Comment(Record):
    """A remark on one place of the map; because: it is confidential, and why."""

    on: str | None = None
    metric: str | None = None
    link: tuple[str, str, str] | list[str] = []  # kind, from, to
    field: str | None = None
    quote: Text | None = None
    question: int | None = None
    section: tuple[str, str] | list[str] = []  # kind and language of the text that is quoted
    type: term("comment_type")
    action: term("comment_action")
    text: Text
    proposed: Text | None = None
    because: Text | None = None


class Voice(Record):
    """An organisation that is made up, and what becomes of what it says."""

    code: Code
    name: Text
    short_name: Text
    kind: term("organisation_kind")
    members: int | None = None
    heard: int | None = None
    publication: term("publication_choice") | None = None
    publication_reason: Text = ""
    formed: Text = ""
    declined_because: Text = ""
    end: term("submission_status")
    comments: list[Comment]

    @property
    def position(self) -> dict[str, Any]:
        """How it was formed, and what may be published of it."""
        said = {"publication": self.publication, "publication_reason": self.publication_reason}
        return said | {"formed": self.formed, "members_heard": self.heard}


class Change(Record):
    """What is changed on the map because of comments."""

    key: Code
    act: Act


class Proposal(Record):
    """What is proposed, and what becomes of it. taken: the figures that are taken up, in part."""

    key: Code
    by: Code
    why: Text
    acts: list[Act]
    outcome: term("proposal_outcome")
    answer: Text = ""
    taken: list[str] = []


class Response(Record):
    """What is answered to comments, and because of which changes and proposals."""

    comments: list[str]
    disposition: term("comment_disposition")
    said: Text = ""
    text: Text = ""
    reason: Text = ""
    because: list[Code] = []
    given: bool
    by: Literal["steward", "approver"]


class Verdict(Record):
    """Whether whoever commented is satisfied."""

    comment: str
    is_satisfied: bool
    note: Text = ""


class Round(Record):
    """Everything of the round, in the order in which it happens."""

    title: Text
    brief: Text
    questions: list[Text]
    closed_because: Text
    organisations: list[Voice]
    changes: list[Change]
    proposals: list[Proposal]
    responses: list[Response]
    verdicts: list[Verdict]


def read() -> Round:
    """The round, as the file has it."""
    return Round.model_validate_json(FILE.read_bytes())

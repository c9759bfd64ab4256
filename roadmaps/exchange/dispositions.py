"""The disposition table as the form that standards bodies use: out, and back when it is filled.

What is wrong with a filled form is told all at once, by the rows in which it stands; as long as
anything is wrong nothing of it is taken in.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.rules import Refused
from roadmaps import anchors, answering
from roadmaps.exchange import texts
from roadmaps.exchange.forms import LANGUAGES, Row
from roadmaps.models import Comment, Response
from roadmaps.rules import require
from terms.translations import in_language
from terms.vocabulary import TERMS, label

NEAR = (
    "submission__organisation", "submission__consultation", "element", "answered__response",
    "narrative__element",
)  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """What a row of a filled form says of one comment."""

    number: int  # of the row
    comment: Comment
    disposition: str
    text: str
    reason: str


@dataclass
class Reading:
    """A filled form: what it says, and what is wrong with it."""

    filled: list[Filled] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def fault(self, number, sentence, **words):
        self.faults.append(
            _("Row %(number)s: %(sentence)s") % {"number": number, "sentence": sentence % words}
        )


def rows_of(actor, consultation, document) -> list[Row]:
    """Every comment that was sent in a round, with the answer that stands there now.

    document: the text that was consulted on.
    """
    require(actor, "hear", consultation)
    sent = Comment.objects.sent().filter(submission__consultation=consultation)
    ordered = sent.order_by("element__code", "submission__organisation__code", "number", "pk")
    return [_row(each, document) for each in ordered.select_related(*NEAR)]


def _row(comment, document) -> Row:
    return Row(
        code=comment.code,
        line=str(comment.question or ""),
        clause=_clause(comment),
        place=_place(comment, document),
        type=type_of(comment.type),
        comment=comment.text,
        change=comment.proposed,
        observation=_observation(comment),
    )


def type_of(code) -> str:
    """A sort of comment, with the letters by which standards bodies know it."""
    return f"{TERMS['comment_type'][code]['iso']}: {label('comment_type', code)}"


def _clause(comment) -> str:
    """The code of the element that it speaks of, or of whose body."""
    text = comment.narrative
    element = comment.element or (text and text.element)
    return element.code if element else ""


def _place(comment, document) -> str:
    """The figure, the link, the text or the field that it speaks of, and the words it quotes."""
    row = anchors.row_of(document, comment.anchor)
    if comment.narrative_id and row:
        return texts.place_of(document, row, comment.quote)
    said = []
    if comment.figure_id and row:
        said.append(in_language(row, "label"))
    if comment.link_id and row:
        said.append(f"{row['source']['code']} → {row['target']['code']}")
    if comment.field:
        said.append(comment.field)
    if comment.quote:
        said.append(f"“{comment.quote}”")
    return " · ".join(said)


def _observation(comment) -> str:
    answered = getattr(comment, "answered", None)
    if answered is None:
        return ""
    response = answered.response
    said = f"{label('comment_disposition', response.disposition)}: {response.text}".strip()
    why = f"\n{_('Why:')} {response.reason}" if response.reason else ""
    return said + why


def read(actor, consultation, rows: Iterable[tuple[int, Row]]) -> Reading:
    """What a filled form would answer; rows whose last column is empty answer nothing."""
    require(actor, "hear", consultation)
    known = _comments(consultation)
    found, seen = Reading(), dict[str, int]()
    for number, row in rows:
        comment = known.get(row.code.lower())
        if comment is None:
            sentence = _("there is no comment “%(code)s” in this consultation.")
            found.fault(number, sentence, code=row.code)
        elif row.code in seen:
            sentence = _("“%(code)s” stands in row %(other)s already.")
            found.fault(number, sentence, code=row.code, other=seen[row.code])
        elif row.observation:
            seen[row.code] = number
            _take_up(found, number, comment, row.observation)
    return found


def _comments(consultation) -> dict[str, Comment]:
    sent = Comment.objects.sent().filter(submission__consultation=consultation)
    return {each.code.lower(): each for each in sent.select_related(*NEAR)}


def _take_up(found, number, comment, observation):
    """Understand one answer; what it lacks is told."""
    disposition, text, reason = understood(observation)
    if disposition is None:
        words = {"begins": observation.partition(":")[0][:60]}
        sentence = _(
            "the answer has to begin with what becomes of it, and begins with “%(begins)s”."
        )
        return found.fault(number, sentence, **words)
    if not text:
        found.fault(number, _("the answer says nothing after the colon."))
    if TERMS["comment_disposition"][disposition]["reason_required"] and not reason:
        words = {"disposition": label("comment_disposition", disposition), "why": _("Why:")}
        sentence = _("“%(disposition)s” needs a reason, in a line that begins with “%(why)s”.")
        found.fault(number, sentence, **words)
    found.filled.append(Filled(number, comment, disposition, text, reason))
    return None


def understood(observation: str) -> tuple[str | None, str, str]:
    """The disposition, the answer and the reason that stand in one field of the form."""
    head, _colon, rest = observation.partition(":")
    disposition = _dispositions().get(head.strip().lower())
    text, reason = rest.strip(), ""
    for why in _whys():
        before, mark, after = f"\n{text}".rpartition(f"\n{why}")
        if mark:
            text, reason = before.strip(), after.strip()
            break
    return disposition, text, reason


def _dispositions() -> dict[str, str]:
    """What becomes of a comment, by its code and its name in each language."""
    found = {str(code): str(code) for code in TERMS["comment_disposition"]}
    for language in LANGUAGES:
        with override(language):
            found |= {label("comment_disposition", code).lower(): code for code in found.values()}
    return found


def _whys() -> list[str]:
    said = []
    for language in LANGUAGES:
        with override(language):
            said.append(_("Why:"))
    return list(dict.fromkeys(said))


@transaction.atomic
def apply(actor, consultation, reading: Reading) -> int:
    """Write down what a filled form answers; gives the number of responses. Nothing is given yet.

    Comments with the very same answer are answered together.
    """
    if reading.faults:
        raise Refused(" ".join(reading.faults))
    groups: dict[Any, list[Filled]] = defaultdict(list)
    for each in reading.filled:
        answered = getattr(each.comment, "answered", None)
        key = answered.response_id if answered else None
        groups[key, each.disposition, each.text, each.reason].append(each)
    _require_one_answer(groups)
    for (key, disposition, text, reason), rows in groups.items():
        said = {"disposition": disposition, "text": text, "reason": reason}
        if key is None:
            answering.answer(actor, consultation, [each.comment for each in rows], **said)
        else:
            response = Response.objects.get(pk=key)
            answering.edit(actor, response, response.revision, **said)
    return len(groups)


def _require_one_answer(groups):
    """Comments that are answered together have one answer, not one in each row."""
    known = [key for key, *_said in groups if key is not None]
    twice = {key for key in known if known.count(key) > 1}
    if twice:
        numbers = sorted(each.number for (key, *_said), rows in groups.items()
                         for each in rows if key in twice)  # fmt: skip
        words = {"rows": ", ".join(map(str, numbers))}
        message = _("Rows %(rows)s are answered together, and say different things.")
        raise Refused(message % words)

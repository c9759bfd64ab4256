"""Taking messages into texts that are held: carried over what others wrote, stored, and told.

One transaction may take many messages for many texts; what they changed is written by a few
statements whatever their number.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from prosemirror.transform import StepMap

from changes.bus import publish
from changes.models import address
from roadmaps.narratives import passages
from roadmaps.narratives.narrative import EVERY, Narrative, Snapshot
from roadmaps.narratives.narrative import Step as Row
from roadmaps.narratives.texts import SHELF, Text, text_of
from roadmaps.prose import carry_over, steps_of
from roadmaps.roadmap import Refused

LONGEST_NEWS = 32 * 1024  # characters of a row with its steps that are told to everybody at once
FURTHEST = 2000  # versions behind the newest one that a writer may be

# What is taken together is written by one statement: everybody who waits for the same commit would
# wait for one more of each.
STORE = """
WITH stored AS (
  INSERT INTO roadmaps_step
    (narrative_id, version, author_id, credit_id, at, client, number, base, steps, kept)
  SELECT narrative, version, author, credit, at, client, number, base, steps, kept
  FROM jsonb_to_recordset(%s) AS row(narrative uuid, version integer, author uuid,
    credit uuid, at timestamptz, client text, number integer, base integer, steps jsonb, kept jsonb)
  RETURNING narrative_id, version
)
UPDATE roadmaps_narrative SET version = head.version
FROM (SELECT narrative_id, max(version) AS version FROM stored GROUP BY narrative_id) AS head
WHERE id = head.narrative_id
"""


@dataclass(frozen=True)
class Message:
    """Steps that a page or a program sends: on which version, by whom, and which message it is.

    holding: the numbers of the steps that go on where their writer has just written. credit: whose
    words they are, where the sender takes them up.
    """

    base: int
    steps: list[Any]
    client: str
    number: int
    holding: tuple[int, ...] = ()
    credit: UUID | None = None


@dataclass(frozen=True)
class Head:
    """What of a text that is held has to be known to write in it."""

    pk: UUID
    version: int
    ledger: str  # the address of its map in the log
    degree: str  # for whom it is meant
    is_spoken_of: bool = True  # whether anybody has marked a passage of it


@dataclass(frozen=True, slots=True)
class Taken:
    """A message as it stands in the text: the row that is to be stored."""

    version: int
    author: UUID
    at: datetime
    message: Message
    steps: list[Any]  # as they were carried over
    kept: list[int]  # which of the sender's had a place


@dataclass
class Sheet:
    """A text that is held and written in this transaction. rows: what is not yet stored."""

    held: Head
    text: Text
    rows: list[Taken] = field(default_factory=list)
    # Each text before some steps, with them: for those who have to follow what was changed.
    changes: list[tuple[Any, list[Any]]] = field(default_factory=list)

    def take(self, actor: UUID, message: Message, at: datetime) -> Taken | None:
        """Carry a message over what came since; gives its row, or none where nothing had a place.

        What does not fit the text is refused, and the sheet is as before.
        """
        require_known(message.base, self.text.version)
        mine = steps_of(message.steps)
        over = self._maps_after(message.base)
        made = carry_over(self.text.document, mine, over, message.holding)
        if not made.steps:
            return None
        told = [step.to_json() for step in made.steps]
        row = Taken(self.text.version + 1, actor, at, message, told, made.kept)
        self.rows.append(row)
        self.changes.append((self.text.document, made.steps))
        self.text = self.text.followed(row.version, made.document, made.steps)
        # Of texts that are begun together not all are kept whole at the same moment.
        if (row.version + self.held.pk.int) % EVERY == 0:
            self._keep()
        return row

    def _maps_after(self, version: int) -> list[StepMap]:
        """How what was written after a version moves the places in the text."""
        if version >= self.text.since:
            return self.text.maps_after(version)
        stored = Row.objects.filter(narrative=self.held.pk, version__gt=version)
        told = [*stored.order_by("version").values_list("steps", flat=True)]
        told += [row.steps for row in self.rows]
        return [step.get_map() for steps in told for step in steps_of(steps)]

    def _keep(self):
        Snapshot.objects.create(
            narrative_id=self.held.pk,
            version=self.text.version,
            document=self.text.document.to_json(),
        )


def sheet(held: Narrative) -> Sheet:
    """The text of a narrative that is held together with its map, ready to be written on."""
    head = Head(held.pk, held.version, address(held.roadmap), str(held.visibility))
    return Sheet(head, text_of(head))


def require_known(base: int, version: int):
    """Refuse a version that is none of this text, or of which too much has become since."""
    if not 0 <= base <= version:
        raise Refused(_("There is no such version of this text yet."))
    if version - base > FURTHEST:
        raise Refused(_("This is too far behind what others wrote. Read the text anew."))


def store(sheets: Iterable[Sheet]) -> None:
    """Store what was taken, move what is spoken of, and tell it once it is committed."""
    written = [each for each in sheets if each.rows]
    if not written:
        return
    told = [[json.dumps(_told(str(each.held.pk), row)) for row in each.rows] for each in written]
    with connection.cursor() as cursor:
        cursor.execute(STORE, [f"[{','.join(chain.from_iterable(told))}]"])
    for each in written:
        if each.held.is_spoken_of:
            passages.carry(each.held, each.changes)
    news = {"texts": [row for each, rows in zip(written, told, strict=True)
                      for row in _news(each, map(len, rows))]}  # fmt: skip
    transaction.on_commit(lambda: _remember(written), robust=True)
    transaction.on_commit(lambda: publish(news), robust=True)


def _told(narrative, row):
    message = row.message
    return {
        "narrative": narrative,
        "version": row.version,
        "author": str(row.author),
        "credit": message.credit and str(message.credit),
        "at": row.at.isoformat(),
        "client": message.client,
        "number": message.number,
        "base": message.base,
        "steps": row.steps,
        "kept": row.kept,
    }


def _remember(written):
    # Only what is committed is handed out: a newcomer would see what a crash takes back.
    for each in written:
        SHELF.put(each.held.pk, each.text.trimmed())


def _news(written, sizes):
    """For those who have the map open: the steps, or where they are long that there are some."""
    held = written.held
    place = {"ledger": held.ledger, "degree": held.degree}
    for row, size in zip(written.rows, sizes, strict=True):
        steps = row.steps if size <= LONGEST_NEWS else None
        sender = {"client": row.message.client, "number": row.message.number}
        told = {"text": str(held.pk), "version": row.version, **sender, "steps": steps}
        yield {**place, "row": told}

"""Writing a text: steps of many people, taken one after the other, acknowledged once they are safe.

What somebody typed on an older version is carried over what others wrote since; nobody has to try
again. A message that comes twice is taken once.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from changes.bus import publish
from changes.models import address, lock, record_held
from roadmaps import contents
from roadmaps.narratives import passages
from roadmaps.narratives.narrative import EVERY, Narrative
from roadmaps.narratives.narrative import Step as Row
from roadmaps.narratives.texts import SHELF, Text, keep, text_of
from roadmaps.prose import document, rebase, steps_of
from roadmaps.prose.comparing import steps_between
from roadmaps.roadmap import Refused, Roadmap
from roadmaps.rules import require

LONGEST_NEWS = 32 * 1024  # characters of steps that are told to everybody at once
REST = timedelta(minutes=2)  # after which what was typed is told in the log
FURTHEST = 2000  # versions behind the newest one that a writer may be


@dataclass(frozen=True)
class Message:
    """Steps that a page or a program sends: on which version, by whom, and which message it is.

    holding: the numbers of the steps that go on where their writer has just written.
    """

    base: int
    steps: list[Any]
    client: str
    number: int
    holding: tuple[int, ...] = ()


@dataclass(frozen=True)
class Written:
    """What came of a message."""

    version: int  # the newest one
    rows: list[Row]  # all that came after the version that the writer had, with their own
    kept: list[int]  # which of their own steps had a place


@transaction.atomic
def write(actor, narrative, message: Message) -> Written:
    """Take the steps of a message into the text; they are stored when this is committed."""
    held = hold(actor, narrative)
    if said := Row.objects.filter(
        narrative=held.pk, author=actor.pk, client=message.client, number=message.number
    ).first():  # it came before; its answer was lost on the way
        return _answer(held, message.base, said)
    if not 0 <= message.base <= held.version:
        raise Refused(_("There is no such version of this text yet."))
    if held.version - message.base > FURTHEST:
        raise Refused(_("This is too far behind what others wrote. Read the text anew."))
    kept = _take_up(actor, held, message)
    return Written(held.version, _rows(held, message.base), kept)


def _take_up(actor, held, message) -> list[int]:
    """Carry the steps of a message over what came since, and store them; gives those kept."""
    text, mine = text_of(held), steps_of(message.steps)
    over = [step for row in _rows(held, message.base) for step in steps_of(row.steps)]
    made = rebase(text.document, mine, over, message.holding)
    row = _take(actor, held, message, made)
    if row is None:
        return []
    passages.carry(held, _changes(text.document, made.steps))
    _remember(held, Text(row.version, made.document))
    return made.kept


@transaction.atomic
def put(actor, narrative, base: int, told: Any, client: str, number: int) -> Written:
    """Make a whole text of the one at `base`: what others wrote since is merged into it.

    told: the document in JSON.
    """
    held = hold(actor, narrative)
    if not 0 <= base <= held.version:
        raise Refused(_("There is no such version of this text yet."))
    old, new = text_of(held, base).document, document(told)
    steps = [step.to_json() for step in steps_between(old, new)]
    if not steps:
        return Written(held.version, _rows(held, base), [])
    return write(actor, held, Message(base, steps, client, number))


@transaction.atomic
def go_back(actor, narrative, version: int, client: str, number: int) -> Written:
    """Say again what a text said at a version, by new steps; its history keeps everything."""
    held = hold(actor, narrative)
    if not 0 <= version <= held.version:
        raise ValidationError({"version": [_("There is no such version of this text.")]})
    told = text_of(held, version).document.to_json()
    return put(actor, held, held.version, told, client, number)


def say_again(actor, narrative, version: int) -> None:
    """Go back to a version, on a map that is held for it. Only `restoring` calls this."""
    held = Narrative.objects.select_related("element").get(pk=narrative.pk)
    held.roadmap = narrative.roadmap
    old, new = text_of(held).document, text_of(held, version).document
    steps = [step.to_json() for step in steps_between(old, new)]
    if steps:
        message = Message(held.version, steps, str(uuid4()), 0)
        _take_up(actor, held, message)
    settle(held.roadmap)


def hold(actor, narrative) -> Narrative:
    """A text as it is now, held for somebody who writes in it, together with its map."""
    roadmap = lock(Roadmap.objects.get(pk=narrative.roadmap_id))
    rows = Narrative.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("element").get(pk=narrative.pk)
    held.roadmap = roadmap
    if held.element:
        held.element.roadmap = roadmap
    require(actor, "edit", held)
    contents.standing(held)
    if held.element:
        contents.standing(held.element)
    return held


def settle(roadmap) -> list[Narrative]:
    """Write in the log of a map, which is locked, what was typed: a line for each who wrote.

    Whoever calls it sees to it that nobody is in the middle of a word: when writers have paused,
    and before a step of the map.
    """
    behind = Narrative.objects.filter(roadmap=roadmap).exclude(settled=models.F("version"))
    settled = list(behind.select_related("element").order_by("pk"))
    for narrative in settled:
        narrative.roadmap = roadmap
        keep(narrative, narrative.version)
        for author, version in _who_wrote(narrative):
            record_held(author, "wrote", narrative, settled=version)
    return settled


def settle_what_rests() -> int:
    """Settle the texts of maps in which nobody has typed for a while; gives how many there were."""
    behind = Narrative.objects.exclude(settled=models.F("version")).values("pk")
    typed = Row.objects.filter(narrative__in=behind).values("narrative__roadmap")
    last = typed.annotate(last=models.Max("at")).values_list("narrative__roadmap", "last")
    rested = [key for key, at in last if at < timezone.now() - REST]
    return sum(_settle_alone(key) for key in rested)


@transaction.atomic
def _settle_alone(key) -> int:
    return len(settle(lock(Roadmap.objects.get(pk=key))))


def _who_wrote(narrative) -> list[tuple[User, int]]:
    """Who wrote since the text was settled, with the last version of each, in their order."""
    rows = Row.objects.filter(narrative=narrative.pk, version__gt=narrative.settled)
    last = dict(rows.order_by("version").values_list("author", "version"))
    people = User.objects.in_bulk(list(last))
    return sorted(((people[key], version) for key, version in last.items()), key=lambda it: it[1])


def _take(actor, held, message, made) -> Row | None:
    """Store what had a place; none where nothing of the message had one."""
    if not made.steps:
        return None
    row = Row.objects.create(
        narrative=held,
        version=held.version + 1,
        author_id=actor.pk,
        at=timezone.now(),
        client=message.client,
        number=message.number,
        base=message.base,
        steps=[step.to_json() for step in made.steps],
        kept=made.kept,
    )
    held.version = row.version
    Narrative.objects.filter(pk=held.pk).update(version=row.version)
    transaction.on_commit(lambda: publish(_news_of(held, row)), robust=True)
    return row


def _news_of(held, row) -> dict[str, Any]:
    """For those who have the map open: the steps, or where they are long that there are some."""
    told = {"text": str(held.pk), "version": row.version, "client": row.client}
    steps = row.steps if len(json.dumps(row.steps)) <= LONGEST_NEWS else None
    told |= {"number": row.number, "steps": steps}
    place = {"ledger": address(held.roadmap), "degree": str(held.visibility)}
    return {"text": {**place, "row": told}}


def _changes(document, steps):
    """Each step with the text before it and after it."""
    for step in steps:
        after = step.apply(document).doc
        yield document, step, after
        document = after


def _remember(held, newest: Text):
    if newest.version % EVERY == 0:
        keep(held, newest.version)
    # Only what is committed is handed out: a newcomer would see what a crash takes back.
    transaction.on_commit(lambda: SHELF.put(held.pk, newest), robust=True)


def _rows(held, base) -> list[Row]:
    return list(Row.objects.filter(narrative=held.pk, version__gt=base).order_by("version"))


def _answer(held, base, said) -> Written:
    rows = [row for row in _rows(held, base) if row.version <= said.version]
    return Written(said.version, rows, list(said.kept))

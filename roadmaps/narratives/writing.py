"""Writing a text: steps of many people, taken one after the other, acknowledged once they are safe.

What somebody typed on an older version is carried over what others wrote since; nobody has to try
again. A message that comes twice is taken once.
"""

from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from changes.models import lock, record_held
from roadmaps import contents
from roadmaps.narratives.narrative import Narrative
from roadmaps.narratives.narrative import Step as Row
from roadmaps.narratives.taking import Message as Message
from roadmaps.narratives.taking import require_known, sheet, store
from roadmaps.narratives.texts import keep, text_of
from roadmaps.prose import document
from roadmaps.prose.comparing import steps_between
from roadmaps.roadmap import Roadmap
from roadmaps.rules import require

REST = timedelta(minutes=2)  # after which what was typed is told in the log


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
    kept = _take_up(actor, held, message)
    return Written(held.version, _rows(held, message.base), kept)


def _take_up(actor, held, message) -> list[int]:
    """Take a message into a text that is held, and store it; gives those of its steps kept."""
    page = sheet(held)
    row = page.take(actor.pk, message, timezone.now())
    store([page])
    held.version = page.text.version
    return list(row.kept) if row else []


@transaction.atomic
def put(actor, narrative, base: int, told: Any, client: str, number: int) -> Written:
    """Make a whole text of the one at `base`: what others wrote since is merged into it.

    told: the document in JSON.
    """
    held = hold(actor, narrative)
    require_known(base, held.version)
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
    require_standing(held)
    return held


def require_standing(held):
    """Refuse to write in what was taken off the map, or is of something that was."""
    contents.standing(held)
    if held.element:
        contents.standing(held.element)


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
    """Who wrote since the text was settled, with the last version of each, in their order.

    Whoever took up what somebody else proposed is told together with them.
    """
    rows = Row.objects.filter(narrative=narrative.pk, version__gt=narrative.settled)
    last = {
        (author, credit): version
        for author, credit, version in rows.order_by("version").values_list(
            "author", "credit", "version"
        )
    }
    people = User.objects.in_bulk({key for pair in last for key in pair if key})
    found = []
    for (author, credit), version in sorted(last.items(), key=lambda it: it[1]):
        person: Any = copy(people[author])
        person.takes_up_from = people.get(credit)
        found.append((person, version))
    return found


def _rows(held, base) -> list[Row]:
    return list(Row.objects.filter(narrative=held.pk, version__gt=base).order_by("version"))


def _answer(held, base, said) -> Written:
    rows = [row for row in _rows(held, base) if row.version <= said.version]
    return Written(said.version, rows, list(said.kept))

"""The messages of many writers in many texts, taken in one transaction: one wait for all of them.

Nobody's fault is anybody else's: what does not fit is refused to its sender alone, and a map that
somebody holds for longer delays only those who write on it.
"""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from roadmaps.narratives.narrative import Narrative
from roadmaps.narratives.taking import Message, Sheet, sheet, store
from roadmaps.narratives.writing import require_standing
from roadmaps.roadmap import Epoch, Refused, Roadmap
from roadmaps.rules import require

LOG = logging.getLogger(__name__)
CAME_BEFORE = """
SELECT letter.place
FROM jsonb_to_recordset(%s) AS letter(place integer, narrative uuid, author uuid, client text,
  number integer)
JOIN roadmaps_step AS step ON step.narrative_id = letter.narrative
  AND step.author_id = letter.author AND step.client = letter.client
  AND step.number = letter.number
"""


@dataclass(frozen=True)
class Letter:
    """A message to a text of a map, from a writer who was let in.

    epoch: of the rights under which they may write in this text; none where nobody has asked yet.
    """

    writer: UUID
    roadmap: UUID
    narrative: UUID
    message: Message
    language: str
    epoch: Epoch | None = None


@dataclass(frozen=True)
class Answer:
    """What became of a letter: taken, refused with a sentence, or to be sent again.

    is_told: whether its steps are among what everybody is told. epoch: under which it was taken.
    """

    epoch: Epoch | None = None
    is_told: bool = False
    refusal: str = ""
    is_late: bool = False


LATE = Answer(is_late=True)


def take(letters: list[Letter]) -> list[Answer]:
    """Take letters in the order in which they came, and answer each once all of it is safe."""
    try:
        with transaction.atomic():
            return Round(letters).answers()
    except DatabaseError:
        if len(letters) == 1:
            LOG.exception("A message to the text %s could not be stored.", letters[0].narrative)
            return [LATE]
    return [answer for letter in letters for answer in take([letter])]


class Round:
    """Letters that are answered in one transaction."""

    def __init__(self, letters: list[Letter]):
        self.letters = letters
        self.at = timezone.now()
        self.maps = _held_maps({each.roadmap for each in letters})
        self.texts = self._texts({each.narrative for each in letters})
        self.sheets: dict[UUID, Sheet] = {}
        self.people: dict[UUID, User] = {}

    def answers(self) -> list[Answer]:
        known = _came_before(self.letters)
        found = [self._answer(letter, place in known) for place, letter in enumerate(self.letters)]
        store(self.sheets.values())
        return found

    def _texts(self, keys):
        rows = Narrative.objects.filter(pk__in=keys, roadmap__in=self.maps)
        texts = {row.pk: row for row in rows.select_related("element")}
        for text in texts.values():
            text.roadmap = self.maps[text.roadmap_id]
            if text.element:
                text.element.roadmap = text.roadmap
        return texts

    def _answer(self, letter: Letter, is_known: bool) -> Answer:
        if letter.roadmap not in self.maps:
            return LATE
        with override(letter.language):
            try:
                return self._take(letter, is_known)
            except (Refused, PermissionDenied) as refusal:
                return Answer(refusal=str(refusal))
            except ValidationError as mistakes:
                return Answer(refusal=" ".join(mistakes.messages))
            except DatabaseError:
                raise  # the transaction is lost, for all of them
            except Exception:
                LOG.exception("A message to the text %s could not be taken.", letter.narrative)
                return Answer(refusal=_("Something went wrong on our side."))

    def _take(self, letter, is_known):
        held = self._require(letter)
        if is_known:
            return Answer(held.roadmap.epoch)
        page = self.sheets.get(held.pk) or self.sheets.setdefault(held.pk, sheet(held))
        row = page.take(letter.writer, letter.message, self.at)
        return Answer(held.roadmap.epoch, is_told=row is not None)

    def _require(self, letter) -> Narrative:
        """The text, for somebody who may write in it; the rules are asked where rights moved."""
        held = self.texts.get(letter.narrative)
        if held is None or held.roadmap_id != letter.roadmap:
            raise Refused(_("There is no such text."))
        if letter.epoch != held.roadmap.epoch:
            person = self._person(letter.writer)
            if not Narrative.objects.visible_to(person).filter(pk=held.pk).exists():
                raise Refused(_("There is no such text."))
            require(person, "edit", held)
        if held.is_withdrawn or (held.element and held.element.is_withdrawn):
            require_standing(held)  # says so
        return held

    def _person(self, key):
        if key not in self.people:
            self.people[key] = User.objects.get(pk=key)
        return self.people[key]


def _held_maps(keys: Iterable[UUID]) -> dict[Any, Roadmap]:
    """The maps, held and as they are now; without those that somebody else holds."""
    rows = Roadmap.objects.filter(pk__in=keys).order_by("pk")
    found = rows.select_for_update(no_key=True, skip_locked=True)
    return {each.pk: each for each in found}


def _came_before(letters) -> set[int]:
    """The places of those that were taken already; their answer was lost on the way."""
    told = [
        {
            "place": place,
            "narrative": str(letter.narrative),
            "author": str(letter.writer),
            "client": letter.message.client,
            "number": letter.message.number,
        }
        for place, letter in enumerate(letters)
    ]
    with connection.cursor() as cursor:
        cursor.execute(CAME_BEFORE, [json.dumps(told)])
        return {place for (place,) in cursor.fetchall()}

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
from django.utils.translation import activate, get_language, override
from django.utils.translation import gettext as _

from accounts.models import User
from roadmaps.narratives.narrative import Narrative
from roadmaps.narratives.taking import Head, Message, Sheet, store
from roadmaps.narratives.texts import text_of
from roadmaps.narratives.writing import require_standing
from roadmaps.roadmap import Epoch, Refused, Roadmap
from roadmaps.rules import require
from roadmaps.stages import Visibility

LOG = logging.getLogger(__name__)
# Asked in a few words each time, and not by models: everybody who types waits for the answers.
MAPS = """
SELECT id, access_epoch FROM roadmaps_roadmap WHERE id = ANY (%s)
ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
"""
TEXTS = """
SELECT text.id, text.roadmap_id, text.version, coalesce(element.visibility, %s),
  text.is_withdrawn OR coalesce(element.is_withdrawn, false),
  EXISTS (SELECT FROM roadmaps_passage AS passage
    WHERE passage.narrative_id = text.id AND NOT passage.is_gone)
FROM roadmaps_narrative AS text LEFT JOIN roadmaps_element AS element
  ON element.id = text.element_id
WHERE text.id = ANY (%s) AND text.roadmap_id = ANY (%s)
"""
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


@dataclass(frozen=True)
class Place:
    """A text, and where it stands."""

    head: Head
    roadmap: UUID
    epoch: Epoch
    is_off: bool  # taken off the map, or of something that was


class Round:
    """Letters that are answered in one transaction."""

    def __init__(self, letters: list[Letter]):
        self.letters = letters
        self.at = timezone.now()
        self.epochs = _held({each.roadmap for each in letters})
        self.places = self._places({each.narrative for each in letters})
        self.sheets: dict[UUID, Sheet] = {}
        self.let_in: set[tuple[UUID, UUID]] = set()  # who was asked about in this round

    def answers(self) -> list[Answer]:
        known, found = _came_before(self.letters), []
        with override(get_language()):
            for number, letter in enumerate(self.letters):
                if letter.language != get_language():
                    activate(letter.language)
                found.append(self._answer(letter, number in known))
        store(self.sheets.values())
        return found

    def _places(self, keys) -> dict[UUID, Place]:
        ledger = Roadmap._meta.label_lower
        rows = _asked(TEXTS, [str(Visibility.PUBLIC), list(keys), list(self.epochs)])
        return {
            key: Place(
                Head(key, version, f"{ledger}:{roadmap}", degree, is_spoken_of),
                roadmap,
                self.epochs[roadmap],
                is_off,
            )
            for key, roadmap, version, degree, is_off, is_spoken_of in rows
        }

    def _answer(self, letter: Letter, is_known: bool) -> Answer:
        if letter.roadmap not in self.epochs:
            return LATE
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
        place = self._require(letter)
        if is_known:
            return Answer(place.epoch)
        if place.head.pk not in self.sheets:
            self.sheets[place.head.pk] = Sheet(place.head, text_of(place.head))
        row = self.sheets[place.head.pk].take(letter.writer, letter.message, self.at)
        return Answer(place.epoch, is_told=row is not None)

    def _require(self, letter) -> Place:
        """The text, for somebody who may write in it; the rules are asked where rights moved."""
        place = self.places.get(letter.narrative)
        if place is None or place.roadmap != letter.roadmap:
            raise Refused(_("There is no such text."))
        writer = (letter.writer, letter.narrative)
        if place.is_off or (letter.epoch != place.epoch and writer not in self.let_in):
            _require_in_full(letter)
            self.let_in.add(writer)
        return place


def _require_in_full(letter):
    """Whether this person may write in this text, as both are now. The map is held."""
    person = User.objects.get(pk=letter.writer)
    seen = Narrative.objects.visible_to(person).select_related("roadmap", "element__roadmap")
    held = seen.filter(pk=letter.narrative).first()
    if held is None:
        raise Refused(_("There is no such text."))
    require(person, "edit", held)
    require_standing(held)


def _held(keys: Iterable[UUID]) -> dict[UUID, Epoch]:
    """The maps, held, each with its epoch; without those that somebody else holds."""
    today = timezone.localdate()
    return {key: (number, today) for key, number in _asked(MAPS, [list(keys)])}


def _asked(question, values) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def _came_before(letters) -> set[int]:
    """The places of those that were taken already; their answer was lost on the way."""
    told = [
        {
            "place": number,
            "narrative": str(letter.narrative),
            "author": str(letter.writer),
            "client": letter.message.client,
            "number": letter.message.number,
        }
        for number, letter in enumerate(letters)
    ]
    return {number for (number,) in _asked(CAME_BEFORE, [json.dumps(told)])}

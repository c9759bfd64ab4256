"""One of the two sides of a comparison: an edition of a map, or the map as it stood at a moment.

Members may name revisions, and to them days are days of the working copy; to everybody else a day
is the edition that was in force then. The rights are those of today on both sides.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roadmaps import document, moments
from roadmaps.editions import Edition
from roadmaps.moments import NotThen
from roadmaps.stages import Stage
from terms import periods

NUMBER = re.compile(r"[0-9]{1,5}\.[0-9]{1,5}")


@dataclass(frozen=True)
class Wish:
    """What an address names as a side: the number of an edition, a moment, or now."""

    said: str
    number: str = ""
    moment: int | datetime | None = None


@dataclass(frozen=True)
class Side:
    """A map as one side of a comparison shows it to one reader."""

    said: str  # in the address; empty for now
    document: dict[str, Any]
    edition: Edition | None = None
    revision: int | None = None  # of the working copy
    day: str | None = None  # as of which it is read; none for an edition by its number, and for now

    @property
    def name(self) -> str:
        """What it is called: “edition 1.0”, “the working copy on 4 May 2026 (revision 57)”."""
        if self.edition is not None:
            words = {"number": self.edition.number}
            return pgettext("one side of a comparison", "edition %(number)s") % words
        if self.day is None:
            return _("the working copy as it is now")
        words = {"day": periods.say(self.day), "number": self.revision}
        return _("the working copy on %(day)s (revision %(number)s)") % words


def read(text: str) -> Wish:
    """What is named; nothing for now. It is refused alike, whatever map it is asked of."""
    text = text.strip()
    if not text:
        return Wish("")
    if NUMBER.fullmatch(text):
        return Wish(text, number=text)
    try:
        return Wish(text, moment=moments.read(text))
    except NotThen as error:
        if moments.DAY.fullmatch(text) or moments.TIME.fullmatch(text):
            raise
        message = _(
            "“%(text)s” is no edition, no day and no revision. Write the number of an edition "
            "(1.0), a day (2026-11-24), a time with its zone (2026-11-24T17:30:00Z) or, where you "
            "work on the map, the number of a revision (57)."
        )
        raise NotThen(message % {"text": text[:60]}) from error


def find(actor, roadmap, wish: Wish, is_draft: bool) -> Side:
    """The map on this side, for somebody who may read it. is_draft: the working copy too."""
    if wish.number:
        return _edition(roadmap, wish, editions(roadmap, is_draft).numbered(wish.number).first())
    if is_draft:
        return _working_copy(actor, roadmap, wish)
    if isinstance(wish.moment, int):
        raise NotThen(_("Revisions can be compared only by those who work on the map."))
    found = editions(roadmap, is_draft)
    if wish.moment is None:
        return _edition(roadmap, wish, found.current().first() or found.first())
    then = roadmap.editions.in_force_at(wish.moment).first()
    if then is None:
        raise NotThen(_("No edition of this map had been published by then."))
    if then.status == "withdrawn" and roadmap.stage != Stage.RETIRED:
        raise NotThen(_("The edition that was in force then has been withdrawn."))
    return _edition(roadmap, wish, then)


def usual(roadmap, is_draft: bool) -> Wish:
    """With what one compares a map where nobody says otherwise; nothing where there is nothing."""
    found = list(editions(roadmap, is_draft).defer("content", "gzipped", "brotlied"))
    in_force = next((each for each in found if each.status == "current"), None)
    if is_draft:
        return read(in_force.number if in_force else "1")
    official = [each for each in found if not each.is_draft]
    before = [each for each in official if each != (in_force or official[0])]
    return read(before[0].number if before else "")


def editions(roadmap, is_draft: bool):
    """The editions that a reader may compare, the newest first."""
    found = roadmap.editions.order_by("-major", "-minor")
    if is_draft:
        return found
    told = found.visible_to(AnonymousUser())
    if roadmap.stage == Stage.RETIRED:  # what is left of it stays readable
        return told
    return told.exclude(status="withdrawn")


def _edition(roadmap, wish, edition):
    if edition is None:
        raise NotThen(_("This map has no edition %(number)s.") % {"number": wish.said})
    day = wish.moment.date().isoformat() if isinstance(wish.moment, datetime) else None
    return Side(wish.said, json.loads(bytes(edition.content)), edition, day=day)


def _working_copy(actor, roadmap, wish):
    if wish.moment is None:
        told = document.build(roadmap, actor)
        return Side(wish.said, told, revision=roadmap.revision)
    revision = moments.revision_at(roadmap, wish.moment)
    is_number = isinstance(wish.moment, int)
    moment = moments.moment_of(roadmap, revision) if is_number else wish.moment
    told = document.build(roadmap, actor, at=revision)
    return Side(wish.said, told, revision=revision, day=moment.date().isoformat())

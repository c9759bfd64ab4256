"""As of when a map is read: one of its revisions, a day, or a moment of a day."""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Change
from terms import periods

REVISION = re.compile(r"[0-9]{1,18}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}(\.[0-9]{1,6})?(Z|[+-][0-9:]{5})")
EAST = timedelta(hours=14)  # how far ahead of UTC a new day begins


class NotThen(ValueError):
    """A map cannot be read as of this; the message says why."""


def is_revision(text: str) -> bool:
    """Whether it is a number that is named, and not a day or a time."""
    return bool(REVISION.fullmatch(text))


def read(text: str) -> int | datetime:
    """A revision, or the last moment that is meant: a day lasts until its end in UTC."""
    if is_revision(text):
        return int(text)
    try:
        moment = _moment(text)
    except (ValueError, OverflowError) as error:
        message = _(
            "“%(text)s” is no revision and no date. Write the number of a revision (57), a day "
            "(2026-11-24) or a time with its zone (2026-11-24T17:30:00Z)."
        )
        raise NotThen(message % {"text": text[:60]}) from error
    if moment.date() > (timezone.now() + EAST).date():
        raise NotThen(_("%(day)s has not come yet.") % {"day": _said(moment.date())})
    return moment


def revision_at(roadmap, when: int | datetime) -> int:
    """The last revision of the map at this moment; a number is itself, where there is such one."""
    if isinstance(when, int):
        if not 1 <= when <= roadmap.revision:
            message = _("This map has no revision %(number)s; its last one is %(last)s.")
            raise NotThen(message % {"number": when, "last": roadmap.revision})
        return when
    lines = Change.objects.within(roadmap).filter(at__lte=when)
    last = lines.aggregate(last=Max("revision"))["last"]
    if last is None:
        began = Change.objects.within(roadmap).order_by("revision").first()
        message = _("This map was begun only on %(day)s.")
        raise NotThen(message % {"day": _said(began.at.date())})
    return last


def moment_of(roadmap, revision: int) -> datetime:
    """When a revision was made."""
    return Change.objects.within(roadmap).get(revision=revision).at


def stage_at(roadmap, revision: int) -> str:
    """The stage in which the map was at a revision."""
    lines = Change.objects.within(roadmap).of(roadmap).filter(fields__has_key="stage")
    return lines.filter(revision__lte=revision).order_by("revision").last().fields["stage"][1]


def _moment(text):
    if DAY.fullmatch(text):
        return datetime.combine(date.fromisoformat(text), time.max, UTC)
    if TIME.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(UTC)
    raise ValueError(text)


def _said(day):
    return periods.say(day.isoformat())

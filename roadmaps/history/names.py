"""What things on a map are called inside a sentence, after “added” or “withdrew”."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from roadmaps.elements import Element
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.map_roles import MapRole
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.participations import Participation
from terms import periods

Reads = Callable[[Any, str], str]  # a text of an element or a figure, as the reader knows it


def as_written(row, field: str) -> str:
    """The text as it stands on the map now."""
    return row.said(field)


def called(row, reads: Reads = as_written) -> str:
    """What a thing is called inside a sentence; nothing where it is no part of a map."""
    match row:
        case Element():
            return quoted(reads(row, "title"))
        case Link():
            ends = {end: quoted(reads(getattr(row, end), "title")) for end in ("source", "target")}
            return _("the link from %(source)s to %(target)s") % ends
        case Milestone() | ProgressUpdate():
            return _step(row, reads)
        case Figure():
            return _figure(row, reads)
        case Participation():
            return _part(row, reads)
        case MapRole():
            return _("the role of %(who)s") % {"who": row.holder}
    return ""


def quoted(text) -> str:
    return _("“%(text)s”") % {"text": text}


def _figure(row, reads):
    words = {"label": quoted(reads(row, "label"))}
    if row.element is None:
        return _("the figure %(label)s") % words
    words["title"] = quoted(reads(row.element, "title"))
    return _("the figure %(label)s of %(title)s") % words


def _step(row, reads):
    words = {"title": quoted(reads(row.initiative, "title"))}
    if isinstance(row, Milestone):
        words["step"] = quoted(row.title)
        return _("the milestone %(step)s of %(title)s") % words
    words["day"] = periods.say(row.as_of.isoformat())
    return _("the report of %(day)s on %(title)s") % words


def _part(row, reads):
    who = row.organisation.name if row.organisation else row.group
    if row.element is None:
        return _("the part of %(who)s in the map") % {"who": who}
    words = {"who": who, "title": quoted(reads(row.element, "title"))}
    return _("the part of %(who)s in %(title)s") % words

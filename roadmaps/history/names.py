"""What things on a map are called inside a sentence, after “added” or “withdrew”."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from roadmaps import phrases
from roadmaps.elements import Element
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.map_roles import MapRole
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.participations import Participation
from roadmaps.roadmap import Relation

Reads = Callable[[Any, str], str]  # a text of an element or a figure, as the reader knows it


def as_written(row, field: str) -> str:
    """The text as it stands on the map now."""
    return row.said(field)


def called(row, reads: Reads = as_written) -> str:
    """What a thing is called inside a sentence; nothing where it is no part of a map."""
    match row:
        case Element():
            return phrases.quoted(reads(row, "title"))
        case Link():
            return phrases.the_link(reads(row.source, "title"), reads(row.target, "title"))
        case MapRole():
            return _("the role of %(who)s") % {"who": row.holder}
        case Relation():
            return phrases.the_relation(row.other_name)
    return _of_what_hangs(row, reads)


def _of_what_hangs(row, reads):
    match row:
        case Milestone():
            return phrases.the_milestone(row.title, reads(row.initiative, "title"))
        case ProgressUpdate():
            return phrases.the_report(row.as_of.isoformat(), reads(row.initiative, "title"))
        case Figure():
            return phrases.the_figure(reads(row, "label"), _bearer(row, reads))
        case Participation():
            who = row.organisation.name if row.organisation else row.group
            return phrases.the_part(who, _bearer(row, reads))
    return ""


def _bearer(row, reads):
    """The title of the element on which it stands; none where it stands on the map itself."""
    return None if row.element is None else reads(row.element, "title")

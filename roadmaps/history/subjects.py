"""What a line of the log is about: the thing, and where on the map it stands."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadmaps.elements import KINDS, Element
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.map_roles import MapRole
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.participations import Participation
from terms import periods

ELEMENT, ROADMAP = Element._meta.label_lower, "roadmaps.roadmap"
KIND_NAMES = {
    ROADMAP: "roadmap",
    ELEMENT: "element",
    "roadmaps.figure": "figure",
    "roadmaps.link": "link",
    "roadmaps.participation": "participation",
    "roadmaps.milestone": "milestone",
    "roadmaps.progressupdate": "progress_update",
    "roadmaps.edition": "edition",
    "roadmaps.maprole": "map_role",
    "roadmaps.mapinvitation": "map_invitation",
    "roadmaps.relation": "relation",
}
ROWS = {
    "roadmaps.figure": Figure.objects.select_related("element", "on_roadmap"),
    "roadmaps.link": Link.objects.select_related("source", "target"),
    "roadmaps.participation": Participation.objects.select_related("element", "organisation"),
    "roadmaps.milestone": Milestone.objects.select_related("initiative"),
    "roadmaps.progressupdate": ProgressUpdate.objects.select_related("initiative"),
    "roadmaps.maprole": MapRole.objects.select_related("user", "organisation"),
}


ERASED = {"roadmaps.maprole": gettext_lazy("a role")}  # what may be told of, and is no more


@dataclass(frozen=True)
class Subject:
    """A thing that a line of the log is about."""

    kind: str
    key: str
    row: Any  # none where it was erased
    model: Any
    element: str | None  # the code of the element that it is or stands on
    name: str  # what it is called inside a sentence
    visibilities: frozenset


def subjects_of(roadmaps, changes) -> dict[str, Subject]:
    """The subjects of these lines by their address, with one query for each kind of thing.

    roadmaps: the maps to which the lines belong, by their address.
    """
    keys = defaultdict(set)
    for change in changes:
        label, _colon, key = change.subject.partition(":")
        keys[label].add(key)
    found: dict[str, Subject] = {}
    for label, wanted in keys.items():
        if label in KIND_NAMES:
            rows = _rows(label, roadmaps, wanted)
            found |= {f"{label}:{key}": _subject(label, key, rows.get(key)) for key in wanted}
    return found


def _rows(label, roadmaps, keys):
    if label == ROADMAP:
        return {str(roadmap.pk): roadmap for roadmap in roadmaps.values()}
    if label == ELEMENT:
        rows = Element.objects.filter(pk__in=keys)
    elif label in ROWS:
        rows = ROWS[label].filter(pk__in=keys)
    else:
        rows = apps.get_model(label)._base_manager.filter(pk__in=keys)
    return {str(row.pk): row for row in rows}


def _subject(label, key, row):
    element = _element_of(row)
    degrees = {each.visibility for each in (row, element) if hasattr(each, "visibility")}
    if isinstance(row, Link) and row.target.roadmap_id == row.source.roadmap_id:
        degrees.add(row.target.visibility)
    model = apps.get_model(label) if row is None else type(row)
    return Subject(
        kind=KIND_NAMES[label],
        key=key,
        row=row,
        model=KINDS[row.kind] if isinstance(row, Element) else model,
        element=element and element.code,
        name=_name(row) if row else ERASED.get(label, ""),
        visibilities=frozenset(degrees),
    )


def _element_of(row):
    match row:
        case Element():
            return row
        case Figure() | Participation():
            return row.element
        case Link():
            return row.source
        case Milestone() | ProgressUpdate():
            return row.initiative
    return None


def _name(row):
    """What the thing is called inside a sentence, after “added” or “withdrew”."""
    match row:
        case Element():
            return _quoted(row.said("title"))
        case Link():
            ends = {end: _quoted(getattr(row, end).said("title")) for end in ("source", "target")}
            return _("the link from %(source)s to %(target)s") % ends
        case Milestone() | ProgressUpdate():
            return _step(row)
        case Figure():
            return _figure(row)
        case Participation():
            return _part(row)
        case MapRole():
            return _("the role of %(who)s") % {"who": row.holder}
    return str(row)


def _figure(row):
    words = {"label": _quoted(row.said("label"))}
    if row.element is None:
        return _("the figure %(label)s") % words
    words["title"] = _quoted(row.element.said("title"))
    return _("the figure %(label)s of %(title)s") % words


def _step(row):
    words = {"title": _quoted(row.initiative.said("title"))}
    if isinstance(row, Milestone):
        words["step"] = _quoted(row.title)
        return _("the milestone %(step)s of %(title)s") % words
    words["day"] = periods.say(row.as_of.isoformat())
    return _("the report of %(day)s on %(title)s") % words


def _part(row):
    who = row.organisation.name if row.organisation else row.group
    if row.element is None:
        return _("the part of %(who)s in the map") % {"who": who}
    words = {"who": who, "title": _quoted(row.element.said("title"))}
    return _("the part of %(who)s in %(title)s") % words


def _quoted(text):
    return _("“%(text)s”") % {"text": text}

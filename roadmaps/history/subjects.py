"""What a line of the log is about: the thing, and where on the map it stands."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from roadmaps.elements import KINDS, Element
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.map_roles import MapRole
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.narratives import Narrative
from roadmaps.participations import Participation

ELEMENT, ROADMAP, EDITION = Element._meta.label_lower, "roadmaps.roadmap", "roadmaps.edition"
KIND_NAMES = {
    ROADMAP: "roadmap",
    ELEMENT: "element",
    "roadmaps.figure": "figure",
    "roadmaps.link": "link",
    "roadmaps.participation": "participation",
    "roadmaps.milestone": "milestone",
    "roadmaps.narrative": "narrative",
    "roadmaps.progressupdate": "progress_update",
    EDITION: "edition",
    "roadmaps.maprole": "map_role",
    "roadmaps.mapinvitation": "map_invitation",
    "roadmaps.relation": "relation",
    "roadmaps.review": "review",
    "roadmaps.signoff": "signoff",
    "roadmaps.consultation": "consultation",
}
NEAR = {"roadmaps.signoff": ("organisation",)}  # what a sentence names besides
ROWS = {
    ELEMENT: Element.objects.all(),
    "roadmaps.figure": Figure.objects.select_related("element", "on_roadmap"),
    "roadmaps.link": Link.objects.select_related("source", "target"),
    "roadmaps.participation": Participation.objects.select_related("element", "organisation"),
    "roadmaps.milestone": Milestone.objects.select_related("initiative"),
    "roadmaps.narrative": Narrative.objects.select_related("element"),
    "roadmaps.progressupdate": ProgressUpdate.objects.select_related("initiative"),
    "roadmaps.maprole": MapRole.objects.select_related("user", "organisation"),
}


@dataclass(frozen=True)
class Subject:
    """A thing that a line of the log is about."""

    kind: str
    key: str
    row: Any  # none where it was erased
    model: Any
    element: str | None  # the code of the element that it is or stands on
    concerned: tuple  # the elements and figures that one has to see in order to see it


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
    rows = ROWS.get(label)
    if rows is None:
        rows = apps.get_model(label)._base_manager.select_related(*NEAR.get(label, ()))
    if label == EDITION:
        rows = rows.only("major", "minor", "label")  # what it says is long and not asked for
    return {str(row.pk): row for row in rows.filter(pk__in=keys).order_by()}


def _subject(label, key, row):
    element = _element_of(row)
    model = apps.get_model(label) if row is None else type(row)
    far = row.target if isinstance(row, Link) else None
    figure = row if isinstance(row, Figure) else None
    return Subject(
        kind=KIND_NAMES[label],
        key=key,
        row=row,
        model=KINDS[row.kind] if isinstance(row, Element) else model,
        element=element and element.code,
        concerned=tuple(each for each in (figure, element, far) if each is not None),
    )


def _element_of(row):
    match row:
        case Element():
            return row
        case Figure() | Participation() | Narrative():
            return row.element
        case Link():
            return row.source
        case Milestone() | ProgressUpdate():
            return row.initiative
    return None

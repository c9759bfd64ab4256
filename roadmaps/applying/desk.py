"""The rows of one map that edits speak of, and the commands by which they are written."""

from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from roadmaps import elements, figures, links, milestones, participations
from roadmaps.elements import KINDS, Element, in_full
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.participations import Participation
from roadmaps.roadmap import Refused

MODULES: dict[str, ModuleType] = {
    "element": elements,
    "figure": figures,
    "link": links,
    "participation": participations,
    "milestone": milestones,
    "progress_update": milestones,
}
MODELS: dict[str, Any] = {
    "figure": Figure,
    "link": Link,
    "participation": Participation,
    "milestone": Milestone,
    "progress_update": ProgressUpdate,
}
BEARERS = {"link": "source", "milestone": "initiative", "progress_update": "initiative"}


@dataclass
class Desk:
    """Somebody before one map: what they may see of it is what they can write."""

    actor: Any
    roadmap: Any
    known: dict[tuple[str, str], Any] = field(default_factory=dict)

    def find(self, subject: str, key: str):
        """The row of a thing on this map; none where there is none, or none that they may see."""
        if subject == "roadmap":
            return self.roadmap
        if (subject, key) not in self.known:
            row = self._element(key) if subject == "element" else self._thing(subject, key)
            self.known[subject, key] = row if row is not None and self._is_seen(row) else None
        return self.known[subject, key]

    def keep(self, subject: str, key: str, row) -> None:
        """Remember under which key the edits speak of a row that is new."""
        self.known[subject, key] = row

    def needed(self, subject: str, key: str):
        """The row of a thing that has to be there."""
        if (row := self.find(subject, key)) is None:
            raise Refused(_("What should be changed does not stand on this map."))
        return row

    def bearer(self, code: str | None):
        """The element on which something stands, or the map itself."""
        return self.needed("element", code) if code else self.roadmap

    def end(self, code: str):
        """The element to which a link leads, perhaps on another map."""
        own = self.find("element", code)
        found = own or Element.objects.select_related("roadmap").filter(code=code).first()
        if found is None or (own is None and found.roadmap_id == self.roadmap.pk):
            raise Refused(_("What should be changed does not stand on this map."))
        return found

    def _element(self, code):
        row = Element.objects.filter(code=code, roadmap=self.roadmap).first()
        return row and self._here(in_full(row))

    def _thing(self, subject, key):
        if not _is_number(key):
            return None
        row = MODELS[subject].objects.filter(pk=key).first()
        if row is None:
            return None
        name = BEARERS.get(subject, "element")
        if element := getattr(row, name):
            # One copy of the map and of each element: that is how all see what was written last.
            bearer = self.find("element", element.code)
            if bearer is None:
                return None
            setattr(row, name, bearer)
            return row
        if row.on_roadmap_id != self.roadmap.pk:
            return None
        row.on_roadmap = self.roadmap
        return row

    def _here(self, row):
        row.roadmap = self.roadmap
        return row

    def _is_seen(self, row):
        seen = self.roadmap.sight_of(self.actor).visibilities
        return getattr(row, "visibility", seen[0]) in seen

    def add(self, subject: str, code: str | None, fields: dict[str, Any]):
        """Write something that has never stood on this map. code: of the element it stands on."""
        module, actor = MODULES[subject], self.actor
        match subject:
            case "element":
                return module.add(actor, self.roadmap, fields.pop("kind"), **fields)
            case "figure":
                return module.state(actor, self.bearer(code), **fields)
            case "participation":
                return module.involve(actor, self.bearer(code), **fields)
            case "milestone":
                return module.plan(actor, self.bearer(code), **fields)
            case "progress_update":
                return module.report(actor, self.bearer(code), **fields)
        return module.draw(actor, self.bearer(code), **fields)

    def model(self, subject: str, key: str, kind: str | None = None):
        """The model of a thing that stands on the map, or is to stand there."""
        if subject != "element":
            return MODELS.get(subject, type(self.roadmap))
        return KINDS[kind] if kind else type(self.needed("element", key))


def _is_number(key):
    try:
        return bool(UUID(str(key)))
    except ValueError:
        return False

"""What the reader of a page gets to see: one rule for all pages about a map.

A person with a role on the map reads its working copy, everybody else its current edition. What
is hidden and what is missing are answered alike.
"""

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from roadmaps import document
from roadmaps.editions import Edition
from roadmaps.roadmap import Roadmap
from roadmaps.rules import abilities
from roadmaps.stages import Stage
from roadmaps.views.shelf import DOCUMENTS

HEAVY = ("content", "gzipped", "brotlied")
TOLD_TO_ALL = {Stage.CONSULTATION, Stage.RETIRED}  # any other stage is the authors' own affair


@dataclass(frozen=True)
class Reading:
    """A map as one person may read it now."""

    roadmap: Roadmap
    document: dict
    edition: Edition | None  # the one in force
    editions: list[Edition]  # all that this person may read, the newest first
    is_draft: bool  # it is the working copy that is read
    abilities: dict[str, bool]  # what this person may do with it now

    @property
    def slug(self):
        return self.document["roadmap"]["slug"]

    @property
    def stage(self):
        """The stage of the working copy; of that of others only what they are meant to know."""
        stage = self.roadmap.stage
        return stage if self.is_draft or stage in TOLD_TO_ALL else Stage.IN_FORCE

    @cached_property
    def elements(self) -> dict[str, dict]:
        return {element["code"]: element for element in self.document["elements"]}


def read(actor, slug) -> Reading:
    """The map at this address, as this person may read it."""
    roadmap = Roadmap.objects.visible_to(actor).filter(slug=slug).first()
    if roadmap is None:
        raise Http404
    is_draft = bool(roadmap.roles_of(actor))
    editions = _editions(roadmap, is_draft)
    current = next((each for each in editions if each.status == "current"), None)
    if is_draft:
        told = document.build(roadmap, actor)
        return Reading(roadmap, told, current, editions, True, abilities(actor, roadmap))
    shown = current or next(iter(editions), None)
    if shown is None:
        raise Http404
    return Reading(roadmap, DOCUMENTS.take([shown.pk])[shown.pk], shown, editions, False, {})


def asked(request, **allowed) -> dict[str, str]:
    """What the address asks for; a name or a value that the page does not know is refused.

    allowed: for each name the values it may have. An empty value asks for nothing.
    """
    wishes = {}
    for name, value in request.GET.items():
        if name not in allowed:
            raise BadRequest(_("This page knows no “%(name)s”.") % {"name": name[:60]})
        if value and value not in allowed[name]:
            words = {"name": name, "value": value[:60]}
            raise BadRequest(_("“%(value)s” is nothing that “%(name)s” can be.") % words)
        wishes[name] = value
    return {name: wishes.get(name, "") for name in allowed}


def _editions(roadmap, is_draft):
    editions = roadmap.editions.defer(*HEAVY).order_by("-major", "-minor")
    if not is_draft:  # what is consulted on is shown to those who are asked
        editions = editions.exclude(kind="consultation").exclude(status="withdrawn")
    return list(editions)

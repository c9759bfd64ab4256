"""What hangs on an element or on the map, by the word that stands for it in an address."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from roadmaps import figures, links, milestones, participations
from roadmaps.figures import Figure
from roadmaps.history.names import called
from roadmaps.history.reader import Reader
from roadmaps.links import Link
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.participations import Participation


@dataclass(frozen=True)
class Part:
    """A kind of thing that hangs on an element, or on the map as a whole."""

    model: Any
    commands: ModuleType
    add: Callable
    rule: str
    on_a_map: bool
    new: Any  # the heading of the page on which one is added


def _involve(actor, subject, organisation=None, role="", **fields):
    return participations.involve(actor, subject, organisation, role, **fields)


ON_INITIATIVES = ("milestones", "progress")
PARTS = {
    "figures": Part(Figure, figures, figures.state, "edit", True, _("Add a figure")),
    "participations": Part(
        Participation, participations, _involve, "edit", True, _("Add who takes part")
    ),
    "milestones": Part(Milestone, milestones, milestones.plan, "edit", False, _("Add a milestone")),
    "progress": Part(
        ProgressUpdate, milestones, milestones.report, "report", False, _("Report on progress")
    ),
    "links": Part(Link, links, links.draw, "edit", False, _("Draw a link")),
}


def seen(word: str, roadmap, sight) -> models.QuerySet:
    """All things of a kind on a map that may be read with this sight, also withdrawn ones."""
    model = PARTS[word].model
    here = roadmap.elements.within(sight)
    if word == "links":
        ends = models.Q(target__in=here) | ~models.Q(target__roadmap=roadmap)
        return model.objects.filter(ends, source__in=here)
    if word in ON_INITIATIVES:
        return model.objects.filter(initiative__in=here)
    rows = model.objects.filter(models.Q(on_roadmap=roadmap) | models.Q(element__in=here))
    if word == "figures":
        return rows.filter(visibility__in=sight.visibilities)
    return rows


def find(actor, word, roadmap, key):
    """One thing by its number; hidden and missing are the same."""
    thing = seen(word, roadmap, roadmap.sight_of(actor)).filter(pk=key).first()
    if thing is None:
        raise Http404
    if word == "links" and not Reader(actor, [roadmap], [thing.target]).sees(thing.target):
        raise Http404
    return thing


def title(actor, roadmap, thing) -> str:
    """What a thing is called inside a sentence to somebody who may see it."""
    if not isinstance(thing, Link):
        return called(thing)
    return called(thing, Reader(actor, [roadmap], [thing.source, thing.target]).reads)


def begun(word, subject):
    """A thing that is not written yet, on the subject on which it is to stand."""
    model = PARTS[word].model
    if word in ON_INITIATIVES:
        return model(initiative=subject)
    if word == "links":
        return model(source=subject)
    owner = "on_roadmap" if subject._meta.model_name == "roadmap" else "element"
    return model(**{owner: subject})


def stands_on(thing):
    """The element on which a thing stands; none where it is the map as a whole."""
    for name in ("element", "initiative", "source"):
        if name in thing.PLACE and getattr(thing, f"{name}_id"):
            return getattr(thing, name)
    return None

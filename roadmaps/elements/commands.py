"""What people do with the elements of a map."""

from django.db import models, transaction
from django.utils.translation import gettext as _

from changes.models import lock, record
from roadmaps.elements.challenges import Challenge
from roadmaps.elements.element import LETTERS, Kind
from roadmaps.elements.fdi_targets import FDITarget
from roadmaps.elements.goals import Goal
from roadmaps.elements.infrastructure import Infrastructure
from roadmaps.elements.initiatives import Initiative
from roadmaps.elements.skills import Skill
from roadmaps.elements.technologies import Technology
from roadmaps.roadmap import Refused
from roadmaps.rules import require

KINDS = {  # in the order in which a map is read
    Kind.CHALLENGE: Challenge,
    Kind.GOAL: Goal,
    Kind.FDI_TARGET: FDITarget,
    Kind.TECHNOLOGY: Technology,
    Kind.SKILL: Skill,
    Kind.INFRASTRUCTURE: Infrastructure,
    Kind.INITIATIVE: Initiative,
}


@transaction.atomic
def add(actor, roadmap, kind, **fields):
    """Put a new element on the map; it gets the next number of its kind."""
    lock(roadmap)
    require(actor, "edit", roadmap)
    number = _next_number(roadmap, kind)
    code = f"{roadmap.prefix}-{LETTERS[kind]}{number:02d}"
    element = KINDS[kind](roadmap=roadmap, kind=kind, number=number, code=code)
    _only_what_people_write(element, fields)
    record(actor, "added", element, **fields)
    return element


@transaction.atomic
def edit(actor, element, **fields):
    """Change some fields of an element."""
    element = take(element)
    require(actor, "edit", element)
    _only_what_people_write(element, fields)
    record(actor, "edited", element, **fields)
    return element


@transaction.atomic
def withdraw(actor, element):
    """Take an element off the map; its number, its history and its links are kept."""
    element = take(element)
    require(actor, "edit", element)
    if element.is_withdrawn:
        raise Refused(_("%(element)s has been withdrawn already.") % {"element": element})
    record(actor, "withdrawn", element, is_withdrawn=True)
    return element


def take(element):
    """The element as it is now, held until the transaction ends."""
    lock(element.roadmap)
    return KINDS[element.kind].objects.select_related("roadmap").get(pk=element.pk)


def _only_what_people_write(element, fields):
    written = {*element.FIELDS, *element.OWN, "sectors", "source"}
    if others := fields.keys() - written:
        raise Refused(_("Nobody can set this: %(names)s.") % {"names": ", ".join(sorted(others))})


def _next_number(roadmap, kind):
    last = KINDS[kind].objects.filter(roadmap=roadmap).aggregate(last=models.Max("number"))
    return (last["last"] or 0) + 1

"""What people do with the elements of a map."""

from django.db import models, transaction

from changes.models import lock
from roadmaps import contents
from roadmaps.elements.challenges import Challenge
from roadmaps.elements.element import LETTERS, Element, Kind
from roadmaps.elements.fdi_targets import FDITarget
from roadmaps.elements.goals import Goal
from roadmaps.elements.infrastructure import Infrastructure
from roadmaps.elements.initiatives import Initiative
from roadmaps.elements.skills import Skill
from roadmaps.elements.technologies import Technology
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
    return contents.add(actor, "added", element, **fields)


@transaction.atomic
def edit(actor, element, base, **fields):
    """Change some fields of an element; base is the revision of the map that the writer saw."""
    return contents.edit(actor, take(actor, element), base, **fields)


@transaction.atomic
def withdraw(actor, element):
    """Take an element off the map; its number, its history and its links are kept."""
    return contents.withdraw(actor, take(actor, element))


@transaction.atomic
def restore(actor, element):
    """Put an element back on the map, with all that hung on it."""
    return contents.restore(actor, take(actor, element))


@transaction.atomic
def reorder(actor, element, after=None):
    """Put an element behind another one of its kind, or before all of them."""
    return contents.reorder(actor, take(actor, element), after)


def take(actor, element):
    """The element with all its fields as they are now, held until the transaction ends."""
    return contents.take(actor, in_full(element))


def in_full(element):
    """The element with the fields that its kind adds."""
    if type(element) is not Element:
        return element
    return KINDS[element.kind].objects.select_related("roadmap").get(pk=element.pk)


def _next_number(roadmap, kind):
    last = KINDS[kind].objects.filter(roadmap=roadmap).aggregate(last=models.Max("number"))
    return (last["last"] or 0) + 1

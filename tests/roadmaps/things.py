"""One of everything that people write on a map, and the commands for it."""

import uuid
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from changes.models import Change, request_id
from changes.values import held
from roadmaps import elements, figures, links, milestones, participations

NUMBER = {"metric": "jobs", "label": "Jobs", "kind": "count", "unit": "jobs", "basis": "target"}


@dataclass
class Subject:
    """A kind of thing on a map: its commands, how one is written, a field with two values."""

    commands: ModuleType
    write: Callable  # (actor, scene, number)
    field: str
    one: Any
    other: Any


def _element(kind):
    def write(actor, scene, number):
        return elements.add(actor, scene.roadmap, kind, title=f"Something {number}")

    return Subject(elements, write, "title", "One", "Other")


def _figure(on):
    def write(actor, scene, number):
        return figures.state(actor, getattr(scene, on), low=number, **NUMBER)

    return Subject(figures, write, "low", "3000", "3500.5")


def _link(actor, scene, number):
    target = elements.add(actor, scene.roadmap, "challenge", title=f"Something {number}")
    return links.draw(actor, scene.initiative, target, "addresses")


def _part(on):
    def write(actor, scene, number):
        group = f"Group {number}"
        return participations.involve(actor, getattr(scene, on), None, "partner", group=group)

    return Subject(participations, write, "note", "One", "Other")


def _milestone(actor, scene, number):
    return milestones.plan(actor, scene.initiative, f"Step {number}", planned="2027")


def _report(actor, scene, number):
    said = {"status": "in_delivery", "confidence": "green", "narrative": f"Report {number}."}
    return milestones.report(actor, scene.initiative, as_of="2026-05-04", **said)


KINDS = {
    **{kind: _element(kind) for kind in elements.LETTERS},
    "figure": _figure("initiative"),
    "figure of the map": _figure("roadmap"),
    "link": Subject(links, _link, "strength", 2, 3),
    "participation": _part("initiative"),
    "participation in the map": _part("roadmap"),
    "milestone": Subject(milestones, _milestone, "planned", "2028", "2029-03"),
    "progress": Subject(milestones, _report, "narrative", "One.", "Other."),
}


def as_it_is(thing):
    return type(thing).objects.get(pk=thing.pk)


def lines_of(thing):
    return Change.objects.of(thing).count()


def last_of(thing):
    return Change.objects.of(thing).order_by("revision").last()


def now(roadmap):
    roadmap.refresh_from_db()
    return roadmap.revision


def all_fields(thing):
    row = as_it_is(thing)
    fields = [*row._meta.concrete_fields, *row._meta.many_to_many]
    return {field.name: held(row, field.name) for field in fields if field.name != "revision"}


@contextmanager
def in_one_go(number=None):
    """Whatever is done meanwhile is one request, under this number or a new one."""
    token = request_id.set(number or uuid.uuid4())
    try:
        yield request_id.get()
    finally:
        request_id.reset(token)

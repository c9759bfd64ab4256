"""In which order edits are done: first what goes, then what comes, then what joins it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from changes.models import lock
from roadmaps import roadmap as maps
from roadmaps.applying import values
from roadmaps.applying.desk import MODULES, Desk
from roadmaps.applying.order import put_in_order
from roadmaps.applying.texts import write_texts
from roadmaps.diff import Edit
from roadmaps.roadmap import Refused, Roadmap

GOING = ("removed", "withdrawn")
TAKEN_AWAY = (  # in this order, so that nothing hangs on what has gone
    "link", "participation", "figure", "milestone", "progress_update", "element",
)  # fmt: skip
WRITTEN = ("element", "figure", "participation", "milestone", "progress_update", "link")
TYING = ("parent", *values.TIES)


@dataclass
class Step:
    """All that is done to one thing."""

    subject: str
    key: str
    element: str | None
    verb: str
    fields: dict[str, Any] = field(default_factory=dict)
    texts: dict[tuple[str, str], str | None] = field(default_factory=dict)


def do(desk: Desk, edits: Iterable[Edit]) -> None:
    """Everything that a list of edits says, each thing written once or twice."""
    edits = list(edits)
    _refuse_what_is_no_edit(edits)
    steps = _steps(edits)
    going = [each for each in steps if each.verb in GOING]
    for step in sorted(going, key=lambda step: TAKEN_AWAY.index(step.subject)):
        _withdraw(desk, step)
    for edit in edits:
        if edit.subject == "relation":
            _relate(desk, edit)
    _put_down(desk, [each for each in steps if each.verb not in GOING])
    put_in_order(desk, edits)
    write_texts(desk, edits)


def _put_down(desk, steps):
    """What the steps say of things that stand on the map, or are to stand there."""
    for step in steps:
        _untie(desk, step)
    for subject in WRITTEN:
        _in_rounds([partial(_write, desk, step) for step in steps if step.subject == subject])
    _in_rounds([partial(_tie, desk, step) for step in steps if step.fields.keys() & {*TYING}])
    for step in steps:
        if step.subject == "roadmap":
            _describe(desk, step)


def _refuse_what_is_no_edit(edits):
    known = {*MODULES, "roadmap", "relation"}
    others = [edit for edit in edits if (edit.verb, edit.subject) != ("written", "narrative")]
    if any(edit.subject not in known or edit.verb == "written" for edit in others):
        raise Refused(_("What should be changed does not stand on this map."))


def _steps(edits):
    steps: dict[tuple[str, str], Step] = {}
    for edit in edits:
        if edit.verb in ("reordered", "written") or edit.subject == "relation":
            continue
        new = Step(edit.subject, edit.key, edit.element, edit.verb)
        step = steps.setdefault((edit.subject, edit.key), new)
        if edit.verb == "added":
            step.fields |= edit.after
        elif edit.verb == "edited" and edit.language:
            step.texts[edit.language, edit.field] = edit.after
        elif edit.verb == "edited":
            step.fields[edit.field] = edit.after
    return [*steps.values()]


def _in_rounds(jobs):
    """One may have to wait for another that makes room for it; what never fits is refused."""
    while jobs:
        left, why = [], None
        for job in jobs:
            try:
                with transaction.atomic():
                    job()
            except (ValidationError, Refused) as error:
                left.append(job)
                why = error
        if why is not None and len(left) == len(jobs):
            raise why
        jobs = left


def _withdraw(desk, step):
    row = desk.find(step.subject, step.key)
    if row is not None and not _is_off(row):
        MODULES[step.subject].withdraw(desk.actor, row)


def _is_off(row):
    """Whether it has been withdrawn, as it is now: what was tried and refused left its marks."""
    row.refresh_from_db(fields=["is_withdrawn"])
    return row.is_withdrawn


def _relate(desk, edit):
    said = dict(edit.before or edit.after)
    slug, name = said.pop("slug"), said.pop("name")
    words = {part: value or "" for part, value in said.items()} | {"other_name": name}
    is_going = edit.verb == "removed"
    known = desk.roadmap.relations.filter(**words, is_withdrawn=not is_going).order_by("pk")
    if (relation := known.first()) is not None:
        relation.roadmap = desk.roadmap
        change = maps.unrelate if is_going else maps.relate_again
        change(desk.actor, relation)
    elif not is_going:
        others = Roadmap.objects.visible_to(desk.actor).filter(slug=slug)
        maps.relate(desk.actor, desk.roadmap, other=others.first(), **words)


def _untie(desk, step):
    """Let go of what a thing is a part of, before what it is a part of changes."""
    row = desk.find(step.subject, step.key) if step.fields.keys() & {*TYING} else None
    names = [name for name in TYING if name in step.fields and getattr(row, f"{name}_id", None)]
    if names and not _is_off(row):
        _edit(desk, step.subject, row, dict.fromkeys(names))


def _write(desk, step):
    """Everything but what ties it to others."""
    lock(desk.roadmap)
    fields = {name: value for name, value in step.fields.items() if name not in TYING}
    row = desk.find(step.subject, step.key)
    if row is None:
        _add(desk, step, fields)
        return
    if _is_off(row):
        MODULES[step.subject].restore(desk.actor, row)
    fields = _of_one_that_stands(step, fields)
    told = values.taken(desk, type(row), fields)
    if step.texts or step.verb == "added":
        told |= _texts(desk, step, row)
    _edit(desk, step.subject, row, told)


def _add(desk, step, fields):
    if step.verb != "added":
        raise Refused(_("What should be changed does not stand on this map."))
    fields = dict(fields)
    if step.subject == "link":
        fields.pop("source")
    kind = fields.pop("kind") if step.subject == "element" else None
    model = desk.model(step.subject, step.key, kind)
    told = values.taken(desk, model, fields) | ({"kind": kind} if kind else {})
    if step.texts:
        told["translations"] = values.texts(model, {}, step.texts, desk.roadmap.revision)
    desk.keep(step.subject, step.key, desk.add(step.subject, step.element, told))


def _of_one_that_stands(step, fields):
    """What can be written of a thing that is there: its kind and its place never change."""
    fixed = {"element": {"kind"}, "link": {"source"}}.get(step.subject, set())
    return {name: value for name, value in fields.items() if name not in fixed}


def _texts(desk, step, row):
    if not hasattr(row, "translations"):
        return {}
    row.refresh_from_db(fields=["translations"])
    wanted = dict(step.texts)
    if step.verb == "added":  # then it says all that there is to say
        there = {(code, name) for code, said in row.translations.items() for name in said}
        wanted |= dict.fromkeys(there - wanted.keys())
    held, revision = row.translations, desk.roadmap.revision
    return {"translations": values.texts(type(row), held, wanted, revision)}


def _tie(desk, step):
    lock(desk.roadmap)
    row = desk.needed(step.subject, step.key)
    fields = {name: value for name, value in step.fields.items() if name in TYING}
    _edit(desk, step.subject, row, values.taken(desk, type(row), fields))


def _edit(desk, subject, row, fields):
    if fields:
        MODULES[subject].edit(desk.actor, row, desk.roadmap.revision, **fields)


def _describe(desk, step):
    row = desk.roadmap
    told = values.taken(desk, Roadmap, step.fields)
    if step.texts:
        told["translations"] = values.texts(Roadmap, row.translations, step.texts, row.revision)
    maps.describe(desk.actor, row, row.revision, **told)

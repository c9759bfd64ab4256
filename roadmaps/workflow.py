"""The steps in the life of a map: who may take one, what stands in the way, and what follows."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.models import Change, lock
from roadmaps import (
    consultations,
    corrections,
    editions,
    narratives,
    notices,
    obstacles,
    outcomes,
    restoring,
    signoffs,
    submissions,
)
from roadmaps.obstacles import Obstacle
from roadmaps.roadmap import Refused, Roadmap, move
from roadmaps.rules import may_take, require
from roadmaps.signoffs import Purpose
from roadmaps.stages import Stage
from roadmaps.steps import STEPS, Step
from terms.vocabulary import label

LOG = logging.getLogger("rumbo.workflow")


class Held(Refused):
    """Something stands in the way of a step."""

    def __init__(self, standing: list[Obstacle]):
        self.obstacles = standing
        super().__init__(" ".join(obstacle.sentence for obstacle in standing))


class OutOfOrder(Refused):
    """The step does not begin at the stage at which the map is."""

    def __init__(self, step: Step, stage: str):
        self.stage = stage
        words = {"step": str(step), "stage": label("map_state", stage)}
        super().__init__(_("“%(step)s” is no step from the stage “%(stage)s”.") % words)


@transaction.atomic
def take(actor, roadmap, step: str, reason: str = "", **said: Any) -> Roadmap:
    """Take a step of the vocabulary `map_transition`; said: what the step itself asks for.

    Two who take it at once take it once: the second finds the map at another stage.
    """
    roadmap = lock(Roadmap.objects.get(pk=roadmap.pk))
    if not may_take(actor, step, roadmap):
        require(actor, "view_draft", roadmap)
        raise PermissionDenied(_("Your role on this map does not take this step."))
    return _take(actor, roadmap, STEPS[step], reason.strip(), said)


def take_what_is_due() -> list[Roadmap]:
    """The clock's own steps: close every consultation whose time is over. Gives the maps."""
    due = consultations.Consultation.objects.due().values("roadmap")
    taken = [_close_alone(roadmap) for roadmap in Roadmap.objects.filter(pk__in=due)]
    return [roadmap for roadmap in taken if roadmap is not None]


def _close_alone(roadmap):
    """Each map for itself: one that cannot be closed holds up no other, and is tried again."""
    try:
        return _close_if_over(roadmap)
    except (Refused, ValidationError, DatabaseError) as error:
        LOG.warning("A consultation could not be closed: %s", type(error).__name__)
        return None


@transaction.atomic
def _close_if_over(roadmap):
    roadmap = lock(roadmap)
    if roadmap.stage != Stage.CONSULTATION or not consultations.is_over(roadmap):
        return None  # somebody was quicker
    return _take(None, roadmap, STEPS["close_consultation"], "", {})


def _take(actor, roadmap, step: Step, reason, said):
    if roadmap.stage not in step.begins:
        raise OutOfOrder(step, roadmap.stage)
    if step.needs_reason and not reason:
        raise Refused(_("Say why: everybody who works on the map will read it."))
    if actor is not None:
        standing = obstacles.standing(roadmap, step.code, actor)
        if [each for each in standing if each.is_grave] or (standing and not reason):
            raise Held(standing)
    narratives.settle(roadmap)
    effect = EFFECTS.get(step.code)
    fields = (effect(actor, roadmap, reason, **said) if effect else _nothing(**said)) or {}
    move(actor, roadmap, step.ends, step.code, stage_note=reason, **fields)
    if then := AFTERWARDS.get(step.code):
        then(actor, roadmap, reason, **said)
    notices.tell_step(roadmap, step.code, actor, reason)
    if ask := ASKS.get(step.code):
        ask(roadmap, actor)
    return roadmap


def _nothing():
    """A step that asks for nothing more than perhaps a reason."""


def _open_consultation(actor, roadmap, reason, brief, closes_at, **asked):
    """asked: title, audience; and perhaps questions and notice."""
    consultations.require_long_enough(closes_at)
    number = editions.next_minor(roadmap, 0)
    said = {"note": brief, "published_at": timezone.now()}
    edition = editions.freeze(actor, roadmap, number, "consultation", **said)
    consultations.begin(actor, roadmap, edition, closes_at, brief=brief, **asked)


def _extend_consultation(actor, roadmap, reason, closes_at):
    consultations.extend(actor, roadmap, closes_at)


def _close_consultation(actor, roadmap, reason):
    if actor is not None and not consultations.is_over(roadmap) and not reason:
        raise Refused(_("The time is not over. Say why it is closed early."))
    submissions.fall_silent(actor, consultations.close(actor, roadmap))


def _ask_reviewers(roadmap, actor):
    notices.ask_reviewers(roadmap, actor)
    signoffs.ask_what_is_missing(actor, roadmap, Purpose.CONSULTATION)


def _ask_signers(roadmap, actor):
    signoffs.ask_what_is_missing(actor, roadmap, Purpose.PUBLICATION)


def _return_to_revision(actor, roadmap, reason):
    signoffs.reset(actor, roadmap, Purpose.PUBLICATION)


def _open_refresh(actor, roadmap, reason):
    """What was cleared or passed over for the last edition says nothing of the next one."""
    for purpose in Purpose:
        signoffs.reset(actor, roadmap, purpose)


def _publish(actor, roadmap, reason, note, label="", sha256=""):
    """sha256: of the text that was read; where it has changed since, nothing is published."""
    if not note.strip():
        raise Refused(_("Say what is new in this edition."))
    if sha256 and signoffs.hash_of(signoffs.text_of(roadmap)) != sha256:
        raise Refused(_("The text has changed since you read it. Read it again, then publish."))
    return {"is_published": True}


def _freeze_approved(actor, roadmap, reason, note, label="", sha256=""):
    said = {"note": note.strip(), "label": label, "published_at": timezone.now()}
    edition = editions.freeze(actor, roadmap, editions.next_major(roadmap), "approved", **said)
    outcomes.publish(actor, roadmap, edition)


def _correct(actor, roadmap, reason, edits):
    corrections.apply(actor, roadmap, edits)


def _freeze_correction(actor, roadmap, reason, edits):
    current = roadmap.editions.current().exclude(kind="consultation").get()
    number = editions.next_minor(roadmap, current.major)
    said = {"note": reason, "label": current.label, "published_at": timezone.now()}
    editions.freeze(actor, roadmap, number, "correction", **said)


def _abandon_refresh(actor, roadmap, reason):
    current = roadmap.editions.current().exclude(kind="consultation").get()
    editions.supersede_draft(actor, roadmap)
    restoring.restore(actor, roadmap, current.map_revision)


def _retire(actor, roadmap, reason, successor=None):
    """successor: a map in force that takes the place of this one, if there is one."""
    if successor is not None and not _may_succeed(successor, roadmap):
        raise Refused(_("What takes its place has to be another map that is in force."))
    editions.withdraw(actor, roadmap)
    return {"farewell": reason, "successor": successor}


def _may_succeed(other, roadmap):
    return other.pk != roadmap.pk and other.is_published and other.stage != Stage.RETIRED


Effect = Callable[..., dict[str, Any] | None]
EFFECTS: dict[str, Effect] = {
    "open_consultation": _open_consultation,
    "extend_consultation": _extend_consultation,
    "close_consultation": _close_consultation,
    "return_to_revision": _return_to_revision,
    "publish": _publish,
    "correct": _correct,
    "open_refresh": _open_refresh,
    "abandon_refresh": _abandon_refresh,
    "retire": _retire,
}
AFTERWARDS: dict[str, Effect] = {"publish": _freeze_approved, "correct": _freeze_correction}
ASKS: dict[str, Callable[..., Any]] = {  # whom a step asks for something
    "submit_for_review": _ask_reviewers,
    "skip_consultation": _ask_signers,
    "submit_for_approval": _ask_signers,
}


@transaction.atomic
def adopt(actor, roadmaps, **fields):
    """Publish, as their next editions, maps that were approved before they came to this tool.

    Maps that refer to one another are adopted together: a link to a map that nobody may see yet
    would not be in the edition. fields: label, launched, launched_by, note.
    """
    held = [_hold(actor, "adopt", roadmap) for roadmap in _in_one_order(roadmaps)]
    for roadmap in held:
        _require_approved_elsewhere(roadmap)
        narratives.settle(roadmap)
    for roadmap in held:
        move(actor, roadmap, Stage.IN_FORCE, "adopted", is_published=True)
    if len(held) > 1:
        for roadmap in [*held, *held]:  # a link needs both its ends to be public first
            editions.show(roadmap)
    return [
        editions.freeze(
            actor,
            roadmap,
            editions.next_major(roadmap),
            "approved",
            published_at=timezone.now(),
            **fields,
        )
        for roadmap in held
    ]


def _require_approved_elsewhere(roadmap):
    """A map that was published by the steps here goes on by them: adopting would skip them all."""
    if Change.objects.within(roadmap).filter(verb="publish").exists():
        message = _("“%(map)s” was published here. Its next edition goes by the steps.")
        raise Refused(message % {"map": roadmap.said("title")})


def open_refresh(actor, roadmap):
    """Begin the next edition; the current one stays in force."""
    return take(actor, roadmap, "open_refresh")


def _hold(actor, action, roadmap):
    roadmap = lock(Roadmap.objects.get(pk=roadmap.pk))
    require(actor, action, roadmap)
    return roadmap


def _in_one_order(roadmaps):
    # Two people who adopt overlapping sets must not wait for one another for ever.
    return sorted(roadmaps, key=lambda roadmap: str(roadmap.pk))

"""The steps in the life of a map."""

from django.db import transaction
from django.utils import timezone

from changes.models import lock
from roadmaps import editions
from roadmaps.roadmap import Roadmap, move
from roadmaps.rules import require
from roadmaps.stages import Stage


@transaction.atomic
def adopt(actor, roadmaps, **fields):
    """Publish, as their next editions, maps that were approved before they came to this tool.

    Maps that refer to one another are adopted together: a link to a map that nobody may see yet
    would not be in the edition. fields: label, launched, launched_by, note.
    """
    held = [_take(actor, "adopt", roadmap) for roadmap in _in_one_order(roadmaps)]
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


@transaction.atomic
def open_refresh(actor, roadmap):
    """Begin the next edition; the current one stays in force."""
    roadmap = _take(actor, "open_refresh", roadmap)
    move(actor, roadmap, Stage.DRAFT, "refresh_opened")
    return roadmap


def _take(actor, action, roadmap):
    roadmap = lock(Roadmap.objects.get(pk=roadmap.pk))
    require(actor, action, roadmap)
    return roadmap


def _in_one_order(roadmaps):
    # Two people who adopt overlapping sets must not wait for one another for ever.
    return sorted(roadmaps, key=lambda roadmap: str(roadmap.pk))

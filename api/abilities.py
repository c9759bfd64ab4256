"""What the caller may do now with a thing, so that a page need not know the rules."""

from collections.abc import Iterable
from typing import Any

from roadmaps import rules
from roadmaps.models import Initiative, Milestone, ProgressUpdate, Roadmap

Abilities = dict[str, bool]


def of(actor, thing: Any) -> Abilities:
    """What this person may do now with a map or with something that stands on one."""
    if isinstance(thing, Roadmap):
        return rules.abilities(actor, thing)
    told = {"view_draft": rules.can(actor, "view_draft", thing)}
    if isinstance(thing, Initiative | Milestone | ProgressUpdate):
        told["report"] = rules.can(actor, "report", thing) and not thing.is_withdrawn
    may = rules.can(actor, "report" if isinstance(thing, ProgressUpdate) else "edit", thing)
    told["edit"] = told["withdraw"] = told["reorder"] = may and not thing.is_withdrawn
    told["restore"] = may and thing.is_withdrawn
    return told


def on_maps(actor, roadmaps: Iterable[Roadmap]) -> dict[Any, Abilities]:
    """The same for many maps, by their key, with one query for all of them."""
    maps = list(roadmaps)
    Roadmap.objects.know_roles(actor, maps)
    return {roadmap.pk: rules.abilities(actor, roadmap) for roadmap in maps}

"""Published initiatives as the public may see them now: by their edition, and what came since.

It reads only what was published; see `entries`.
"""

from collections import defaultdict
from typing import Any

from roadmaps.entries import MONITORED, Entry

KINDS = ("initiative", "milestone", "progress_update")


def initiatives(entries) -> dict[str, list[dict[str, Any]]]:
    """The initiatives among some entries, by the slug of their map, as documents tell them.

    What is expected and reached of their milestones, and what is reported, is told as of now.
    """
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    steps, reports = {}, defaultdict(list)
    for entry in entries.filter(kind__in=KINDS).order_by("key"):
        data = entry.data
        match entry.kind:
            case "initiative":
                found[data["roadmap"]].append(dict(data))
            case "milestone":
                steps[data["id"]] = data
            case "progress_update":
                reports[data["initiative"]].append(data)
    for told in found.values():
        for each in told:
            each["milestones"] = [_as_of_now(step, steps) for step in each["milestones"]]
            newest_first = sorted(reports[each["code"]], key=lambda one: one["as_of"], reverse=True)
            each["progress"] = newest_first
    return dict(found)


def one(roadmap, code: str) -> dict[str, Any] | None:
    """One published initiative of a map; none where it is no initiative, or not published."""
    found = initiatives(Entry.objects.filter(roadmap=roadmap, key__startswith=code))
    return next((each for told in found.values() for each in told if each["code"] == code), None)


def _as_of_now(step, told):
    now = told.get(step["id"])
    if now is None:
        return step | {"told_on": None}
    return step | {name: now[name] for name in MONITORED} | {"told_on": now.get("told_on")}

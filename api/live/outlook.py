"""What has become of a map, for those who have it open: asked once for all with the same sight.

The row of the map is read first, and only what was done up to the revision that stands there is
told. Whatever takes rights away raises the epoch in that same row, so nobody is told of anything
that was done after they lost the right to see it.
"""

import logging
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import translation

from accounts import factors, sessions
from accounts.models import User
from api.live import presence, protocol
from changes.models import Change
from roadmaps import history
from roadmaps.models import Link, Narrative, Roadmap
from roadmaps.roadmap import Epoch, Sight
from roadmaps.rules import can

ELSEWHERE = {"parent", "target", "told_as", "part_of", "other"}  # fields that may name it
LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Watcher:
    """Somebody who has the map open: how they were authorised, and how much they were told."""

    id: str
    user: Any
    sight: Sight
    epoch: Epoch | None  # none: they have to be asked anew
    language: str
    revision: int


@dataclass
class Outlook:
    """What the watchers of a map are to be told."""

    revision: int
    epoch: Epoch
    sights: dict[str, Sight] = field(default_factory=dict)  # of those who may see the map
    told: set[str] = field(default_factory=set)  # who knows everything up to the revision
    frames: dict[str, str] = field(default_factory=dict)
    people: dict[Sight, str] = field(default_factory=dict)


def look(key, watchers: list[Watcher], people: list[presence.Person] | None) -> Outlook | None:
    """What the watchers of a map do not know yet; none where the map is gone.

    people: who is there, where this is to be told too.
    """
    roadmap = Roadmap.objects.filter(pk=key).first()
    if roadmap is None:
        return None
    outlook = Outlook(roadmap.revision, roadmap.epoch)  # it is read before the rights are asked
    outlook.sights = _sights(roadmap, outlook.epoch, watchers)
    _tell_changes(outlook, roadmap, watchers)
    if people is not None:
        seen = presence.as_seen(people, roadmap, set(outlook.sights.values()))
        outlook.people = {sight: protocol.written(each) for sight, each in seen.items()}
    return outlook


def _sights(roadmap, epoch, watchers):
    """Who may see the map, and how much of it; asked anew of those whose rights may have moved."""
    moved = {watcher.user for watcher in watchers if watcher.epoch != epoch}
    now = {user.pk: _sight(roadmap, user) for user in moved}
    sights = {watcher.id: now.get(watcher.user.pk, watcher.sight) for watcher in watchers}
    return {name: sight for name, sight in sights.items() if sight}


def _sight(roadmap, user):
    return roadmap.sight_of(user) if can(user, "view_draft", roadmap) else None


def _tell_changes(outlook, roadmap, watchers):
    seeing = [watcher for watcher in watchers if watcher.id in outlook.sights]
    lines = _lines(roadmap, [watcher.revision for watcher in seeing])
    for (sight, language, known, _person), group in _alike(outlook, seeing, lines).items():
        if roadmap.sight_of(group[0].user) != sight:
            continue  # rights are just moving: the next look finds it in the row of the map
        names = {watcher.id for watcher in group}
        outlook.told |= names
        if known < roadmap.revision:
            missing = [line for line in lines if line.revision > known]
            frame = _frame(group[0].user, roadmap, missing, known, language)
            outlook.frames |= dict.fromkeys(names, frame) if frame else {}


def _alike(outlook, watchers, lines):
    """Those who are told the same. Of other maps, to which a line may lead, not all see as much."""
    may_lead_elsewhere = any(
        ELSEWHERE & line.fields.keys() or _is_of_a_link(line) for line in lines
    )
    groups = defaultdict(list)
    for watcher in watchers:
        person = watcher.user.pk if may_lead_elsewhere else None
        sight = outlook.sights[watcher.id]
        groups[sight, watcher.language, watcher.revision, person].append(watcher)
    return groups


def _is_of_a_link(line):
    return line.subject.startswith(f"{Link._meta.label_lower}:")


def _lines(roadmap, known):
    """The lines that somebody does not know; not more than can be told."""
    first = max(min(known, default=roadmap.revision), roadmap.revision - protocol.MOST_CHANGES)
    if first >= roadmap.revision:
        return []
    lines = Change.objects.within(roadmap).after(first).filter(revision__lte=roadmap.revision)
    return list(lines.with_people().order_by("revision"))


def _frame(actor, roadmap, lines, known, language):
    """A message with these lines; empty where this reader may see none of them."""
    if roadmap.revision - known > protocol.MOST_CHANGES:
        return protocol.say(type="reload", revision=roadmap.revision)
    try:
        with translation.override(language):
            told = history.told(actor, roadmap, lines)
    except Exception:
        # Whatever it is, it would be there again with each look, and nobody would hear more.
        LOG.exception("Changes of %s cannot be told.", roadmap.slug)
        return protocol.say(type="reload", revision=roadmap.revision)
    return protocol.changes(told, roadmap.revision) if told else ""


def missed(key, watcher: Watcher, since: int) -> str | None:
    """What was done after a revision, up to what the watcher was told; none: no longer allowed."""
    roadmap = Roadmap.objects.filter(pk=key).first()
    if roadmap is None or not can(watcher.user, "view_draft", roadmap):
        return None
    if since > roadmap.revision or watcher.revision - since > protocol.MOST_CHANGES:
        return protocol.say(type="reload", revision=watcher.revision)
    lines = Change.objects.within(roadmap).after(since).filter(revision__lte=watcher.revision)
    with translation.override(watcher.language):
        lines = lines.with_people().order_by("revision")
        told = history.told(watcher.user, roadmap, lines)
    return protocol.changes(told, max(since, watcher.revision), since=since)


@dataclass(frozen=True)
class Standing:
    """How maps and their watchers stand now."""

    heads: dict[Any, tuple[int, Epoch]]  # revision and epoch of each map
    sessions: set[str]  # those that still hold
    proofs: dict[Any, str]  # of each person who may still sign in
    trusted: set[Any]  # those of them who have to have shown a second factor
    texts: dict[Any, dict[str, tuple[int, str]]]  # of each map: what is being written, and how far


def stand(maps, brought, people) -> Standing:
    """How these stand now: one query for each of the four, however many there are.

    brought: the keys of the sessions with which people came.
    """
    heads = Roadmap.objects.filter(pk__in=maps).only("revision", "access_epoch")
    users = User.objects.filter(pk__in=people, is_active=True)
    known = list(users.annotate(needs_factor=factors.needed()).only("password"))
    return Standing(
        heads={each.pk: (each.revision, each.epoch) for each in heads},
        sessions=sessions.going_on(brought, known),
        proofs={each.pk: each.password for each in known},
        trusted={each.pk for each in known if each.needs_factor},
        texts=_texts(maps),
    )


def _texts(maps):
    """The texts in which somebody has written what the log does not say yet."""
    rows = Narrative.objects.filter(roadmap__in=maps).exclude(settled=models.F("version"))
    found: dict[Any, dict[str, tuple[int, str]]] = defaultdict(dict)
    for row in rows.select_related("element"):
        found[row.roadmap_id][str(row.pk)] = (row.version, str(row.visibility))
    return found

"""What a room asks of the database, in threads of its own and never for longer than needed."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from changes.models import Change
from roadmaps import history
from roadmaps.models import Roadmap
from roadmaps.rules import can

LOG = logging.getLogger(__name__)
THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")
MOST = 500  # changes told at once; who missed more reads the page again


async def ask(function: Callable, *arguments: Any) -> Any:
    """Ask the database without keeping anybody else waiting."""
    return await asyncio.get_running_loop().run_in_executor(THREADS, _asked, function, arguments)


def _asked(function, arguments):
    try:
        return function(*arguments)
    finally:
        connection.close()  # back into the pool


def person(session_key: str | None):
    """Who has signed in, by the key in their cookie; nobody where that is over."""
    session = SessionStore(session_key or None)
    asking: Any = SimpleNamespace(session=session)
    return get_user(asking)


def admitted(session_key: str | None, slug: str):
    """The map and the person, if the person may read its working copy; else nothing."""
    user = person(session_key)
    roadmap = Roadmap.objects.filter(slug=slug).first()
    if roadmap is None or not can(user, "view_draft", roadmap):
        return None
    return roadmap, user, roadmap.sight_of(user)


def news(key, after: int, groups: dict) -> tuple[int, int, dict]:
    """What was done to a map after a revision, as each group of readers may see it.

    groups: {(sight, language): user}, one person for all who see the same. Returns the revision
    and the epoch of the map, and {group: changes}; none where there are too many to tell.
    """
    roadmap = Roadmap.objects.get(pk=key)
    changes = Change.objects.within(roadmap).after(after).order_by("revision")
    lines = list(changes.select_related("actor")[: MOST + 1])
    revision = max([after, *(line.revision for line in lines)])
    if len(lines) > MOST:
        return roadmap.revision, roadmap.access_epoch, dict.fromkeys(groups)
    seen = {}
    for group, user in groups.items():
        with override(group[1]):
            seen[group] = history.told(user, roadmap, lines)
    return revision, roadmap.access_epoch, seen


def rights(key, users: set) -> tuple[int, dict]:
    """The epoch of a map, and what each of these people sees of it; none for who may not."""
    roadmap = Roadmap.objects.get(pk=key)
    known = User.objects.in_bulk(users)
    return roadmap.access_epoch, {
        user: roadmap.sight_of(known[user])
        if user in known and can(known[user], "view_draft", roadmap)
        else None
        for user in users
    }


def heads(keys: list) -> dict:
    """How far each map has come, and the epoch of its rights."""
    rows = Roadmap.objects.filter(pk__in=keys).values_list("pk", "revision", "access_epoch")
    return {key: (revision, epoch) for key, revision, epoch in rows}


def lasting(sessions: list[str]) -> set[str]:
    """Those of these sessions that nobody has ended."""
    model = SessionStore.get_model_class()
    rows = model.objects.filter(session_key__in=sessions, expire_date__gt=timezone.now())
    return set(rows.values_list("session_key", flat=True))


def languages() -> set[str]:
    return {code for code, _name in settings.LANGUAGES}

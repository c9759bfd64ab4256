"""Every route of the URL map, and an address that it leads to on the map of the tests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import Key, Organisation
from roadmaps.models import (
    Figure,
    Initiative,
    Link,
    Milestone,
    Participation,
    ProgressUpdate,
    Roadmap,
)
from sectors.models import Indicator, Institute, Programme, Sector, Source

PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
NOBODY = "00000000-0000-4000-8000-000000000000"
BY_TYPE = {"uuid": NOBODY, "int": "1", "str": "1.0", "slug": "nothing"}
BY_NAME = {"word": "figures", "table": "goals", "kind": "goal", "number": "1.0"}
# What a part of an address is called in the scene, by the part that stands before it.
BY_PART = {"vocabularies": "pillar", "problems": "not-found"}
ROWS = {
    "roadmaps": (Roadmap, "slug"),
    "elements": (Initiative, "code"),
    "figures": (Figure, "pk"),
    "links": (Link, "pk"),
    "milestones": (Milestone, "pk"),
    "participations": (Participation, "pk"),
    "progress-updates": (ProgressUpdate, "pk"),
    "programmes": (Programme, "code"),
    "sectors": (Sector, "code"),
    "organisations": (Organisation, "code"),
    "sources": (Source, "code"),
    "indicators": (Indicator, "code"),
    "institutes": (Institute, "organisation__code"),
    "tokens": (Key, "pk"),
    "keys": (Key, "pk"),
}


@dataclass(frozen=True)
class Route:
    """One line of the URL map."""

    route: str  # as Django writes it, from the beginning
    view: Any

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/")

    @property
    def methods(self) -> set[str]:
        """The methods that the view of a resource knows; none said where it is a page."""
        return {name.upper() for name in getattr(self.view, "actions", None) or {}}

    def address(self, parts: dict[str, str]) -> str:
        """An address of this route. parts: names of things, by the part that stands before them."""
        said, place = "/", 0
        for found in PLACE.finditer(self.route):
            kind, name = found.groups()
            said += self.route[place : found.start()]
            before = said.rstrip("/").rpartition("/")[2]
            said += BY_NAME.get(name) or parts.get(before) or BY_TYPE[kind or "str"]
            place = found.end()
        return said + self.route[place:]


@cache
def routes() -> tuple[Route, ...]:
    """All of them in English; the other language has the same ones."""
    return tuple(_walk(get_resolver().url_patterns, ""))


def _walk(patterns, before) -> Iterator[Route]:
    for each in patterns:
        said = str(each.pattern).removeprefix("^").removesuffix("$")
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, before + said)
        elif isinstance(each, URLPattern):
            yield Route(before + (said or _rest(before, each)), each.callback)


def _rest(before, pattern) -> str:
    """The address at which the API has nothing; elsewhere the root."""
    return "nowhere" if before.startswith("api/") and pattern.name is None else ""


def everywhere() -> list[tuple[Route, str]]:
    """Every route with an address, at things that are there where there are any."""
    found = {
        part: model.objects.order_by("pk").values_list(column, flat=True).first()
        for part, (model, column) in ROWS.items()
    }
    parts = BY_PART | {part: str(value) for part, value in found.items() if value}
    return [(route, route.address(parts)) for route in routes()]

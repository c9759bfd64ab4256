"""Every door of the product, read from its map of addresses and from the description of its API."""

import os
import re
from dataclasses import dataclass
from functools import cache

import yaml
from django.urls import get_resolver
from django.urls.resolvers import LocalePrefixPattern, URLResolver

from api.documentation import FILE
from tests.leaks import pools

API = "api/v1/"
FOR_READERS = {f"{API}docs", f"{API}redoc", f"{API}openapi.yaml"}  # pages about the API
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """An address with its parameters open, as the map of addresses has it."""

    template: str

    @property
    def is_api(self) -> bool:
        return self.template.startswith(API)

    @property
    def resource(self) -> str:
        """What it is about: the first word of the address."""
        return self.template.removeprefix(API).partition("/")[0]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for _kind, name in PARAMETER.findall(self.template))

    def fits(self, address: str) -> bool:
        """Whether an address leads here."""
        return bool(re.fullmatch("/" + PARAMETER.sub("[^/]+", self.template), address))

    def fill(self, values: dict[str, str]) -> str:
        return "/" + PARAMETER.sub(lambda found: values[found[2]], self.template)


@cache
def routes() -> tuple[Route, ...]:
    """Every address that the product knows."""
    return tuple(dict.fromkeys(Route(template) for template in _templates(get_resolver(), "")))


def some(among, is_whole: bool):
    """All of these, or of what others go through too each third one: `EVERY_DOOR=1` tries all."""
    return list(among)[:: share(is_whole)]


def share(is_whole: bool) -> int:
    """Of how many doors one is tried."""
    return 1 if is_whole or os.environ.get("EVERY_DOOR") == "1" else 3


def _templates(resolver, start):
    for each in resolver.url_patterns:
        part = each.pattern
        if isinstance(part, LocalePrefixPattern):
            yield from _templates(each, start)
            continue
        template = start + str(part).lstrip("^").removesuffix("$")
        if isinstance(each, URLResolver):
            yield from _templates(each, template)
        else:
            yield template


def addresses(scene, route: Route, slug: str) -> list[str]:
    """The door with whatever may hide behind it on one map; links of mails lead to theirs."""
    if "<str:" in route.template and (links := [*filter(route.fits, scene.links)]):
        return links
    return [route.fill(each) for each in pools.values(scene, route, slug)]


@cache
def described() -> dict[str, list[str]]:
    """The parameters of each address of the API that answers to GET, by its path."""
    paths = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)["paths"]
    return {
        path: [each["name"] for each in said["get"].get("parameters", []) if each["in"] == "query"]
        for path, said in paths.items()
        if "get" in said
    }


def parameters(route: Route) -> list[str]:
    """What can be asked for besides at an address of the API."""
    path = PARAMETER.sub(lambda found: "{" + found[2] + "}", route.template)
    return described().get(f"/{path}", [])


def ways(route: Route) -> list[str]:
    """The ways in which the same is told: the working copy, the past, a table, a picture."""
    told = {
        "draft": ["draft=true"],
        "format": ["format=csv", "format=svg"],
        "as_of": ["as_of=2036-01-01", "draft=true&as_of=3"],
    }
    return [way for name in parameters(route) for way in told.get(name, [])]


def pages(route: Route) -> list[str]:
    """A short page of a list, with the number of all and the place of the next."""
    return ["limit=2&count=true"] if {"limit", "count"} <= {*parameters(route)} else []


def questions(route: Route, word: str) -> list[str]:
    """Every filter, each asked for a word."""
    others = ("draft", "count", "format", "as_of", "expand", "fields", "sort", "cursor", "limit")
    silent = (*others, "wait", "lang")
    return [f"{name}={word}" for name in parameters(route) if name not in silent]

"""Every door of the product, read from its map of addresses and from the description of its API."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice, product

import yaml
from django.urls import get_resolver
from django.urls.resolvers import LocalePrefixPattern, URLResolver

from api.documentation import FILE
from roadmaps.views.writing.parts import PARTS

API = "api/v1/"
FOR_READERS = {f"{API}docs", f"{API}redoc", f"{API}openapi.yaml"}  # pages about the API
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
SOME = {
    "kind": ["challenge", "initiative"], "number": ["1.0"],
    "table": ["elements", "figures", "links"],
}  # fmt: skip
MOST = 4  # things of one kind that are tried at one door
PARTS_OF = {"figures": "figures", "milestones": "milestones", "links": "links",
            "participations": "participations", "progress": "progress-updates"}  # fmt: skip
OF_A_KIND = {
    "challenges": "challenge", "goals": "goal", "fdi-targets": "fdi_target",
    "technologies": "technology", "skills": "skill", "infrastructure": "infrastructure",
    "initiatives": "initiative",
}  # fmt: skip


@dataclass(frozen=True)
class Route:
    """An address with its parameters open, as the map of addresses has it."""

    template: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for _kind, name in PARAMETER.findall(self.template))

    def fill(self, values: dict[str, str]) -> str:
        return "/" + PARAMETER.sub(lambda found: values[found[2]], self.template)


@cache
def routes() -> tuple[Route, ...]:
    """Every address that the product knows."""
    return tuple(dict.fromkeys(Route(template) for template in _templates(get_resolver(), "")))


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
    """The door with whatever may hide behind it on one map."""
    if "word" in route.names and "key" in route.names:
        return [
            route.fill({"slug": slug, "word": word, "key": str(each.pk)})
            for word in PARTS
            for each in _of(scene.things[slug], PARTS_OF[word])[-2:]
        ]
    pools = [_pool(scene, route, name, slug) for name in route.names]
    found = (dict(zip(route.names, values, strict=True)) for values in product(*pools))
    return [route.fill(values) for values in islice(found, MOST * 5)]


def _pool(scene, route, name, slug):
    things = scene.things[slug]
    resource = route.template.removeprefix(API).partition("/")[0]
    fixed = {"slug": [slug], "word": list(PARTS), **SOME}
    if name in fixed:
        return fixed[name]
    if name == "key":
        return [str(each.pk) for each in _of(things, resource)]
    if name == "code" and "elements/" in route.template:
        return [each.code for each in _of(things, "elements")]
    return [str(each) for each in scene.known(resource, name)]


def _of(things, resource):
    """Some of the things behind a door: of each degree the last ones, which nobody published."""
    if resource in OF_A_KIND:
        return [each for each in things["elements"] if each.kind == OF_A_KIND[resource]][-MOST:]
    if resource == "roadmaps":
        return [rows[-1] for rows in things.values()]
    rows = things.get(resource, things["elements"])
    chosen = {getattr(each, "visibility", number): each for number, each in enumerate(rows)}
    return [*list(chosen.values())[-MOST + 1 :], rows[-1]]


@cache
def described() -> dict[str, list[str]]:
    """The parameters of each address of the API that answers to GET, by its path."""
    paths = yaml.safe_load(FILE.read_text(encoding="utf-8"))["paths"]
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


def questions(route: Route, word: str) -> list[str]:
    """Every filter, each asked for a word."""
    others = ("draft", "count", "format", "as_of", "expand", "fields", "sort", "cursor", "limit")
    silent = (*others, "wait", "lang")
    return [f"{name}={word}" for name in parameters(route) if name not in silent]

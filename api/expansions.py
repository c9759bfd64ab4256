"""Things that are told by their code, told in full where the reader asks for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Expansion:
    """One member that may be told in full.

    path: the members that lead to it. find: gives what it is asked for, by code, as this reader
    may see it; what it does not give stays a code.
    """

    path: tuple[str, ...]
    find: Callable[[set[str]], dict[str, Any]]


def finder(queryset, serializer) -> Callable[[set[str]], dict[str, Any]]:
    """Finds rows by their code, and tells them as the serializer does."""

    def find(codes):
        rows = queryset.filter(code__in=codes)
        return {item["code"]: item for item in serializer(rows, many=True).data}

    return find


def expand(items: list[dict[str, Any]], expansion: Expansion) -> None:
    """Put the things themselves in the place of their codes, with one look at the database."""
    *way, last = expansion.path
    holders = [holder for item in items for holder in _holders(item, way) if holder.get(last)]
    found = expansion.find({_code(holder[last]) for holder in holders})
    for holder in holders:
        holder[last] = found.get(_code(holder[last]), holder[last])


def _holders(thing: Any, way: list[str]) -> Iterator[dict[str, Any]]:
    if isinstance(thing, list):
        for each in thing:
            yield from _holders(each, way)
    elif isinstance(thing, dict):
        if way:
            yield from _holders(thing.get(way[0]), way[1:])
        else:
            yield thing


def _code(value):
    return value["code"] if isinstance(value, dict) else value

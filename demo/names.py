"""The names by which the records of a folder speak of one another."""

from collections.abc import Iterator
from typing import Any, NamedTuple

Raw = dict[str, Any]
Name = str | tuple[str, str]

CALLED = {  # the list, or the file, in which records stand: what they are, and what names them
    "sources.json": ("source", "code"),
    "organisations.json": ("organisation", "code"),
    "organisations": ("organisation", "code"),
    "programmes.json": ("programme", "code"),
    "indicators.json": ("indicator", "code"),
    "conflicts.json": ("conflict", "code"),
    "sectors": ("sector", "code"),
    "elements": ("element", "key"),
    "figures": ("figure", "key"),
}


class Named(NamedTuple):
    """A record that has a name, and where the name is written."""

    noun: str
    name: Name
    place: str
    record: Raw


class Known:
    """All named records of a folder, so that one file can speak of another."""

    def __init__(self) -> None:
        self.records: dict[str, dict[Name, Raw]] = {}

    def of(self, noun: str) -> dict[Name, Raw]:
        return self.records.setdefault(noun, {})

    def kind_of(self, key: str) -> Any:
        """Which of the seven kinds an element is."""
        return self.of("element")[key].get("kind")

    def meet(self, named: Named) -> bool:
        """Remember a record; false when its name is taken already."""
        records = self.of(named.noun)
        return records.setdefault(named.name, named.record) is named.record


def names(file: str, content: Any) -> Iterator[Named]:
    """Every record of a file that others may speak of."""
    if isinstance(content, dict):
        yield from _named("map", "slug", content, "slug")
        yield from _named("prefix", "prefix", content, "prefix")
    for place, home, record in records(content, "", file):
        if home == "clusters":
            pair = (record.get("scheme"), record.get("code"))
            if all(isinstance(part, str) for part in pair):
                yield Named("cluster", pair, f"{place}.code", record)
        elif home in CALLED:
            noun, member = CALLED[home]
            yield from _named(noun, member, record, f"{place}.{member}")


def records(content: Any, place: str, home: str) -> Iterator[tuple[str, str, Raw]]:
    """Every record in a file: where it is, in which list it stands, and itself."""
    if isinstance(content, list):
        for index, item in enumerate(content):
            if isinstance(item, dict):
                yield f"{place}[{index}]", home, item
            yield from records(item, f"{place}[{index}]", home)
    elif isinstance(content, dict):
        for member, value in content.items():
            yield from records(value, f"{place}.{member}".lstrip("."), member)


def _named(noun: str, member: str, record: Raw, place: str) -> Iterator[Named]:
    # A name of the wrong shape is told where the record is checked.
    if isinstance(name := record.get(member), str):
        yield Named(noun, name, place, record)

"""From a record of a file to the fields of a command."""

from dataclasses import dataclass, field
from typing import Any

NESTED = {
    "key", "code", "slug", "prefix", "programme", "figures", "facts", "elements", "links",
    "participations", "milestones", "sectors", "told_as", "part_of", "baseline", "horizons",
}  # fmt: skip


@dataclass
class Known:
    """Everything that has been loaded so far, by the code under which the files speak of it."""

    sources: dict = field(default_factory=dict)
    organisations: dict = field(default_factory=dict)
    programmes: dict = field(default_factory=dict)
    clusters: dict = field(default_factory=dict)
    sectors: dict = field(default_factory=dict)
    indicators: dict = field(default_factory=dict)
    roadmaps: dict = field(default_factory=dict)
    elements: dict = field(default_factory=dict)
    figures: dict = field(default_factory=dict)
    untied: list = field(default_factory=list)  # figures that speak of others not yet there


def fields(record: dict, known: Any, ledger: Any = None, but: tuple = ()) -> dict:
    """The plain fields of a record, with its source, and its translations made from now."""
    said = {name: value for name, value in record.items() if name not in {*NESTED, *but}}
    if source := said.pop("source", None):
        said["source"] = known.sources[source]
    if texts := said.pop("translations", None):
        said["translations"] = translations(texts, ledger)
    return said


def translations(texts: dict, ledger: Any) -> dict:
    """Translations as they are kept: each with the revision of the text it was made from."""
    revision = (ledger.revision if ledger else 0) + 1
    return {
        language: {name: {"text": text, "revision": revision} for name, text in said.items()}
        for language, said in texts.items()
    }


def baseline(record: dict) -> dict:
    """The starting point of a figure as fields of the figure."""
    return {f"baseline_{name}": value for name, value in record.get("baseline", {}).items()}

"""From a record of a file to the fields of a command."""

from typing import Any

NESTED = {
    "key", "code", "slug", "prefix", "programme", "figures", "facts", "elements", "links",
    "participations", "milestones", "sectors", "told_as", "part_of", "baseline", "horizons",
}  # fmt: skip


class Known:
    """Everything that has been loaded so far, by the code under which the files speak of it."""

    def __init__(self):
        for noun in NOUNS:
            setattr(self, noun, {})
        self.untied = []  # figures that speak of others, which may not be there yet


NOUNS = (
    "sources", "organisations", "programmes", "clusters", "sectors", "indicators", "roadmaps",
    "elements", "figures",
)  # fmt: skip


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

"""Reads a folder of facts, and says everything that is wrong with it at once."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from demo import narratives
from demo.councils import Council
from demo.files import (
    Comparators,
    Conflict,
    Indicator,
    Institute,
    Organisation,
    Programme,
    Source,
)
from demo.names import Known, names, records
from demo.narratives import Narrative
from demo.sheets import LINK_TYPES, Gaps, Map
from terms.vocabulary import TERMS

KINDS = set(TERMS["element_kind"])
NO_KIND = ("union_tag_invalid", "union_tag_not_found")
ACYCLIC = {code for code, rule in LINK_TYPES.items() if rule["acyclic"]}


class Problem(NamedTuple):
    """One fault: in which file, where in it, and what is wrong."""

    file: str
    place: str
    sentence: str

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.file, self.place, self.sentence)))


class Unreadable(Exception):
    """The facts have faults; the message tells all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass
class Facts:
    """All records of a folder, each known to be sound."""

    sources: list[Source] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    programmes: list[Programme] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    institutes: list[Institute] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    councils: list[Council] = field(default_factory=list)
    maps: list[Map] = field(default_factory=list)
    gaps: list[Gaps] = field(default_factory=list)
    narratives: list[Narrative] = field(default_factory=list)


LISTS = {  # the files that hold a list of records
    "sources.json": Source,
    "organisations.json": Organisation,
    "programmes.json": Programme,
    "indicators.json": Indicator,
    "institutes.json": Institute,
    "conflicts.json": Conflict,
    "councils.json": Council,
}


def read(folder: Path) -> Facts:
    """Read all files of a folder; every fault of every file is told in one go."""
    problems: list[Problem] = []
    files = dict(_load(Path(folder), problems))
    known = Known()
    for name, content in files.items():
        problems += _doubles(known, name, content)
    facts = Facts()
    for name, content in files.items():
        problems += _take(facts, known, name, content)
    problems += _cycles(files)
    facts.narratives, faults = narratives.read(Path(folder), known)
    problems += [Problem(*fault) for fault in faults]
    if not files and not problems:
        problems.append(Problem(str(folder), "", _("There are no facts in this folder.")))
    if problems:
        raise Unreadable(problems)
    return facts


def _load(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    for path in sorted(folder.rglob("*.json")):
        name = path.relative_to(folder).as_posix()
        try:
            yield name, json.loads(path.read_bytes())
        except json.JSONDecodeError as error:
            place = _("line %(line)d") % {"line": error.lineno}
            problems.append(Problem(name, place, _("This is no JSON: %s.") % error.msg))
        except UnicodeDecodeError:
            problems.append(Problem(name, "", _("This is no text in UTF-8.")))


def _doubles(known: Known, file: str, content: Any) -> Iterator[Problem]:
    for named in names(file, content):
        if not known.meet(named):
            told = " · ".join(named.name) if isinstance(named.name, tuple) else named.name
            yield Problem(file, named.place, _("The name “%s” is taken already.") % told)


def _take(facts: Facts, known: Known, name: str, content: Any) -> list[Problem]:
    """Check a file and keep its records."""
    model = _model_of(name)
    if model is None:
        return [Problem(name, "", _("Nobody reads a file of this name."))]
    try:
        found = TypeAdapter(model).validate_python(content, context=known)
    except ValidationError as error:
        return [Problem(name, _place(fault), _sentence(fault)) for fault in error.errors()]
    if isinstance(found, Comparators):
        facts.organisations += found.organisations
        facts.institutes += found.institutes
    elif isinstance(found, Map):
        facts.maps.append(found)
    elif isinstance(found, Gaps):
        facts.gaps.append(found)
    else:
        getattr(facts, name.removesuffix(".json")).extend(found)
    return []


def _model_of(name: str) -> Any:
    if name in LISTS:
        return list[LISTS[name]]
    if name == "comparators.json":
        return Comparators
    if "/" not in name:
        return None
    return Gaps if name.endswith("/gaps.json") else Map


def _place(fault: Any) -> str:
    """elements[3].figures[0].high, without the kind that pydantic puts behind the number."""
    place, former = "", None
    for step in fault["loc"]:
        if isinstance(step, int):
            place += f"[{step}]"
        elif not (isinstance(former, int) and step in KINDS):
            place += f".{step}"
        former = step
    if fault["type"] in NO_KIND:
        place += ".kind"
    return place.lstrip(".")


def _sentence(fault: Any) -> str:
    match fault["type"]:
        case "wrong":
            return fault["msg"]
        case "missing":
            return _("This must be given.")
        case "extra_forbidden":
            return _("Nobody reads this; take it out or correct its name.")
    if fault["type"] in NO_KIND:
        return _("The kind of an element is one of: %s.") % ", ".join(sorted(KINDS))
    return _("This has not the right shape: %s.") % fault["msg"]


def _cycles(files: dict[str, Any]) -> Iterator[Problem]:
    """Links that lead back to where they began, over all maps."""
    graphs: dict[str, dict[str, set[str]]] = {kind: {} for kind in ACYCLIC}
    for file, content in files.items():
        for place, home, link in records(content, "", file):
            ends = [link.get(end) for end in ("kind", "source", "target")]
            if home != "links" or not all(isinstance(end, str) for end in ends):
                continue
            kind, source, target = ends
            if kind not in graphs or source == target:
                continue
            if _leads(graphs[kind], target, source):
                message = _("With this link “%s” would wait for itself.")
                yield Problem(file, place, message % source)
            graphs[kind].setdefault(source, set()).add(target)


def _leads(graph: dict[str, set[str]], start: str, goal: str) -> bool:
    seen, edge = {start}, {start}
    while edge and goal not in seen:
        edge = {step for node in edge for step in graph.get(node, ())} - seen
        seen |= edge
    return goal in seen

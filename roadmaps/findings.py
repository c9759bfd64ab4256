"""What does not hold together on a map, found in its document.

Every finding has a code, a severity (block, warn, info), the element that it is about, a sentence
and how to mend it, in the reader's language.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roadmaps.cycles import cycles
from terms.translations import in_language

BLOCK, WARN, INFO = "block", "warn", "info"
ACYCLIC = ("requires", "depends_on", "replaces")


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold together."""

    code: str
    severity: str
    element: str | None  # its code; none when it is about the whole map
    title: str
    sentence: str
    mend: str


def check(document: dict) -> list[Finding]:
    """Everything that does not hold together on this map, the gravest first."""
    view = _View(document)
    found = [finding for search in SEARCHES for finding in search(view)]
    order = {BLOCK: 0, WARN: 1, INFO: 2}
    return sorted(found, key=lambda finding: (order[finding.severity], finding.code))


class _View:
    """A document, arranged for looking things up."""

    def __init__(self, document):
        self.slug = document["roadmap"]["slug"]
        self.map_figures = document["figures"]
        self.links = document["links"]
        self.elements = [each for each in document["elements"] if not each["is_withdrawn"]]
        self.by_code = {element["code"]: element for element in self.elements}
        self.into = defaultdict(set)  # code -> {(kind of link, kind of source)}
        for link in self.links:
            self.into[link["target"]["code"]].add((link["kind"], link["source"]["kind"]))

    def of_kind(self, kind):
        return [element for element in self.elements if element["kind"] == kind]


def _finding(code, severity, element, sentence, mend):
    title = in_language(element, "title")
    words = {"title": title, "code": element["code"]}
    return Finding(code, severity, element["code"], title, sentence % words, mend)


def unaddressed_challenges(view) -> Iterator[Finding]:
    for challenge in view.of_kind("challenge"):
        if not any(kind == "addresses" for kind, _source in view.into[challenge["code"]]):
            yield _finding(
                "challenge_unaddressed",
                BLOCK if (challenge["severity"] or 0) >= 4 else WARN,
                challenge,
                _("Nothing on the map addresses the challenge “%(title)s”."),
                _("Link an initiative, a technology or an investment that addresses it."),
            )


def _undelivered(view, kind, code, sentence, mend):
    for element in view.of_kind(kind):
        if ("delivers", "initiative") not in view.into[element["code"]]:
            yield _finding(code, WARN, element, sentence, mend)


def undelivered_skills(view) -> Iterator[Finding]:
    return _undelivered(
        view,
        "skill",
        "skill_undelivered",
        _("No initiative trains people for “%(title)s”."),
        _("Link an initiative that delivers the skill, or say that nobody does."),
    )


def undelivered_fdi_targets(view) -> Iterator[Finding]:
    return _undelivered(
        view,
        "fdi_target",
        "fdi_target_undelivered",
        _("No initiative works to win the investment “%(title)s”."),
        _("Link an initiative that delivers the investment."),
    )


def unbrought_technologies(view) -> Iterator[Finding]:
    return _undelivered(
        view,
        "technology",
        "technology_unbrought",
        _("No initiative brings the technology “%(title)s”."),
        _("Link an initiative that delivers the technology."),
    )


def has_baseline(goal) -> bool:
    """Whether it is said from where a goal starts: a year alone does not say it."""
    starts = [figure["baseline"] or {} for figure in goal["figures"]]
    is_told = any(start.get("value") or start.get("note") for start in starts)
    return is_told or "baseline" in {figure["basis"] for figure in goal["figures"]}


def incomplete_goals(view) -> Iterator[Finding]:
    for goal in view.of_kind("goal"):
        bases = {figure["basis"] for figure in goal["figures"]}
        if "target" not in bases:
            yield _finding(
                "goal_without_target",
                BLOCK,
                goal,
                _("The goal “%(title)s” has no target."),
                _("Add a figure with the basis “target” and the year it is for."),
            )
        if not has_baseline(goal):
            yield _finding(
                "goal_without_baseline",
                BLOCK,
                goal,
                _("The goal “%(title)s” has no baseline."),
                _("Say from which value, of which year, it starts."),
            )


def unled_or_undated_initiatives(view) -> Iterator[Finding]:
    for initiative in view.of_kind("initiative"):
        roles = {part["role"] for part in initiative["participations"]}
        if not roles & {"lead", "co_lead", "owner"}:
            yield _finding(
                "initiative_without_lead",
                WARN,
                initiative,
                _("Nobody leads the initiative “%(title)s”."),
                _("Give an organisation the role of lead."),
            )
        if not initiative["period"]:
            yield _finding(
                "initiative_without_dates",
                WARN,
                initiative,
                _("The initiative “%(title)s” has no dates."),
                _("Say when it begins and ends; a rough period such as 2027~ is enough."),
            )


def elements_without_a_statement(view) -> Iterator[Finding]:
    for element in view.elements:
        if not element["summary"]:
            yield _finding(
                "element_without_statement",
                INFO,
                element,
                _("“%(title)s” has a title and no statement."),
                _("Say in a sentence or two what is meant."),
            )


def late_deliveries(view) -> Iterator[Finding]:
    for link in view.links:
        source, target = link["source"], link["target"]
        if not _comes_too_late(link, source, target):
            continue
        here = source if source["code"] in view.by_code else target
        words = {"source": in_language(source, "title"), "target": in_language(target, "title")}
        yield Finding(
            "delivered_too_late",
            WARN,
            here["code"],
            in_language(here, "title"),
            LATE[link["kind"]]() % words,
            _("Move one of the two periods, or remove the link."),
        )


LATE = {
    "delivers": lambda: _("“%(source)s” ends after “%(target)s” is needed."),
    "requires": lambda: _("“%(source)s” begins before “%(target)s”, which it requires, is there."),
    "depends_on": lambda: _("“%(source)s” begins before “%(target)s”, on which it depends, ends."),
}


def _comes_too_late(link, source, target):
    match link["kind"]:
        case "delivers":
            return _is_after(source["latest"], target["latest"])
        case "requires":
            return _is_after(target["latest"] or target["earliest"], source["earliest"])
        case "depends_on":
            return not link["is_finish_only"] and _is_after(target["latest"], source["earliest"])
    return False


def _is_after(one, other):
    return bool(one and other and one > other)  # ISO dates compare as they read


def dependency_cycles(view) -> Iterator[Finding]:
    for kind in ACYCLIC:
        arrows = [
            (link["source"]["code"], link["target"]["code"])
            for link in view.links
            if link["kind"] == kind
        ]
        for cycle in cycles(arrows):
            first = next((code for code in cycle if code in view.by_code), None)
            title = in_language(view.by_code[first], "title") if first else ""
            yield Finding(
                "dependency_cycle",
                BLOCK,
                first,
                title,
                _("These wait for one another in a circle: %(codes)s.")
                % {"codes": " → ".join([*cycle, cycle[0]])},
                _("Remove one of the links of the circle."),
            )


def people_promised_twice(view) -> Iterator[Finding]:
    """The same people cannot be at work in two sectors at once."""
    skills: dict[str, set[str]] = defaultdict(set)  # code -> the maps that count on its people
    trained: dict[str, set[str]] = defaultdict(set)  # code of an initiative -> for which maps
    for link in view.links:
        source, target = link["source"], link["target"]
        if target["kind"] == "skill" and link["kind"] == "requires":
            skills[target["code"]].add(source["roadmap"])
        if target["kind"] == "skill" and link["kind"] == "delivers":
            trained[source["code"]].add(target["roadmap"])
    said = (
        (skills, _("Several maps count on the same people of “%(title)s”: %(maps)s.")),
        (trained, _("“%(title)s” trains the same people for several maps: %(maps)s.")),
    )
    for found, sentence in said:
        for code, maps in sorted(found.items()):
            if len(maps) > 1 and code in view.by_code:
                yield _promise(view.by_code[code], sentence, sorted(maps))


def _promise(element, sentence, maps):
    title = in_language(element, "title")
    words = {"title": title, "maps": ", ".join(maps)}
    mend = _("Say in figures how many people each of the maps gets.")
    return Finding("people_promised_twice", WARN, element["code"], title, sentence % words, mend)


def doubtful_numbers(view) -> Iterator[Finding]:
    for element in view.elements:
        for figure in element["figures"]:
            if not figure["source"]:
                yield _number_finding(
                    "number_without_source",
                    WARN,
                    element,
                    figure,
                    _("The figure “%(label)s” of “%(title)s” names no source."),
                    _("Say where the number was read."),
                )
            if figure["certainty"] == "illustrative":
                yield _number_finding(
                    "illustrative_number",
                    INFO,
                    element,
                    figure,
                    _("The figure “%(label)s” of “%(title)s” is made up for illustration."),
                    _("Replace it by a number with a source before it is taken for real."),
                )


def _number_finding(code, severity, element, figure, sentence, mend):
    title = in_language(element, "title")
    said = sentence % {"label": in_language(figure, "label"), "title": title}
    return Finding(code, severity, element["code"], title, said, mend)


SEARCHES = (
    unaddressed_challenges,
    undelivered_skills,
    undelivered_fdi_targets,
    unbrought_technologies,
    incomplete_goals,
    unled_or_undated_initiatives,
    elements_without_a_statement,
    late_deliveries,
    dependency_cycles,
    people_promised_twice,
    doubtful_numbers,
)

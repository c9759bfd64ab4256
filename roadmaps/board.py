"""How the initiatives of a map get on: what their leads say, beside what their milestones show.

It is derived from what documents tell of initiatives, and stored nowhere.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from roadmaps.elements import LEADING
from terms import periods
from terms.vocabulary import TERMS, choices

Confidence = choices("delivery_confidence")
Timeliness = choices("timeliness")
Status = choices("initiative_status")

LONGEST_SILENCE = timedelta(days=90)  # after which the next report is overdue
GRAVE = timedelta(days=90)  # beyond which an open milestone is late and no longer slipping
# Of what binds nobody yet, is there already or is over, nobody has to report.
REPORTED = {
    *(Status.APPROVED, Status.SIGNED, Status.DECREED, Status.FUNDED),
    *(Status.IN_DELIVERY, Status.PAUSED),
}
BEGUN = {Status.IN_DELIVERY, Status.PAUSED}
OPEN = {code for code, term in TERMS["initiative_status"].items() if term["open"]}


@dataclass(frozen=True)
class Row:
    """One initiative: how sure its lead is, how its milestones stand, what comes next."""

    roadmap: str  # the slug of its map
    code: str
    title: str
    translations: dict[str, Any]
    status: str | None
    is_open: bool  # it is neither completed nor cancelled
    leads: list[dict[str, Any]]  # the parts of those who answer for it
    confidence: str  # of the last report, however old that is
    narrative: str | None
    as_of: date | None  # the day of the last report
    age: int | None  # of that report, in days
    report_due: date | None  # by when the next one is to come; none where nobody has to report
    is_overdue: bool
    timeliness: str | None  # none where nothing is awaited any more
    next_milestone: dict[str, Any] | None

    @property
    def named(self) -> dict[str, Any]:
        """The title with its translations, as pages say texts."""
        return {"title": self.title, "translations": self.translations}


def rows(slug: str, elements: Iterable[dict], today: date, since: date | None = None) -> list[Row]:
    """A row for each initiative among the elements of a map; those that are over come last.

    since: the day from which on reports are expected; none where the map is not in force yet.
    """
    initiatives = [each for each in elements if each["kind"] == "initiative"]
    found = [_row(slug, each, today, since) for each in initiatives if not each["is_withdrawn"]]
    return sorted(found, key=lambda row: not row.is_open)


def counts(found: list[Row]) -> dict[str, dict[str, int]]:
    """How many rows there are of each grade, in the order of the vocabularies."""
    said = Counter(row.confidence for row in found)
    shown = Counter(row.timeliness for row in found)
    return {
        "confidence": {code: said[code] for code in Confidence.values},
        "timeliness": {code: shown[code] for code in Timeliness.values},
    }


def timeliness(milestones: list[dict], today: date) -> str:
    """Whether the steps come when they were planned; the gravest of them decides."""
    dated = [each for each in milestones if each["planned"] or each["forecast"]]
    if not dated:
        return Timeliness.NO_MILESTONES
    late = [_delay(each, today) for each in dated if not each["achieved"]]
    if any(overdue > GRAVE for overdue, _slip in late):
        return Timeliness.LATE
    none = timedelta(0)
    is_slipping = any(overdue > none or slip > none for overdue, slip in late)
    return Timeliness.SLIPPING if is_slipping else Timeliness.ON_TIME


def report_due(initiative: dict, status: str | None, last: date | None, since: date | None):
    """By when the next report is to come; none where nobody has to report.

    The first one is due when both the map has been in force and the work has been begun for long
    enough. status: as it was told last. last: the day of the last report.
    """
    if since is None or status not in REPORTED:
        return None
    begins = _days(initiative["period"])[0]
    if begins and status not in BEGUN:
        since = max(since, begins)
    return (last or since) + LONGEST_SILENCE


def _row(slug, initiative, today, since):
    reports, steps = initiative["progress"], initiative["milestones"]
    last = max(reports, key=lambda each: each["as_of"]) if reports else {}
    as_of = date.fromisoformat(last["as_of"]) if last else None
    # What is older than the edition was known to those who approved what that says.
    is_newer = as_of is not None and (since is None or as_of >= since)
    status = last["status"] if is_newer else initiative["status"]
    is_open = status is None or status in OPEN
    due = report_due(initiative, status, as_of, since)
    waiting = [each for each in steps if is_open and not each["achieved"]]
    return Row(
        roadmap=slug,
        code=initiative["code"],
        title=initiative["title"],
        translations=initiative["translations"],
        status=status,
        is_open=is_open,
        leads=[each for each in initiative["participations"] if each["role"] in LEADING],
        confidence=last.get("confidence") or Confidence.NOT_RATED,
        narrative=last.get("narrative"),
        as_of=as_of,
        age=(today - as_of).days if as_of else None,
        report_due=due,
        is_overdue=due is not None and due < today,
        timeliness=timeliness(steps, today) if is_open else None,
        next_milestone=min(waiting, key=_expected, default=None),
    )


def _delay(milestone, today):
    """By how much a step is overdue, and by how much later it is expected than it was planned."""
    none = timedelta(0)
    planned, forecast = (_days(milestone[name])[1] for name in ("planned", "forecast"))
    promised = planned or forecast
    overdue = today - promised if promised else none
    slip = forecast - planned if planned and forecast else none
    return max(overdue, none), max(slip, none)


def _expected(milestone):
    day = _days(milestone["forecast"])[1] or _days(milestone["planned"])[1]
    return day or date.max


def _days(text):
    if not text:
        return None, None
    period = periods.parse(text)
    return period.earliest, period.latest

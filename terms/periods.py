"""When: a period as exactly as it is known, written in EDTF (ISO 8601-2)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from edtf.parser.parser_classes import Season

# Years 1000 to 2999, and the forms that people of a ministry use; EDTF knows many more.
SHAPE = re.compile(r"([12][0-9]{3}(?:-[0-9]{2}){0,2})([~?%]?)")
OPEN = ("", "..")
MOST_YEARS = 50


class NotAPeriod(ValueError):
    """The text does not say when; the message shows how to write it."""


@dataclass(frozen=True)
class Part:
    """A part of the year that stands where the month stands."""

    name: str | Promise
    begins: int
    months: int
    precision: str


PARTS = {
    21: Part(gettext_lazy("spring"), 3, 3, "season"),
    22: Part(gettext_lazy("summer"), 6, 3, "season"),
    23: Part(gettext_lazy("autumn"), 9, 3, "season"),
    24: Part(gettext_lazy("winter"), 12, 3, "season"),  # it ends in the year after
    33: Part(gettext_lazy("Q1"), 1, 3, "quarter"),
    34: Part(gettext_lazy("Q2"), 4, 3, "quarter"),
    35: Part(gettext_lazy("Q3"), 7, 3, "quarter"),
    36: Part(gettext_lazy("Q4"), 10, 3, "quarter"),
    37: Part(gettext_lazy("first third"), 1, 4, "third"),
    38: Part(gettext_lazy("second third"), 5, 4, "third"),
    39: Part(gettext_lazy("last third"), 9, 4, "third"),
    40: Part(gettext_lazy("first half"), 1, 6, "half"),
    41: Part(gettext_lazy("second half"), 7, 6, "half"),
} | {month: Part(name, month, 1, "month") for month, name in MONTHS.items()}


@dataclass(frozen=True)
class Moment:
    """One end of a period: a year, a part of a year or a day."""

    year: int
    month: int | None
    day: int | None
    mark: str

    @property
    def earliest(self) -> date:
        begins = PARTS[self.month].begins if self.month else 1
        return date(self.year, begins, self.day or 1)

    @property
    def latest(self) -> date:
        if self.day:
            return self.earliest
        months = PARTS[self.month].months if self.month else 12
        year, month = divmod(self.earliest.month - 1 + months, 12)
        return date(self.year + year, month + 1, 1) - timedelta(days=1)

    @property
    def precision(self) -> str:
        if self.day:
            return "day"
        return PARTS[self.month].precision if self.month else "year"


@dataclass(frozen=True)
class Period:
    """A stretch of time. Its ends are none where it is open; a vague date keeps its plain ends."""

    text: str
    earliest: date | None
    latest: date | None
    is_approximate: bool
    is_uncertain: bool
    precision: str
    start: Moment | None
    end: Moment | None


@lru_cache(maxsize=4096)
def parse(text: str) -> Period:
    """Read a period; a text that is none is refused with a sentence that shows how to write it."""
    start, end = (_moment(text, part) for part in _ends(text))
    try:
        earliest = start.earliest if start else None
        latest = end.latest if end else None
    except (KeyError, ValueError) as error:  # a season we do not use; 29 February of a common year
        raise _refusal(text) from error
    if earliest and latest and latest < earliest:
        message = _("“%(text)s” ends before it begins. Put the earlier date first: 2025/2030.")
        raise NotAPeriod(message % {"text": text})
    marks = "".join(moment.mark for moment in (start, end) if moment)
    return Period(
        text=text,
        earliest=earliest,
        latest=latest,
        is_approximate="~" in marks or "%" in marks,
        is_uncertain="?" in marks or "%" in marks,
        precision=start.precision if start and "/" not in text else "interval",
        start=start,
        end=end,
    )


def say(text: str) -> str:
    """The period in the words of the reader's language: “Q3 2027”, “desde marzo de 2027”."""
    if not text:
        return ""
    period = parse(text)
    start, end = period.start, period.end
    if start is None or end is None:
        return _say_open(start, end)
    if "/" not in text or start == end:
        return _say_moment(start)
    if _same_year(start, end):
        parts = _dashed(_say_part(start), _say_part(end))
        return _say_year(parts, start)
    return _dashed(_say_moment(start), _say_moment(end))


def moved(text: str, years: int, edge: str = "both") -> str:
    """The period some years later, or earlier where years is negative; as vague as it was.

    edge: “both” moves the whole, “start” or “end” makes a stretch longer or shorter.
    """
    if edge not in ("both", "start", "end") or abs(years) > MOST_YEARS:
        raise NotAPeriod(_("A period is moved by at most fifty years, whole or at one end."))
    parse(text)
    start, slash, end = text.partition("/")
    if not slash and edge != "both":
        start, end = text, text
    if edge in ("both", "start"):
        start = _years_later(start, years)
    if edge in ("both", "end"):
        end = _years_later(end, years)
    said = f"{start}/{end}" if slash or (start != end and edge != "both") else start
    return parse(said).text


def is_period(text: str) -> None:
    """Refuse a text that is no period, in the way that forms expect it."""
    try:
        parse(text)
    except NotAPeriod as error:
        raise ValidationError(str(error), code="period") from error


class PeriodField(models.CharField):
    """A period as text; empty where nobody has said when."""

    default_validators = [is_period]

    def __init__(self, *args, **kwargs):
        kwargs = {"max_length": 40, "blank": True} | kwargs
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        # Django leaves out what equals its own default, and ours is another.
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"blank": self.blank}


def _years_later(part: str, years: int) -> str:
    """One end of a period in another year; an open one stays open."""
    if part in OPEN:
        return part
    year, rest = int(part[:4]) + years, part[4:]
    if rest.startswith("-02-29"):
        rest = rest.replace("-02-29", "-02-28", 1)
    return f"{year:04d}{rest}"


def _ends(text: str) -> tuple[str, str]:
    start, slash, end = text.partition("/")
    if not slash:
        return start, start
    if start in OPEN and end in OPEN:
        raise _refusal(text)
    return start, end


def _moment(text: str, part: str) -> Moment | None:
    if "/" in text and part in OPEN:
        return None
    shape = SHAPE.fullmatch(part)
    if not shape:
        raise _refusal(text)
    # The library reads one date; it fails on marked quarters and on open and half-year intervals.
    plain, mark = shape.groups()
    try:
        known = parse_edtf(plain)
    except EDTFParseException as error:
        raise _refusal(text) from error
    month = known.season if isinstance(known, Season) else known.month
    return Moment(int(known.year), _number(month), _number(known.day), mark)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _refusal(text: str) -> NotAPeriod:
    message = _(
        "“%(text)s” is not a period. Write a year (2027), a month (2027-03), a day (2027-03-12), "
        "a quarter (2027-33 to 2027-36), a half (2027-40 or 2027-41), something vague (2026~) "
        "or a stretch (2025/2030, 2027/.., ../2027-06)."
    )
    return NotAPeriod(message % {"text": text[:60]})


def _same_year(start: Moment, end: Moment) -> bool:
    plain = not (start.mark or end.mark or start.day or end.day)
    return plain and start.year == end.year and bool(start.month and end.month)


def _say_open(start: Moment | None, end: Moment | None) -> str:
    if known := start:
        message = _("from %(day)s") if known.day else _("from %(date)s")
    elif known := end:
        message = _("until %(day)s") if known.day else _("until %(date)s")
    else:
        return ""
    said = _say_moment(known)
    return message % {"day": said, "date": said}


def _say_moment(moment: Moment) -> str:
    said = str(moment.year)
    if moment.month:
        said = _say_year(_say_part(moment), moment)
    if moment.mark in ("~", "%"):
        said = _("about %(date)s") % {"date": said}
    if moment.mark in ("?", "%"):
        said = _("%(date)s (uncertain)") % {"date": said}
    return said


def _say_part(moment: Moment) -> str:
    name = str(PARTS[moment.month or 1].name)
    return _("%(day)s %(month)s") % {"day": moment.day, "month": name} if moment.day else name


def _say_year(part: str, moment: Moment) -> str:
    words = {"part": part, "year": moment.year}
    if moment.precision in ("half", "third"):
        return _("%(part)s of %(year)s") % words
    return _("%(part)s %(year)s") % words


def _dashed(start: str, end: str) -> str:
    dash = "\N{EN DASH}"
    return f"{start} {dash} {end}" if " " in start + end else f"{start}{dash}{end}"

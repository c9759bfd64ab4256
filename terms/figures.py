"""Numbers as people say them: with operator, scale, unit and currency, and no digit lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import Any

from babel.numbers import format_decimal, is_currency
from django.utils.translation import gettext as _

from terms import periods
from terms.languages import LOCALES, active
from terms.units import is_yearly, say_unit, without_year
from terms.vocabulary import label

Figure = Mapping[str, Any]

EXACT = Context(prec=100)  # the database keeps 30 digits; nothing may round them
DASH = "\N{EN DASH}"
TIMES = "\N{MULTIPLICATION SIGN}"
DECIMALS = 3  # with more behind the point, a smaller scale word reads better

PERCENT_KINDS = {"share", "change_rate", "growth"}
CHANGE_KINDS = {"change", "change_rate"}  # they carry their sign
YEARLY_KINDS = {"flow_per_year", "growth"}


@dataclass(frozen=True)
class Scale:
    """A word that stands for zeros, and what joins it to the unit."""

    power: int
    one: str
    many: str
    joint: str = " "


PLAIN = Scale(0, "", "")


class InFull:
    """How a number is said in a sentence."""

    # A billion is 10^9 in English and 10^12 in Spanish; “mil millones” need no word of their own.
    scales = {
        "en": [
            Scale(12, "trillion", "trillion"),
            Scale(9, "billion", "billion"),
            Scale(6, "million", "million"),
        ],
        "es": [Scale(12, "billón", "billones", " de "), Scale(6, "millón", "millones", " de ")],
    }

    def with_operator(self, operator: str, said: str) -> str:
        return f"{label('figure_operator', operator)} {said}"

    def with_rank(self, operator: str, place: str) -> str:
        if operator == "le":
            return _("rank %(place)s or better") % {"place": place}
        return _("rank %(place)s") % {"place": _operated(self, operator, place)}

    def per_year(self, said: str) -> str:
        return _("%(amount)s per year") % {"amount": said}

    def unit(self, unit: str, value: Decimal) -> str:
        return say_unit(unit, value)


class InBrief(InFull):
    """How a number is written where there is little room."""

    scales = {
        "en": [Scale(12, "tn", "tn"), Scale(9, "bn", "bn"), Scale(6, "m", "m")],
        "es": [Scale(6, "M", "M")],
    }
    signs = {"about": "≈", "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "up_to": "≤"}

    def with_operator(self, operator: str, said: str) -> str:
        return f"{self.signs[operator]} {said}"

    def with_rank(self, operator: str, place: str) -> str:
        return _("rank %(place)s") % {"place": _operated(self, operator, place)}

    def per_year(self, said: str) -> str:
        return _("%(amount)s/yr") % {"amount": said}

    def unit(self, unit: str, value: Decimal) -> str:
        return "%" if unit.startswith("%") else say_unit(unit, value)


def say_number(value: Decimal | str) -> str:
    """A number with all its digits, grouped as the reader expects."""
    with localcontext(EXACT):
        locale = LOCALES[active()]
        return format_decimal(Decimal(value), locale=locale, decimal_quantization=False)


def say_figure(figure: Figure) -> str:
    """A figure in a sentence: “at least USD 36.872 billion per year”."""
    return _say(figure, InFull())


def short_figure(figure: Figure) -> str:
    """A figure for a small box: “≥ 25 %”, “USD 100 bn/yr”."""
    return _say(figure, InBrief())


def say_baseline(figure: Figure) -> str:
    """Where the figure starts from: “from 12 in 2024”; nothing where no baseline is given."""
    baseline = figure.get("baseline") or {}
    period = baseline.get("period") or ""
    if baseline.get("value") is None:
        return _("against %(period)s") % {"period": periods.say(period)} if period else ""
    words = {"value": _say_start(figure, baseline), "period": periods.say(period)}
    if not period:
        return _("from %(value)s") % words
    if _is_calendar(period):
        return _("from %(value)s in %(period)s") % words
    return _("from %(value)s, %(period)s") % words


def _say(figure: Figure, manner: InFull) -> str:
    if figure.get("low") is None:
        return ""
    values, operator = _values(figure), figure.get("operator") or "eq"
    if figure["kind"] == "yes_no":
        return _("yes") if values[0] else _("no")
    if figure["kind"] == "rank":
        return manner.with_rank(operator, _joined(values))
    return _operated(manner, operator, _say_amount(figure, values, manner))


def _say_start(figure: Figure, baseline: Mapping[str, Any]) -> str:
    """The value of the baseline; it may have another unit than the figure that starts from it."""
    value, kind, unit = Decimal(baseline["value"]), figure["kind"], baseline.get("unit")
    if kind == "rank":
        return say_number(value)
    currency = None if unit else figure.get("currency")
    if unit and is_currency(unit):
        unit, currency = None, unit
    elif not unit and kind not in {"change_rate", "multiple"}:
        unit = without_year(figure.get("unit") or "")
    # A change and a yearly flow start from a plain level; a share starts from a share.
    kind = kind if kind in {"share", "growth"} else "level"
    return _say_amount({"kind": kind, "unit": unit, "currency": currency}, [value], InFull())


def _say_amount(figure: Figure, values: Sequence[Decimal], manner: InFull) -> str:
    kind, currency = figure["kind"], figure.get("currency") or ""
    unit = figure.get("unit") or ("%" if kind in PERCENT_KINDS and not currency else "")
    if kind == "multiple":
        return f"{TIMES}{_joined(values)}"
    if unit == "year" and kind != "duration":
        return f"{values[0]:f}"
    said = _say_unit(values, without_year(unit), currency, manner)
    if kind in CHANGE_KINDS and values[0] > 0:
        said = f"+{said}"
    return manner.per_year(said) if kind in YEARLY_KINDS or is_yearly(unit) else said


def _say_unit(values: Sequence[Decimal], unit: str, currency: str, manner: InFull) -> str:
    if unit.startswith("%"):
        return f"{_joined(values)}\N{NO-BREAK SPACE}{manner.unit(unit, values[-1])}"
    scale = _scale(values, manner)
    shrunk = [value.scaleb(-scale.power, context=EXACT) for value in values]
    number = _joined(shrunk)
    if scale is not PLAIN:
        number += f" {scale.one if shrunk[-1].copy_abs() == 1 else scale.many}"
    word = manner.unit(unit, values[-1]) if unit else ""
    if currency and active() == "en":
        return f"{currency} {number} {word}".strip()
    word = f"{currency} {word}".strip()
    return f"{number}{scale.joint}{word}" if word else number


def _scale(values: Sequence[Decimal], manner: InFull) -> Scale:
    """The largest scale word in which every number stays short."""
    sizes = [value.copy_abs() for value in values if value]
    for scale in manner.scales[active()]:
        shrunk = [size.scaleb(-scale.power, context=EXACT) for size in sizes]
        if shrunk and min(shrunk) >= 1 and max(map(_decimals, shrunk)) <= DECIMALS:
            return scale
    return PLAIN


def _decimals(value: Decimal) -> int:
    exponent = value.normalize(EXACT).as_tuple().exponent
    return max(0, -int(exponent))


def _values(figure: Figure) -> list[Decimal]:
    ends = [figure["low"], figure.get("high")]
    return [Decimal(end) for end in ends if end is not None]


def _joined(values: Sequence[Decimal]) -> str:
    said = [say_number(value) for value in values]
    if len(said) == 1:
        return said[0]
    if min(values) < 0:  # a dash beside a minus is not read
        return _("%(low)s to %(high)s") % {"low": said[0], "high": said[1]}
    return f"{said[0]}{DASH}{said[1]}"


def _operated(manner: InFull, operator: str, said: str) -> str:
    return said if operator in {"eq", "range"} else manner.with_operator(operator, said)


def _is_calendar(period: str) -> bool:
    """Whether one can say “in” before it: in 2024, in March 2024."""
    known = periods.parse(period)
    if known.is_approximate or known.is_uncertain or not (known.start and known.end):
        return False
    return {known.start.precision, known.end.precision} <= {"year", "month"}

"""How single rows of the database stand in a document."""

from datetime import date
from decimal import Decimal

from accounts.organisations import HELICES
from terms import periods

ORGANISATION = ("code", "name", "short_name", "kind")
FIGURE = (
    "id", "metric", "label", "kind", "operator", "low", "high", "unit", "currency", "basis",
    "period", "period_note", "scope", "price_basis", "condition", "told_as_id", "part_of_id",
    "shared", "shared_with", "note", "certainty", "visibility", "translations", "revision",
)  # fmt: skip
BASELINE = ("value", "unit", "period", "note")
FIGURE_COLUMNS = (*FIGURE, "source__code", *(f"baseline_{name}" for name in BASELINE))


def plain(value):
    """A value as it stands in a document."""
    kind = type(value)
    if kind in WRITTEN_AS_THEY_ARE:
        return None if value == "" else value
    if kind is Decimal:
        return _number(value)
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(value):
    # Not by normalize(), which rounds what is longer than 28 digits.
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


WRITTEN_AS_THEY_ARE = {str, bool, int, list, dict}


def row(values, names) -> dict:
    return {name: plain(values[name]) for name in names}


def named(thing) -> dict:
    return {"code": thing.code, "name": thing.name, "translations": thing.translations}


def organisation(values, prefix="") -> dict:
    """An organisation from a row, perhaps of a join whose columns begin with a prefix."""
    said = {name: plain(values[prefix + name]) for name in ORGANISATION}
    return said | {"helix": HELICES[said["kind"]]}


def bounds(text: str | None) -> dict:
    """The earliest and the latest day of a period, as they stand in a document."""
    if not text:
        return {"earliest": None, "latest": None}
    period = periods.parse(text)
    return {"earliest": plain(period.earliest), "latest": plain(period.latest)}


def figure(values) -> dict:
    """One figure, from a row with FIGURE_COLUMNS."""
    said = row(values, FIGURE) | bounds(values["period"])
    said["told_as"] = said.pop("told_as_id")
    said["part_of"] = said.pop("part_of_id")
    said["source"] = values["source__code"]
    baseline = {name: plain(values[f"baseline_{name}"]) for name in BASELINE}
    return said | {"baseline": baseline if any(baseline.values()) else None}

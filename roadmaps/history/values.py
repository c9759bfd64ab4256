"""What fields held before and after, as the API tells it and as a sentence says it."""

from collections import defaultdict
from typing import Any

from roadmaps import phrases
from roadmaps.elements import Element
from roadmaps.figures import Figure
from roadmaps.phrases import column_of, quoted


class Values:
    """The values of fields for one reader; a row that they may not see is not named."""

    def __init__(self, rows, reader):
        """rows: by their model and key, as `rows_named` finds them."""
        self.rows, self.reader = rows, reader

    def seen(self, model, fields: dict[str, list]) -> dict[str, list]:
        """Fields with their values, without those in which this reader sees no difference."""
        masked = self.masked(model, fields)
        return {
            name: values
            for name, values in masked.items()
            if values == fields[name] or any(each != values[0] for each in values)
        }

    def masked(self, model, fields: dict[str, list]) -> dict[str, list]:
        """Fields with their values; where one names what this reader may not see, with nothing."""
        return {
            name: [self._masked(model, name, each) for each in values]
            for name, values in fields.items()
        }

    def said(self, model, name: str, value) -> str:
        """A value as it stands inside a sentence."""
        return phrases.said(model, name, value, self._named_in)

    def _masked(self, model, name, value):
        column = column_of(model, name)
        if column is None or not column.is_relation or value is None:
            return value
        rows = self.rows.get(column.related_model, {})
        if isinstance(value, list):
            return [key for key in value if self._may_name(rows.get(key))]
        return value if self._may_name(rows.get(value)) else None

    def _may_name(self, row):
        return row is None or self.reader.sees(row)

    def _named_in(self, column, key):
        return self._named(self.rows.get(column.related_model, {}).get(key))

    def _named(self, row):
        match row:
            case None:
                return phrases.something()
            case Element():
                return quoted(self.reader.reads(row, "title"))
            case Figure():
                return quoted(self.reader.reads(row, "label"))
        return row.said("name") if hasattr(row, "translations") else person_or_thing(row)


def person_or_thing(row) -> str:
    """What a row of a register is called; of people without a name never the whole address."""
    return getattr(row, "called", "") or getattr(row, "name", "") or str(row)


def rows_named(said) -> dict[type, dict[str, Any]]:
    """The rows that fields name, by model and key, with one query for each kind of row.

    said: pairs of a model and its fields, each with the values that it had.
    """
    keys = defaultdict(set)
    for model, fields in said:
        for name, values in fields.items():
            column = column_of(model, name)
            if column is not None and column.is_relation:
                keys[column.related_model].update(_keys(values))
    return {model: _rows(model, wanted) for model, wanted in keys.items()}


def coded(rows, model, fields: dict[str, Any]) -> dict[str, list]:
    """Values of the log by their fields, each of several, with rows told by their codes."""
    columns = {name: column_of(model, name) for name in fields}
    return {name: [_told(columns[name], value, rows) for value in fields[name]] for name in fields}


def _rows(model, keys):
    rows = model._base_manager.filter(pk__in=keys).order_by()
    rows = rows.defer(*getattr(model, "UNTOLD", ()))  # long, or secret, and never told
    if model is Figure:
        rows = rows.select_related("element")  # who may not see that does not see the figure
    return {str(row.pk): row for row in rows}


def _told(column, value, rows):
    if column is None or not column.is_relation or value is None:
        return None if value == "" else value
    rows = rows.get(column.related_model, {})
    if isinstance(value, list):
        return [_code(rows.get(key), key) for key in value]
    return _code(rows.get(value), value)


def _keys(values):
    for value in values:
        if isinstance(value, list):
            yield from value
        elif value is not None:
            yield value


def _code(row, key):
    return getattr(row, "code", None) or getattr(row, "slug", None) or key

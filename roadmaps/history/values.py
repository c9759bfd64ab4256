"""What fields held before and after, as the API tells it and as a sentence says it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from changes.models import Change
from terms import figures, periods, vocabulary
from terms.fields import TermField
from terms.periods import PeriodField
from terms.places import say_place

NUMBERED = {
    "severity": "challenge_severity",
    "level_now": "proficiency_level",
    "level_needed": "proficiency_level",
    "strength": "link_strength",
}
OF_A_NUMBER = ("operator", "low", "high", "unit", "currency", "kind", "period")
LONG = 120  # characters, from which on a text is not repeated in a sentence


@dataclass
class State:
    """What a thing was like when a line was written, as far as it matters here."""

    visibilities: set = field(default_factory=set)
    number: dict[str, Any] = field(default_factory=dict)  # a figure, after the change


def as_they_were(changes, subjects) -> dict[int, State]:
    """For each line: how far its subject was to be seen from then on, and what the number was."""
    states = {change.pk: State() for change in changes}
    dated = [change for change in changes if _has_state(subjects.get(change.subject))]
    if not dated:
        return states
    addresses = {change.subject for change in dated}
    first = min(change.revision for change in dated)
    names = ["visibility", *OF_A_NUMBER]
    later = Change.objects.filter(
        subject__in=addresses, revision__gte=first, fields__has_any_keys=names
    ).order_by("-revision")
    by_subject = defaultdict(list)
    for row in later.values("subject", "revision", "fields"):
        by_subject[row["subject"]].append(row)
    for change in dated:
        row = subjects[change.subject].row
        _rewind(states[change.pk], row, change, by_subject[change.subject])
    return states


def _has_state(subject):
    return subject is not None and subject.kind in ("element", "figure") and subject.row


def _rewind(state, row, change, later):
    """Walk back from now to the line, and remember what was passed."""
    now = {name: getattr(row, name) for name in OF_A_NUMBER if hasattr(row, name)}
    for each in later:
        fields = each["fields"]
        if each["revision"] >= change.revision and "visibility" in fields:
            state.visibilities |= {degree for degree in fields["visibility"] if degree}
        if each["revision"] > change.revision:
            now |= {name: pair[0] for name, pair in fields.items() if name in now}
    state.number = now


class Values:
    """Looks up once what the rows that the values name are called."""

    def __init__(self, changes, subjects):
        keys = defaultdict(set)
        for change in changes:
            model = subjects[change.subject].model
            for name, pair in change.fields.items():
                column = _column(model, name)
                if column is not None and column.is_relation:
                    keys[column.related_model].update(_keys(pair))
        self.rows = _named_rows(keys)

    @classmethod
    def of(cls, thing, clash):
        """The same for the values that clash on one thing."""
        values = cls((), {})
        for name, difference in clash.fields.items():
            column = _column(type(thing), name)
            if column is not None and column.is_relation:
                wanted = set(_keys((difference.base, difference.theirs, difference.mine)))
                rows = column.related_model._base_manager.filter(pk__in=wanted)
                values.rows[column.related_model] = {str(row.pk): row for row in rows}
        return values

    def told(self, change, subject) -> dict[str, list]:
        """Every field with its value before and after, rows by their codes."""
        return {
            name: [_told(_column(subject.model, name), value, self.rows) for value in pair]
            for name, pair in change.fields.items()
        }

    def said(self, model, name: str, value) -> str:
        """A value as it stands inside a sentence."""
        column = _column(model, name)
        if value in (None, "", []):
            return ""
        if isinstance(value, list):
            inner = getattr(column, "base_field", column)
            return ", ".join(self._said(inner, name, each) for each in value)
        return self._said(column, name, value)

    def _said(self, column, name, value):
        if column is not None and column.is_relation:
            row = self.rows.get(column.related_model, {}).get(value)
            return str(getattr(row, "called", None) or getattr(row, "name", row))
        if isinstance(column, TermField):
            return vocabulary.label(column.vocabulary, value)
        if name in NUMBERED and NUMBERED[name] in vocabulary.TERMS:
            return vocabulary.label(NUMBERED[name], value)
        if isinstance(column, PeriodField | models.DateField):
            return periods.say(value)
        if isinstance(column, models.DecimalField):
            return figures.say_number(value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if name in ("places", "origin_countries"):
            return say_place(value)
        return _("“%(text)s”") % {"text": value}


def coded(model, fields: dict[str, Any]) -> dict[str, list]:
    """Values of the log by their fields, each of several, with rows told by their codes."""
    columns = {name: _column(model, name) for name in fields}
    keys = defaultdict(set)
    for name, column in columns.items():
        if column is not None and column.is_relation:
            keys[column.related_model].update(_keys(fields[name]))
    rows = _named_rows(keys)
    return {name: [_told(columns[name], value, rows) for value in fields[name]] for name in fields}


def is_long(model, name: str, pair) -> bool:
    """Whether these texts are too long for a sentence."""
    column = _column(model, name)
    is_nested = isinstance(column, models.JSONField) and not isinstance(column, ArrayField)
    return is_nested or any(isinstance(each, str) and len(each) > LONG for each in pair)


def name_of(model, name: str) -> str:
    """What a field is called in the reader's language."""
    column = _column(model, name)
    return str(getattr(column, "verbose_name", name))


def _column(model, name):
    known = model._meta.fields_map | model._meta._forward_fields_map
    return known.get(name)


def _named_rows(keys):
    return {
        model: {str(row.pk): row for row in model._base_manager.filter(pk__in=wanted)}
        for model, wanted in keys.items()
    }


def _told(column, value, rows):
    if column is None or not column.is_relation or value is None:
        return None if value == "" else value
    rows = rows.get(column.related_model, {})
    if isinstance(value, list):
        return [_code(rows.get(key), key) for key in value]
    return _code(rows.get(value), value)


def _keys(pair):
    for value in pair:
        if isinstance(value, list):
            yield from value
        elif value is not None:
            yield value


def _code(row, key):
    return getattr(row, "code", None) or getattr(row, "slug", None) or key

"""What stands on a map, as the log alone would write it again."""

from collections import defaultdict

from django.apps import apps

from changes.models import Change, address
from changes.values import held
from roadmaps.editions import Edition
from roadmaps.elements import Element, in_full
from roadmaps.roadmap import MapRole, Relation
from tests.roadmaps.writers import MODULES

EMPTY = (None, "", [], {})  # how a field tells nothing
BESIDE = {"id", "head", "element_ptr"}  # what a row has beside its contents


def replayed(lines) -> dict[str, dict]:
    """Every row as these lines, one after the other, have made it, by its name in the log."""
    rows = defaultdict(dict)
    for line in lines:
        row = rows[line.subject]
        for name, (before, after) in line.fields.items():
            assert _said(row.get(name)) == _said(before), f"{line}: {name} was not {before}"
            row[name] = after
        row["revision"] = rows[line.ledger]["revision"] = line.revision
    return rows


def departures(roadmap) -> dict[str, tuple]:
    """Where the log and the tables tell different things: what each of them tells."""
    lines = Change.objects.within(roadmap).order_by("revision")
    told = {subject: _filled(row) for subject, row in replayed(lines).items()}
    rows = {subject: _row(subject) for subject in told.keys() | _standing_on(roadmap)}
    return {
        subject: (told.get(subject), row)
        for subject, row in rows.items()
        if told.get(subject) != row and not (row is None and _is_erased(told[subject]))
    }


def _row(subject):
    """The row of the tables; none where it is gone."""
    label, _colon, key = subject.partition(":")
    row = apps.get_model(label)._base_manager.filter(pk=key).first()
    if row is None:
        return None
    row = in_full(row) if isinstance(row, Element) else row
    fields = {field.name for field in (*row._meta.concrete_fields, *row._meta.many_to_many)}
    return _filled({name: held(row, name) for name in fields - BESIDE - row.UNTOLD})


def _standing_on(roadmap):
    """The names of all rows on a map, whether or not the log tells of them."""
    models = (*MODULES, MapRole, Relation, Edition)
    rows = (row for model in models for row in model._base_manager.all())
    return {address(row) for row in rows if row.ledger.pk == roadmap.pk}


def _filled(row):
    return {name: value for name, value in row.items() if value not in EMPTY}


def _is_erased(row):
    return row.keys() == {"revision"}


def _said(value):
    return None if value in EMPTY else value

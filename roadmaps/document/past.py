"""From which rows a map is told: as they are, or as they were at a revision.

Nothing that stands on a map is ever deleted, so the past is made of the rows of today, with what
was done since taken back by the log. What is told of other maps and of the registers (names of
organisations and sectors, codes of indicators, sources) is told as it is today.
"""

from collections import defaultdict
from functools import reduce
from operator import itemgetter
from uuid import UUID

from django.db import models

from changes.models import Change, address, table
from roadmaps.elements import KINDS, Element
from roadmaps.entries import Entry
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.narratives import Narrative
from roadmaps.participations import Participation
from roadmaps.roadmap import Relation, Roadmap

TOLD = (
    Figure, Link, Milestone, Narrative, ProgressUpdate, Participation, Relation, Roadmap,
    *KINDS.values(),
)  # fmt: skip
FAR = {"pk": "id", "parent_may_be_told": "parent__may_be_told"}  # columns by the path of the field


class Present:
    """The rows as they are."""

    def rows(self, found, columns, **seen):
        """The columns of these rows; seen: the conditions under which a row is told."""
        return found.filter(**seen).order_by().values("pk", *columns)

    def restored(self, roadmap):
        return roadmap

    def many(self, model, name):
        """What a field of many held, by the key of the row, where that has changed since."""
        return {}


class Past:
    """The rows as they were at a revision of the map."""

    def __init__(self, roadmap, revision: int):
        lines = Change.objects.within(roadmap)
        self.roadmap = roadmap
        self.before: dict[str, dict] = {}  # what was changed since, by subject
        later = lines.after(revision).order_by("revision")
        for subject, fields in later.values_list("subject", "fields"):
            held = self.before.setdefault(subject, {})
            for name, (before, _after) in fields.items():
                held.setdefault(name, before)
        known = lines.filter(subject__in=self.before, revision__lte=revision)
        last = known.order_by().values_list("subject").annotate(models.Max("revision"))
        self.last: dict[str, int] = dict(last)  # what is not in it was made later
        self.keys = _keys(self.before)
        self.others: dict[type, dict] = {}

    def rows(self, found, columns, **seen):
        """The same as they were then.

        What is told to fewer readers today than it was then, or was then than it is today, is
        told to the fewer ones.
        """
        today = {name: value for name, value in seen.items() if name != "is_withdrawn"}
        wanted = {"pk", *columns, *(name.partition("__")[0] for name in seen)}
        for values in found.filter(**today).order_by().values(*wanted):
            then = self._then(found.model, values)
            if then is not None and _holds(then, seen):
                yield then

    def restored(self, roadmap):
        """The map itself as it was; this is for reading, and never saved."""
        for name, value in self.before.get(address(roadmap), {}).items():
            field = roadmap._meta.get_field(name)
            held = self._other(field, value) if field.is_relation else field.to_python(value)
            setattr(roadmap, name, held)
        return roadmap

    def many(self, model, name):
        start, field = f"{table(model)}:", model._meta.get_field(name)
        return {
            UUID(subject.removeprefix(start)): [self._other(field, key) for key in fields[name]]
            for subject, fields in self.before.items()
            if subject.startswith(start) and fields.get(name) is not None
        }

    def _then(self, model, values):
        """One row as it was; none where it was made later."""
        subject = f"{table(model)}:{values['pk']}"
        if subject not in self.before:
            return values
        if subject not in self.last:
            return None
        before = self.before[subject]
        then = {name: self._held(model, name, before, now) for name, now in values.items()}
        return then | {"revision": self.last[subject]}

    def _held(self, model, column, before, now):
        name, _, far = FAR.get(column, column).partition("__")
        field = model._meta.get_field(name)
        if field.name not in before:
            return now
        value = before[field.name]
        if not far:
            return field.to_python(value)
        return value and reduce(getattr, far.split("__"), self._other(field, value))

    def _other(self, field, key):
        """The row that a field named, as it is today; one query for each kind of row."""
        if key is None:
            return None
        model = _root(field.related_model)
        if model not in self.others:
            rows = model._base_manager.filter(pk__in=self.keys[model])
            if model is Element:
                rows = rows.select_related("roadmap").annotate(may_be_told=self._may_be_told())
            self.others[model] = {str(row.pk): row for row in rows}
        return self.others[model][key]

    def _may_be_told(self):
        return may_be_told(models.Q(roadmap=self.roadmap), "pk")


def may_be_told(same_map, key):
    """An element of another map is told only once that map has been published with it."""
    return models.Case(
        models.When(same_map, then=True),
        default=models.Exists(Entry.objects.filter(uid=models.OuterRef(key))),
        output_field=models.BooleanField(),
    )


def in_order(rows, *names):
    """The rows by these columns; a minus turns one round, and what is empty comes last.

    Not by the database, whose order of letters depends on where it is installed.
    """
    rows = list(rows)
    for name in reversed(names):
        column = itemgetter(name.removeprefix("-"))
        rows.sort(key=lambda row, of=column: (of(row) is None, of(row)), reverse=name[0] == "-")
    return rows


def _holds(values, seen):
    """Whether a row meets conditions such as `is_withdrawn=False` and `visibility__in=(…)`."""
    for condition, wanted in seen.items():
        name, _, is_one_of = condition.partition("__")
        if not (values[name] in wanted if is_one_of else values[name] == wanted):
            return False
    return True


def _keys(before):
    """Every row that was named then and perhaps is not now, by the kind of row."""
    relations = {table(model): {} for model in TOLD}
    for model in TOLD:
        fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
        relations[table(model)] |= {each.name: each for each in fields if each.is_relation}
    keys = defaultdict(set)
    for subject, fields in before.items():
        known = relations.get(subject.partition(":")[0], {})
        for name in fields.keys() & known.keys():
            value = fields[name] or []
            named = value if isinstance(value, list) else [value]
            keys[_root(known[name].related_model)].update(named)
    return keys


def _root(model):
    """All kinds of elements are rows of one table."""
    return Element if issubclass(model, Element) else model

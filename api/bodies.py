"""Bodies of requests: the members that people may write of each kind of thing, and no other.

They are made from what the domain says can be written, so a field that is added there is a member
here. All that is wrong with a body is told at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from accounts.models import Organisation
from api import fields as members
from api import sight
from api.mistakes import MOST, Mistake, Mistakes, mistake, pointer
from api.parameters import suggestion
from api.serializers import EMPTY, Number, Period, Term
from roadmaps.models import Challenge, Element, Figure
from sectors.models import Indicator, Sector, Source
from terms.fields import TermField
from terms.periods import PeriodField

Values = dict[str, Any]
Fields = Mapping[str, Any]

REFERENCES: dict[Any, Any] = {
    **{model: (members.coded, model) for model in (Indicator, Organisation, Sector, Source)},
    Challenge: (members.element, "challenge"),
    Element: (members.element, ""),
    Figure: (members.Reference, sight.figure),
}
BASE = members.Whole(
    required=False, min_value=0, help_text="The revision of the map that you saw: merges."
)

CHECKS: dict[Any, list[Any]] = {  # the rest is checked by the domain
    models.SlugField: [
        RegexValidator(
            r"^[-a-zA-Z0-9_]+\Z",
            gettext_lazy("Use letters, digits, “-” and “_” here, and nothing else."),
        )
    ],
    models.URLField: [
        URLValidator(
            schemes=["http", "https"],
            message=gettext_lazy("This has to be an address that begins with http:// or https://."),
        )
    ],
}


class Body:
    """The members of a body, made once and read many times.

    name: what the body is called in the OpenAPI file. owned: members that only the system sets.
    """

    def __init__(self, name: str, fields: Fields, owned: Iterable[str] = ()):
        self.name = name
        self.fields = dict(fields)
        self.owned = set(owned) - self.fields.keys()

    @cached_property
    def serializer(self) -> Any:
        """The same as a serializer, for the OpenAPI file."""
        return type(self.name, (serializers.Serializer,), dict(self.fields))

    @cached_property
    def _bound(self) -> dict[str, Any]:
        return dict(self.serializer().fields)

    def read(self, actor, said: Mapping[str, Any]) -> Values:
        """What was said, as values of the domain: rows for codes, numbers for digits."""
        mistakes = list(self._out_of_place(said))
        values: Values = {}
        for name, field in self._bound.items():
            if name not in said:
                if field.required:
                    mistakes.append(Mistake(pointer(name), "required", _("This is missing.")))
                continue
            try:
                values[name] = _value(field, actor, said[name])
            except serializers.ValidationError as error:
                mistakes += _mistakes(error.detail, (name,))
        if mistakes:
            raise Mistakes(mistakes[:MOST])
        return values

    def _out_of_place(self, said) -> Iterator[Mistake]:
        unknown = [name for name in said if name not in self._bound]
        for name in unknown[:MOST]:
            shown = name[:80]
            if name in self.owned:
                message = _("“%(name)s” is kept by the system; nobody can set it.")
                yield Mistake(pointer(shown), "read-only", message % {"name": shown})
            else:
                message = _("There is no such member.") + suggestion(shown, self._bound)
                yield Mistake(pointer(shown), "unknown", message)


def required_one(values: Values, *names: str) -> Any:
    """The one of some members that was said; it is taken out of the values."""
    said = [values.pop(name) for name in names if name in values]
    if len(said) != 1:
        message = _("Say exactly one of these: %(names)s.") % {"names": ", ".join(names)}
        raise mistake(names[0], "required", message)
    return said[0]


def written(model, names: Iterable[str], is_new: bool) -> Values:
    """A member for each column of a model that people may write. is_new: some are then needed."""
    columns = [model._meta.get_field(name) for name in names]
    return {
        column.name: field_of(column, model, is_new and _is_needed(column)) for column in columns
    }


def told(model, names: Iterable[str]) -> Values:
    """The same members as they are told: all of them are there."""
    return {name: field_of(model._meta.get_field(name), model, True) for name in names}


def emptied(model, values: Values) -> Values:
    """Null, in the form in which each column holds nothing."""
    made = dict(values)
    for name in [name for name, value in values.items() if value is None]:
        column = model._meta.get_field(name)
        if column.many_to_many:
            made[name] = []
        elif not column.null:
            made[name] = column.get_default()
    return made


def field_of(column: Any, model: Any, is_needed: bool = False) -> Any:
    """The member of a body that stands for a column of a model."""
    options: Values = {
        "allow_null": column.blank or column.null,
        "required": is_needed,
        "error_messages": {"null": EMPTY},
    }
    if column.is_relation:
        if column.many_to_many:
            return members.References(column.related_model, **options)
        make, argument = REFERENCES[column.related_model]
        return make(argument, **options)
    match column:
        case TermField():
            return Term(column.vocabulary, **options)
        case PeriodField():
            return Period(**options)
        case ArrayField():
            child = field_of(column.base_field, model, True)
            return members.Several(child=child, allow_empty=column.blank, **options)
    return _plain_field(column, model, options)


def _is_needed(column):
    return not (column.blank or column.null or column.has_default())


def _plain_field(column, model, options):
    if column.choices:
        return members.OneOf(column.choices, **options)
    match column:
        case models.JSONField():
            return members.Translations(_lengths(model), **options)
        case models.DecimalField():
            return Number(**options)
        case models.BooleanField():
            return members.Flag(**options)
        case models.DateField():
            return members.Day(**options)
        case models.IntegerField():
            return members.Whole(**_range(column, model, options))
    checks = CHECKS.get(type(column), [])
    return members.Text(validators=checks, max_length=_length(column), **options)


def _length(column) -> int:
    return column.max_length or members.LONGEST


def _lengths(model) -> dict[str, int]:
    """How long each text of a model may be that people write and translate."""
    columns = [column for column in model._meta.concrete_fields if _is_text(column)]
    return {column.name: _length(column) for column in columns}


def _is_text(column):
    is_plain = type(column) in (models.CharField, models.TextField)
    return is_plain and column.editable and not (column.choices or column.unique)


def _range(column, model, options) -> Values:
    """Between which numbers the table wants it, with the sentence that the table has for it."""
    found: Values = {"min_value": 0, "max_value": 32767, **options}
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.CheckConstraint):
            continue
        for path, end in _leaves(constraint.condition):
            name, _sep, lookup = path.rpartition("__")
            if name == column.name and lookup in ("gte", "lte") and isinstance(end, int):
                found["min_value" if lookup == "gte" else "max_value"] = end
                said = constraint.violation_error_message
                found["error_messages"] = {"null": EMPTY, "min_value": said, "max_value": said}
    return found


def _leaves(condition) -> Iterator[tuple[str, Any]]:
    for child in condition.children:
        if isinstance(child, models.Q):
            yield from _leaves(child)
        else:
            yield child


def _value(field, actor, said):
    if said is None:
        if field.allow_null:
            return None
        raise serializers.ValidationError(EMPTY, "null")
    value = field.run_validation(said)
    return value if value is None or not hasattr(field, "find") else field.find(actor, value)


def _mistakes(detail, path) -> Iterator[Mistake]:
    """What DRF tells about a member, each with its place in the body."""
    if isinstance(detail, dict):
        for key, inner in detail.items():
            yield from _mistakes(inner, (*path, key))
    elif isinstance(detail, list):
        for each in detail:
            yield from _mistakes(each, path)
    else:
        yield Mistake(pointer(*path), detail.code, str(detail))

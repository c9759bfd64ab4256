"""How a value stands in the log, and how a field takes it back from there."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _


def told(field: Any, value: Any) -> Any:
    """A value as the log tells it: plain JSON, rows by their keys, numbers as strings of digits.

    value: what the field holds, a row for a foreign key, rows for a field of many.
    """
    if field.many_to_many:
        return sorted(str(getattr(row, "pk", row)) for row in value or ())
    if field.is_relation:
        key = getattr(value, "pk", value)
        return None if key is None else str(key)
    return plain(_read(field, value))


def plain(value: Any) -> Any:
    """A value as it stands in JSON; decimals without zeros behind, so that equal ones are equal."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        digits = f"{value:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def held(row: Any, name: str) -> Any:
    """What a row holds now, as the log would tell it."""
    field = row._meta.get_field(name)
    if field.many_to_many:
        return told(field, getattr(row, name).all())
    return plain(getattr(row, field.attname))


def taken(field: Any, value: Any) -> Any:
    """What a field takes for a value that the log tells; rows are looked up by their keys."""
    if field.many_to_many:
        return _rows(field, value)
    if field.is_relation and value is not None:
        rows = _rows(field, [value])
        if not rows:
            words = {"name": field.verbose_name}
            raise ValidationError({field.name: [_("%(name)s is no longer there.") % words]})
        return rows[0]
    return _read(field, value)


def _rows(field, keys: Iterable[str]):
    return list(field.related_model._base_manager.filter(pk__in=keys))


def _read(field, value):
    try:
        return field.to_python(value)
    except ValidationError as error:
        raise ValidationError({field.name: error.messages}) from error

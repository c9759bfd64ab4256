"""How a value stands in the log, and how a field takes it back from there."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

# Neither databases nor XML have them, so no picture or sheet could show what holds one.
ILLEGIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_legible(text: str) -> bool:
    """Whether every character can be shown; tabs and new lines can."""
    return ILLEGIBLE.search(text) is None


def require_legible(fields: Mapping[str, Any]) -> None:
    """Refuse texts with characters that no text can have."""
    for name, value in fields.items():
        if not all(map(is_legible, _texts(value))):
            raise ValidationError({name: [_("Here is a character that no text can have.")]})


def _texts(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.items() if isinstance(value, dict) else value:
            yield from _texts(list(each) if isinstance(each, tuple) else each)


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
        digits = f"{value or abs(value):f}"  # nothing is less than nothing: no “-0”
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def held(row: Any, name: str) -> Any:
    """What a row holds now, as the log would tell it."""
    field = row._meta.get_field(name)
    if field.many_to_many:
        return told(field, getattr(row, name).all())
    return plain(getattr(row, field.attname))


def emptied(field: Any, value: Any) -> Any:
    """Nothing, in the form in which the field holds it: readers see null, texts hold none."""
    has_a_form = field.blank and not field.null and not field.is_relation
    return field.get_default() if has_a_form and value in field.empty_values else value


def taken(field: Any, value: Any) -> Any:
    """What a field takes for a value that the log tells; rows are looked up by their keys."""
    if field.many_to_many:
        return _rows(field, value or ())
    if field.is_relation and value is not None:
        return _rows(field, [value])[0]
    return emptied(field, _read(field, value))


def _rows(field, keys: Collection[str]):
    rows = list(field.related_model._base_manager.filter(pk__in=keys))
    if len(rows) < len(keys):
        message = _("What stood under “%(name)s” is no longer there.")
        raise ValidationError({field.name: [message % {"name": field.verbose_name}]})
    return rows


def _read(field, value):
    try:
        return field.to_python(value)
    except ValidationError as error:
        raise ValidationError({field.name: error.messages}) from error
    except (TypeError, ValueError) as error:  # a list of Django's reads any text as JSON
        message = _("This cannot be read: %(text)s")
        raise ValidationError({field.name: [message % {"text": str(value)[:60]}]}) from error

"""What the database refuses, said as people can read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _


@contextmanager
def explained(subject: Any) -> Iterator[None]:
    """Turn the refusal of a constraint into a ValidationError with the constraint's sentence."""
    try:
        yield
    except IntegrityError as error:
        refusal: Any = error.__cause__  # psycopg's own, which knows the constraint
        raise _complaint(subject, refusal.diag) from error


def _complaint(subject, refusal):
    models = [type(subject), *subject._meta.all_parents]
    for model in models:
        for constraint in model._meta.constraints:
            if constraint.name == refusal.constraint_name:
                sentence = _sentence(constraint)
                return ValidationError(sentence, code=constraint.name)
        if field := _unique_field(model, refusal):
            message = _("There is one with this %(field)s already.")
            return ValidationError({field.name: [message % {"field": field.verbose_name}]})
    if refusal.column_name:
        return ValidationError({refusal.column_name.removesuffix("_id"): [_("This is missing.")]})
    return ValidationError(_("Something that this refers to is not there."))


def _sentence(constraint):
    if constraint.violation_error_message != constraint.default_violation_error_message:
        return constraint.get_violation_error_message()
    return _("There is one just like it already.")


def _unique_field(model, refusal):
    """The field whose own uniqueness was hurt; the database names its index after it."""
    name = refusal.constraint_name or ""
    for field in model._meta.local_fields:
        if field.unique and name.startswith(f"{model._meta.db_table}_{field.column}_"):
            return field
    return None

"""The members of bodies: each takes one kind of value, and nothing that only resembles it."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from api import sight
from api.parameters import suggestion
from api.serializers import EMPTY, one_of
from terms.translations import are_translations

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
LONGEST = 20_000  # characters of a text that has no limit of its own
MOST = 100  # things in a list


class Text(serializers.CharField):
    """A text, exactly as it was written."""

    default_error_messages = {
        "text": gettext_lazy("This has to be a text."),
        "null": EMPTY,
        "blank": EMPTY,
        "max_length": gettext_lazy("This has {max_length} characters at most."),
    }

    def __init__(self, **kwargs):
        super().__init__(trim_whitespace=False, **({"max_length": LONGEST} | kwargs))

    def run_validation(self, data=serializers.empty):
        is_blank = isinstance(data, str) and not data.strip()
        if is_blank and not self.allow_null:
            self.fail("blank")
        return super().run_validation(None if is_blank else data)

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("text")
        # Here and not later: what DRF says of lengths stays in the language of the first reader.
        if len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return data


class Whole(serializers.IntegerField):
    """A whole number."""

    default_error_messages = {
        "whole": gettext_lazy("Write a whole number, such as 3."),
        "min_value": gettext_lazy("This is {min_value} or more."),
        "max_value": gettext_lazy("This is {max_value} at most."),
    }

    def to_internal_value(self, data):
        if type(data) is not int:
            self.fail("whole")
        if self.min_value is not None and data < self.min_value:
            self.fail("min_value", min_value=self.min_value)
        if self.max_value is not None and data > self.max_value:
            self.fail("max_value", max_value=self.max_value)
        return data


class Flag(serializers.BooleanField):
    """Yes or no."""

    default_error_messages = {"flag": gettext_lazy("Say true or false.")}

    def to_internal_value(self, data):
        if not isinstance(data, bool):
            self.fail("flag")
        return data


class Anything(serializers.JSONField):
    """Whatever JSON can say; what it means is for the domain to judge."""


class OneOf(serializers.ChoiceField):
    """One of some words."""

    def to_internal_value(self, data):
        return one_of(self.choices, data)


class Day(serializers.DateField):
    """A day."""

    default_error_messages = {"day": gettext_lazy("Write the day as 2026-05-31.")}

    def to_internal_value(self, value):
        if not isinstance(value, str) or not DAY.fullmatch(value):
            self.fail("day")
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail("day")


class Moment(serializers.DateTimeField):
    """A time with its zone, so that it is the same for whoever reads it."""

    default_error_messages = {
        "moment": gettext_lazy("Write the time with its zone, as 2026-07-31T18:00:00Z.")
    }

    def to_internal_value(self, value):
        if not isinstance(value, str) or not TIME.fullmatch(value):
            self.fail("moment")
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail("moment")


class Several(serializers.ListField):
    """A list, in which nothing stands twice."""

    default_error_messages = {
        "list": gettext_lazy("This has to be a list."),
        "empty": gettext_lazy("Name at least one."),
        "max_length": gettext_lazy("This has {max_length} entries at most."),
    }

    def __init__(self, **kwargs):
        super().__init__(max_length=MOST, **kwargs)

    def to_internal_value(self, data):
        if not isinstance(data, list):
            self.fail("list")
        if not data and not self.allow_empty:
            self.fail("empty")
        if len(data) > MOST:
            self.fail("max_length", max_length=MOST)
        return list(dict.fromkeys(self.run_child_validation(data)))


class Translations(serializers.DictField):
    """What some texts are in other languages, by language and member.

    longest: how long each text may be, by member.
    """

    def __init__(self, longest: Mapping[str, int], **kwargs):
        self.longest = longest
        super().__init__(**kwargs)

    def to_internal_value(self, data):
        # What is left out stays as it is, so whether all is there is asked when it is put together.
        nested = isinstance(data, dict) and all(
            each is None or isinstance(each, dict) for each in data.values()
        )
        if not nested:
            raise serializers.ValidationError(_("Translations are grouped by language."))
        mistakes = {}
        for language, texts in data.items():
            if wrong := dict(self._out_of_place(texts or {})):
                mistakes[language] = wrong
        if mistakes:
            raise serializers.ValidationError(mistakes)
        return data

    def _out_of_place(self, texts):
        for name, said in texts.items():
            text = said.get("text") if isinstance(said, dict) else None
            if said is not None and name not in self.longest:
                message = _("There is no such member.") + suggestion(name, self.longest)
                yield name[:80], ErrorDetail(message, "unknown")
            elif isinstance(text, str) and len(text) > self.longest[name]:
                message = Text.default_error_messages["max_length"]
                yield name, ErrorDetail(message.format(max_length=self.longest[name]), "max_length")


def patched(texts: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """The translations with a merge patch (RFC 7396): null takes away, the rest is put in."""
    made = _merged(texts, patch)
    try:
        are_translations(made)
    except DjangoValidationError as error:
        raise serializers.ValidationError(error.messages) from error
    return {language: said for language, said in made.items() if said}


def _merged(old, patch):
    if not isinstance(patch, dict):
        return patch
    made = dict(old) if isinstance(old, dict) else {}
    for name, value in patch.items():
        if value is None:
            made.pop(name, None)
        else:
            made[name] = _merged(made.get(name), value)
    return made


class Reference(Text):
    """Another thing, by its code. What the writer may not see is not there."""

    def __init__(self, find: Callable[[Any, str], Any], **kwargs):
        self.look_up = find
        super().__init__(max_length=80, **kwargs)

    def find(self, actor, key: str) -> Any:
        """The thing itself."""
        found = self.look_up(actor, key)
        if found is None:
            raise missing(key)
        return found


class References(Several):
    """Other things of a register, by their codes."""

    def __init__(self, model, **kwargs):
        self.rows = model._base_manager
        super().__init__(child=Text(max_length=80), **kwargs)

    def find(self, actor, codes: list[str]) -> list[Any]:
        """The things themselves."""
        found = {row.code: row for row in self.rows.filter(code__in=codes)}
        for code in codes:
            if code not in found:
                raise missing(code)
        return [found[code] for code in codes]


def missing(key: str) -> serializers.ValidationError:
    """The same words for what is not there and for what is hidden."""
    message = _("“%(key)s” is not there, or you may not see it.")
    return serializers.ValidationError(message % {"key": key}, "missing")


def coded(model, **kwargs) -> Reference:
    """A thing of a register, which everybody may see, by its code."""
    rows = model._base_manager
    return Reference(lambda actor, code: rows.filter(code=code).first(), **kwargs)


def element(kind: str = "", **kwargs) -> Reference:
    """An element by its code or its id. kind: the only one that it can be."""

    def find(actor, key):
        found = sight.element(actor, key)
        return found if found is None or kind in ("", found.kind) else None

    return Reference(find, **kwargs)

"""How single values are told: an empty text is null, a number is a string without zeros behind.

Those that are also written read them back, and refuse whatever is of another kind.
"""

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers

from api.parameters import suggestion
from roadmaps.document.rows import plain
from terms import periods
from terms.fields import TermField
from terms.periods import PeriodField
from terms.translations import Translated
from terms.vocabulary import TERMS

NUMBER = r"^-?\d+(\.\d+)?$"
EMPTY = gettext_lazy("This cannot be empty.")
WRITTEN_NUMBER = re.compile(r"-?\d{1,22}(\.\d{1,8})?", re.ASCII)


def one_of(known: Iterable[str], said: Any) -> str:
    """One of the words that are known; another one is refused with the nearest of them."""
    if isinstance(said, str) and said in known:
        return said
    shown = _shown(said)
    message = _("“%(word)s” is not known here.") % {"word": shown}
    raise serializers.ValidationError(message + suggestion(shown, known), "unknown")


def _shown(said, most=80):
    """A value as it was sent, but no more of it than one can read."""
    return (said if isinstance(said, str) else json.dumps(said))[:most]


class Term(serializers.Field):
    """One code of a vocabulary."""

    def __init__(self, vocabulary, **kwargs):
        self.vocabulary = vocabulary
        super().__init__(**kwargs)

    def to_representation(self, value):
        return value or None

    def to_internal_value(self, data):
        return one_of(TERMS[self.vocabulary], data)


class Period(serializers.Field):
    """A period as EDTF."""

    def to_representation(self, value):
        return str(value)

    def to_internal_value(self, data):
        text = data if isinstance(data, str) else _shown(data, 60)
        try:
            periods.parse(text)
        except periods.NotAPeriod as error:
            raise serializers.ValidationError(str(error), "period") from error
        return text


class Number(serializers.Field):
    """A number of any size, as a string."""

    default_error_messages = {
        "number": gettext_lazy(
            "Write the number as a text of digits, such as “1250000.5”, so that none gets lost: "
            "at most 22 of them, and 8 behind the point."
        )
    }

    def to_internal_value(self, data):
        if not isinstance(data, str) or not WRITTEN_NUMBER.fullmatch(data):
            self.fail("number")
        return Decimal(data)

    def to_representation(self, value):
        return plain(value)


class Abilities(serializers.DictField):
    """What the caller may do now with a thing; only told to people who have signed in."""

    def __init__(self, **kwargs):
        said = "What you may do now with it; for those who have signed in."
        super().__init__(child=serializers.BooleanField(), help_text=said, **kwargs)


class Plain(serializers.ModelSerializer):
    """The fields of a thing; what is empty is null."""

    def build_standard_field(self, field_name, model_field):
        if isinstance(model_field, TermField):
            return Term, _nothing_else(model_field) | {"vocabulary": model_field.vocabulary}
        if isinstance(model_field, PeriodField):
            return Period, _nothing_else(model_field)
        if model_field.get_internal_type() == "DecimalField":
            return Number, _nothing_else(model_field)
        kind, options = super().build_standard_field(field_name, model_field)
        if options.pop("allow_blank", False):
            options["allow_null"] = True
        return kind, options

    def to_representation(self, instance):
        told = super().to_representation(instance)
        return {name: None if value == "" else value for name, value in told.items()}


class TranslatedPlain(Plain):
    """The fields of a thing, and what they are in other languages."""

    translations = serializers.SerializerMethodField()

    def get_translations(self, thing: Translated) -> dict[str, dict[str, Any]]:
        return thing.translations


class Code(serializers.SlugRelatedField):
    """Another thing, by its code."""

    def __init__(self, **kwargs):
        super().__init__(slug_field="code", read_only=True, **kwargs)


class Slug(serializers.SlugRelatedField):
    """A map, by its slug."""

    def __init__(self, **kwargs):
        super().__init__(slug_field="slug", read_only=True, **kwargs)


def _nothing_else(model_field):
    return {"read_only": True, "allow_null": model_field.blank or model_field.null}


class TermSchema(OpenApiSerializerFieldExtension):
    """A vocabulary is a component of the OpenAPI file, named like it."""

    target_class = Term

    def get_name(self):
        return "".join(part.capitalize() for part in self.target.vocabulary.split("_")) + "Code"

    def map_serializer_field(self, auto_schema, direction):
        terms = TERMS[self.target.vocabulary]
        said = [f"* `{code}`: {term['definition']['en']}" for code, term in terms.items()]
        kind = "integer" if all(isinstance(code, int) for code in terms) else "string"
        return {"type": kind, "enum": list(terms), "description": "\n".join(said)}


class PeriodSchema(OpenApiSerializerFieldExtension):
    target_class = Period

    def get_name(self):
        return "Period"

    def map_serializer_field(self, auto_schema, direction):
        said = "A day, month, quarter, half-year, year or interval, perhaps rough or open: EDTF."
        examples = ["2027", "2026-35", "2026/2030", "2027/..", "2030~"]
        return {"type": "string", "description": said, "examples": examples}


class NumberSchema(OpenApiSerializerFieldExtension):
    target_class = Number

    def get_name(self):
        return "Number"

    def map_serializer_field(self, auto_schema, direction):
        said = "The whole number, never in thousands or millions, without zeros at the end."
        return {
            "type": "string",
            "pattern": NUMBER,
            "description": said,
            "examples": ["36872000000"],
        }

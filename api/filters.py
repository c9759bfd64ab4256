"""How lists are filtered: each filter names one thing of the list and refuses what it cannot be."""

from collections.abc import Callable

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django_filters import rest_framework as django_filters
from drf_spectacular.utils import extend_schema_field

from api.parameters import suggestion
from terms import periods
from terms.vocabulary import choices


class Filters(django_filters.DjangoFilterBackend):
    """Filters a list by the filter set of its resource."""

    def get_filterset_class(self, view, queryset=None):
        return getattr(view, "filterset_class", None)


class FilterSet(django_filters.FilterSet):
    """The filters of one list."""

    class Meta:
        fields: list[str] = []


class PeriodFormField(forms.CharField):
    """A day, a month, a quarter or a year, as EDTF."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return periods.parse(value)
        except periods.NotAPeriod as error:
            raise forms.ValidationError(str(error), code="invalid") from error


class PeriodFilter(django_filters.CharFilter):
    """A period to compare with."""

    field_class = PeriodFormField

    def __init__(self, says="", **kwargs):
        super().__init__(**kwargs)
        examples = ["2027", "2026-35", "2026-07-01"]
        extend_schema_field({"type": "string", "description": says, "examples": examples})(self)


class CodeFilter(django_filters.CharFilter):
    """Things that belong to another one, by its code. column: as the ORM writes it."""

    def __init__(self, column="", says="", **kwargs):
        super().__init__(column or None, max_length=80, **kwargs)
        extend_schema_field({"type": "string", "description": says, "maxLength": 80})(self)


class TermFormField(forms.Field):
    """One code of a vocabulary."""

    def __init__(self, *args, codes, **kwargs):
        self.codes = {str(code): code for code in codes}
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        if value is None:
            return None
        if value not in self.codes:
            message = _("“%(word)s” is not known here.") % {"word": value[:80]}
            raise forms.ValidationError(message + suggestion(value, self.codes), code="unknown")
        return self.codes[value]


class TermFilter(django_filters.BaseCSVFilter):
    """Things with one of some codes of a vocabulary; several are said with commas.

    where: what the data of an entry contain for a code; without it, the column of the filter's
    name is compared.
    """

    field_class = TermFormField

    def __init__(self, codes, where: Callable | None = None, says="", **kwargs):
        self.where = where
        super().__init__(codes=codes, **kwargs)
        kind = "integer" if all(isinstance(code, int) for code in codes) else "string"
        schema = {"type": kind, "enum": list(codes)}
        extend_schema_field(schema | ({"description": says} if says else {}))(self)

    def filter(self, queryset, value):
        if not value:
            return queryset
        if self.where is None:
            return queryset.filter(**{f"{self.field_name}__in": value})
        wanted = Q()
        for code in value:
            wanted |= Q(data__contains=self.where(code))
        return queryset.filter(wanted)


def column_term(vocabulary: str) -> TermFilter:
    """A filter of rows by a column that takes codes of a vocabulary."""
    says = f"Codes of the vocabulary `{vocabulary}`, with commas between them."
    return TermFilter(choices(vocabulary).values, says=says)


def term(vocabulary: str, member: str = "", says: str = "", **options) -> TermFilter:
    """A filter of entries by a member that takes codes of a vocabulary.

    member: its name, where it is not that of the vocabulary.
    """
    name = member or vocabulary
    says = says or f"Codes of the vocabulary `{vocabulary}`, with commas between them."
    where = options.pop("where", lambda code: {name: code})
    return TermFilter(choices(vocabulary).values, where, says, **options)


class FlagFormField(TermFormField):
    """Yes or no, as JSON has it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, codes=["true", "false"], **kwargs)

    def to_python(self, value):
        found = super().to_python(value)
        return None if found is None else found == "true"


class FlagFilter(django_filters.Filter):
    """Things of which something is so, or is not. method: of the filter set, which knows how."""

    field_class = FlagFormField

    def __init__(self, says="", **kwargs):
        super().__init__(**kwargs)
        extend_schema_field({"type": "boolean", "description": says})(self)


class HoldsFilter(django_filters.CharFilter):
    """Entries whose data contain a word at one place, which the index of their content knows."""

    def __init__(self, where: Callable, says="", **kwargs):
        self.where = where
        super().__init__(max_length=80, **kwargs)
        extend_schema_field({"type": "string", "description": says, "maxLength": 80})(self)

    def filter(self, queryset, value):
        return queryset.filter(data__contains=self.where(value)) if value else queryset


class AtLeastFilter(django_filters.Filter):
    """Entries with at least this grade in a member. grades: all that there are."""

    field_class = TermFormField

    def __init__(self, member: str, grades, **kwargs):
        self.member, self.grades = member, grades
        super().__init__(codes=grades, **kwargs)
        says = f"At least this in `{member}`."
        schema = {"type": "integer", "enum": list(grades), "description": says}
        extend_schema_field(schema)(self)

    def filter(self, queryset, value):
        found = Q()
        for grade in range(value, self.grades[-1] + 1) if value is not None else ():
            found |= Q(data__contains={self.member: grade})
        return queryset.filter(found)


class WordsFilter(django_filters.CharFilter):
    """Things in one of whose columns some words stand. columns: as the ORM writes them."""

    def __init__(self, *columns: str, **kwargs):
        self.columns = columns
        super().__init__(max_length=200, **kwargs)
        says = f"Words that stand in {' or '.join(told(column) for column in columns)}."
        extend_schema_field({"type": "string", "description": says, "maxLength": 200})(self)

    def filter(self, queryset, value):
        found = Q()
        for column in self.columns:
            found |= Q(**{f"{column}__icontains": value})
        return queryset.filter(found) if value else queryset


def told(column: str) -> str:
    """A column in the words of the API."""
    words = column.removeprefix("data__").removesuffix("__text").split("__")
    return "the Spanish " + words[-1] if "es" in words else words[-1]

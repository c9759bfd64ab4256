"""How a field of the domain is asked for on a page."""

from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from roadmaps.views.writing.choices import NOTHING
from terms.fields import TermField
from terms.languages import REFERENCE, active
from terms.periods import PeriodField
from terms.vocabulary import TERMS, VOCABULARIES, label

NUMBERED = {
    "severity": "challenge_severity",
    "level_now": "proficiency_level",
    "level_needed": "proficiency_level",
}
PERIODS = _("2027, 2027-03, 2027-33 for Q1, 2026~ for about, 2025/2030, 2027/.. for open")
STRENGTHS = VOCABULARIES["link_type"]["strength"]
LISTED = _("Several with commas between them.")

MANNERS: tuple[tuple[type, dict[str, Any]], ...] = (
    (PeriodField, {"help_text": PERIODS}),
    (models.URLField, {"assume_scheme": "https"}),
    (models.TextField, {"widget": forms.Textarea(attrs={"rows": 4})}),
    (models.DecimalField, {"widget": forms.TextInput(attrs={"inputmode": "decimal"})}),
    (models.DateField, {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}),
)


def asked(field: Any) -> forms.Field | None:
    """The form's field for a field of a model; none where people do not write it so."""
    made: Any = _made(field)
    if made is not None:
        made.show_hidden_initial = True  # so that only what was changed here is sent on
        if isinstance(made, forms.TypedChoiceField):
            _call_nothing_by_its_name(made)
        made.label = capfirst(str(field.verbose_name))
    return made


def _call_nothing_by_its_name(made):
    made.choices = [(code, said if code else NOTHING) for code, said in made.choices]


def _made(field):
    if isinstance(field, ArrayField):
        return _listed(field)
    if field.name == "strength":
        said = {code: words.get(active(), words[REFERENCE]) for code, words in STRENGTHS.items()}
        return _graded(said)
    if field.name in NUMBERED:
        said = {code: label(NUMBERED[field.name], code) for code in TERMS[NUMBERED[field.name]]}
        return _graded({"": NOTHING} | said)
    if isinstance(field, models.JSONField):
        return None  # translations are asked for text by text
    if field.many_to_many:
        return field.formfield(widget=forms.CheckboxSelectMultiple)
    for kind, manner in MANNERS:
        if isinstance(field, kind):
            return field.formfield(**manner)
    return field.formfield()


def vocabulary_of(field: Any) -> str | None:
    """The vocabulary from which a field takes its values; none where it takes something else."""
    return NUMBERED.get(field.name) or getattr(field, "vocabulary", None)


@cache
def words_of(vocabulary: str, code: str | int) -> frozenset[str]:
    """Everything by which a term can be said: its code and its labels, in small letters."""
    words = {str(code).casefold()}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words.add(label(vocabulary, code).casefold())
    return frozenset(words)


def _listed(field):
    if isinstance(field.base_field, TermField):
        return forms.MultipleChoiceField(
            choices=field.base_field.choices, required=False, widget=forms.CheckboxSelectMultiple
        )
    return field.formfield(help_text=LISTED)


def _graded(said):
    grades = [(code, f"{code} · {words}" if code else words) for code, words in said.items()]
    return forms.TypedChoiceField(
        choices=grades, coerce=int, empty_value=None, required="" not in said
    )

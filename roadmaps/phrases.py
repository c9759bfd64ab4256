"""How things on a map and what they hold are called inside a sentence: one way for all who tell."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terms import figures, periods, vocabulary
from terms.fields import TermField
from terms.languages import language_named
from terms.periods import PeriodField
from terms.places import say_place

EMPTY: tuple[Any, ...] = (None, "", [], {})
LONG = 120  # characters, from which on a text is not repeated in a sentence
NUMBERED = {
    "severity": "challenge_severity",
    "level_now": "proficiency_level",
    "level_needed": "proficiency_level",
}
PLACES = ("places", "origin_countries")
OF_A_NUMBER = ("operator", "low", "high", "unit", "currency", "kind", "period")
OTHERS = {"text": gettext_lazy("text")}  # what is told of things beside their fields
Naming = Callable[[Any, Any], str]  # what the row is called that a field names by its key


def quoted(text) -> str:
    return _("“%(text)s”") % {"text": text}


def the_link(source: str, target: str) -> str:
    ends = {"source": quoted(source), "target": quoted(target)}
    return _("the link from %(source)s to %(target)s") % ends


def the_milestone(step: str, title: str) -> str:
    words = {"step": quoted(step), "title": quoted(title)}
    return _("the milestone %(step)s of %(title)s") % words


def the_text(title: str, of: str | None) -> str:
    """of: the title of the element whose body it is; none for a section of the map."""
    if of is None:
        return _("the text %(title)s") % {"title": quoted(title)}
    return _("the text of %(title)s") % {"title": quoted(of)}


def the_report(day: str, title: str) -> str:
    words = {"day": periods.say(day), "title": quoted(title)}
    return _("the report of %(day)s on %(title)s") % words


def the_figure(label: str, title: str | None) -> str:
    """title: of the element on which it stands; none where it stands on the map itself."""
    if title is None:
        return _("the figure %(label)s") % {"label": quoted(label)}
    words = {"label": quoted(label), "title": quoted(title)}
    if label == title:  # nobody says the same words twice
        return _("the figure of %(title)s") % words
    return _("the figure %(label)s of %(title)s") % words


def the_part(who: str, title: str | None) -> str:
    """title: of the element in which somebody has a part; none for one in the map itself."""
    if title is None:
        return _("the part of %(who)s in the map") % {"who": who}
    return _("the part of %(who)s in %(title)s") % {"who": who, "title": quoted(title)}


def the_relation(name: str) -> str:
    return _("what is said of the map %(name)s") % {"name": quoted(name)}


def the_map() -> str:
    return _("the map")


def something() -> str:
    return _("something that is no longer there")


def column_of(model, name: str) -> Any:
    """The field of a model; none where it has no such field any more."""
    known = model._meta.fields_map | model._meta._forward_fields_map
    return known.get(name)


def name_of(model, name: str) -> str:
    """What a field is called in the reader's language."""
    return str(getattr(column_of(model, name), "verbose_name", None) or OTHERS.get(name, name))


def said(model, name: str, value: Any, named: Naming) -> str:
    """A value of a field as it stands inside a sentence; nothing where there is none."""
    column = column_of(model, name)
    if value in EMPTY:
        return ""
    if isinstance(value, list):
        inner = getattr(column, "base_field", column)
        return ", ".join(_said(inner, name, each, named) for each in value)
    return _said(column, name, value, named)


def _said(column, name, value, named):
    if column is not None and column.is_relation:
        return named(column, value)
    if isinstance(column, TermField):
        return vocabulary.label(column.vocabulary, value)
    if name in NUMBERED:
        return vocabulary.label(NUMBERED[name], value)
    if isinstance(column, PeriodField | models.DateField):
        return periods.say(value)
    if isinstance(column, models.DecimalField):
        return figures.say_number(value)
    if name in PLACES:
        return say_place(value)
    return _plainly(column, name, value)


def _plainly(column, name, value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return str(value)
    if name == "languages":
        return language_named(value)
    if choices := dict(getattr(column, "flatchoices", ())):
        return str(choices.get(value, value))
    return quoted(value)


def is_long(values) -> bool:
    """Whether one of two values is a text that nobody reads inside a sentence."""
    return any(isinstance(each, str) and len(each) > LONG for each in values)


def number(figure: Mapping[str, Any]) -> str:
    """What a figure says, and of when: “at least USD 3.5 billion (2030)”."""
    told = figures.say_figure(figure)
    if not figure.get("period"):
        return told
    words = {"figure": told, "period": periods.say(figure["period"])}
    return _("%(figure)s (%(period)s)") % words


def numbers(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Both numbers in words; of when the first one was only where that has changed."""
    is_moved = (before.get("period") or "") != (after.get("period") or "")
    return {
        "before": number(before if is_moved else {**before, "period": ""}),
        "after": number(after),
    }


def direction(before: Mapping[str, Any], after: Mapping[str, Any]) -> int:
    """1 where a number was raised, -1 where it was lowered, 0 where one cannot say."""
    if any(before[name] != after[name] for name in ("unit", "currency", "kind")):
        return 0
    low, high = Decimal(before["low"]), Decimal(after["low"])
    return (high > low) - (high < low)

"""Among which rows one chooses in a form, and what each of them is called there."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from roadmaps.elements import Challenge, Element
from roadmaps.figures import Figure
from roadmaps.links import lawful_kinds
from terms import periods
from terms.vocabulary import definition, label

OF_THE_MAP = ("parent", "told_as", "part_of")
OF_THE_PROGRAMME = ("sector", "sectors", "indicator")
NOTHING = "–"  # where nothing is chosen


def offer(made, thing, roadmap, sight, name):
    """Let a field choose among what somebody may see, and only among what belongs to the map."""
    if name in OF_THE_MAP:
        made.queryset = _of_the_map(thing, roadmap, sight, name)
    elif name in OF_THE_PROGRAMME:
        here = Q(programme=roadmap.programme_id)
        made.queryset = made.queryset.filter(here | Q(pk__in=_held(thing, name)))
    if hasattr(made, "label_from_instance"):
        made.label_from_instance = called
    if getattr(made, "empty_label", None):
        made.empty_label = NOTHING


def is_offered(made, name, key) -> bool:
    """Whether somebody may see what a thing is tied to; who leaves it then does not change it."""
    return name not in OF_THE_MAP or made.queryset.filter(pk=key).exists()


def lawful(link):
    """Only the kinds of links that may lead from here to there, each with its meaning."""
    kinds = lawful_kinds(link.source.kind, link.target.kind)
    made = forms.ChoiceField(
        label=_("Why"),
        choices=[
            (kind, f"{label('link_type', kind)}: {definition('link_type', kind)}") for kind in kinds
        ],
        widget=forms.RadioSelect,
        show_hidden_initial=True,
    )
    if link._state.adding and len(kinds) == 1:
        made.initial = kinds[0]
    return made


def called(row: Any) -> str:
    """A row in a list of choices, in the reader's language."""
    match row:
        case Element():
            return f"{row.code} {row.said('title')}"
        case Figure():
            where = [
                row.said("label"),
                row.element.code if row.element else "",
                periods.say(row.period),
            ]
            return " · ".join(filter(None, where))
    return row.said("name") if hasattr(row, "translations") else str(row)


def _of_the_map(thing, roadmap, sight, name):
    seen = roadmap.elements.within(sight)
    if name == "parent":
        return Challenge.objects.filter(pk__in=seen).exclude(pk=thing.pk)
    figures = Figure.objects.standing().filter(visibility__in=sight.visibilities)
    own = figures.filter(element__in=seen) | figures.filter(on_roadmap=roadmap)
    return own.exclude(pk=thing.pk).select_related("element")


def _held(thing, name):
    """What a thing names already, perhaps of another programme."""
    if thing._state.adding:
        return []
    if thing._meta.get_field(name).many_to_many:
        return getattr(thing, name).order_by().values("pk")
    return [getattr(thing, f"{name}_id")]

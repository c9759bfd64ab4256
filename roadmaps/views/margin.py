"""The margin of a map, as its pages show it: who reads it, and a thread with its place."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.rules import Refused
from changes.merging import Clash
from roadmaps import anchors, threads
from roadmaps.elements import KINDS
from roadmaps.models import Note, Thread
from roadmaps.rules import DISCUSSING
from roadmaps.views.reading import read
from roadmaps.views.writing.desk import complain


class NoteForm(forms.Form):
    """What one says, and to whom."""

    text = forms.CharField(
        label=gettext_lazy("What do you say?"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    mentions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Mention"),
        help_text=gettext_lazy("They are told at once. Only people who may read this are listed."),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, thread, writer, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mentions"]
        field.queryset = threads.readers(thread).exclude(pk=writer.pk)
        field.label_from_instance = lambda person: person.called


def open_margin(request, slug):
    """The working copy, for those who work on it; for everybody else there are no threads."""
    reading = read(request.user, slug)
    if not (reading.is_draft and reading.roadmap.roles_of(request.user) & {*DISCUSSING}):
        raise Http404
    return reading


def find(request, reading, key) -> Thread:
    """A thread of this map, if they may read it."""
    seen = Thread.objects.visible_to(request.user).filter(roadmap=reading.roadmap)
    it = seen.near().filter(pk=key).first()
    if it is None:
        raise Http404
    it.roadmap = reading.roadmap
    return it


def with_notes(threads_of_a_map):
    """Each with its notes and who wrote them."""
    notes = Note.objects.select_related("author").order_by("number")
    return threads_of_a_map.near().prefetch_related(Prefetch("notes", queryset=notes))


def told(reading, it) -> dict[str, Any]:
    """A thread with its place, in the words that the map has for it now."""
    kinds = ("link", "figure", "element", "passage")
    kind = next((name for name in kinds if getattr(it, name)), "map")
    row = {"figure": it.figure, "element": it.element, "map": reading.document["roadmap"]}.get(kind)
    if kind == "link":  # what stands on another map is told as the reader may know it
        row = anchors.row_of(reading.document, it.anchor)
    return {
        "thread": it,
        "kind": kind,
        "row": row,
        "field": capfirst(_field(it)),
        "lost": it.has_lost_its_place(reading.document),
    }


def _field(it) -> str:
    model = KINDS[it.element.kind] if it.element else type(it.figure or it.link or it.roadmap)
    columns: Any = model._meta.concrete_fields
    return next((str(each.verbose_name) for each in columns if each.name == it.field), it.field)


def count_about(actor, reading, code) -> int | None:
    """How many open threads there are about an element, for those who may talk about it."""
    if reading.is_past or not reading.abilities.get("discuss"):
        return None
    seen = Thread.objects.visible_to(actor).filter(roadmap=reading.roadmap)
    return seen.open().about(code).count()


def there(it) -> str:
    """The address of a thread."""
    return reverse("thread", args=[it.roadmap.slug, it.pk])


def try_form(form, names, act) -> int:
    """Do what was filled in; what was typed stays in the form where it cannot be done."""
    if not form.is_valid():
        return 422
    try:
        act(**{name: form.cleaned_data[name] for name in names})
    except (Refused, Clash) as refusal:
        form.add_error(None, str(refusal))
        return 409
    except ValidationError as error:
        complain(form, error)
        return 422
    return 303

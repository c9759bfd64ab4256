"""Forms for what stands on a map: only the fields that were changed are sent to the command."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst

from changes.merging import value_at
from roadmaps.elements import Element
from roadmaps.history.names import called
from roadmaps.links import Link
from roadmaps.roadmap import Roadmap
from roadmaps.views.writing.choices import is_offered, lawful, offer
from roadmaps.views.writing.clashes import Disputed
from roadmaps.views.writing.fields import asked
from terms.languages import REFERENCE, field_in

CARRIED = ("base", "once", "since", "why")  # along with what is written of the thing
TEXTS = ("title", "summary", "vision", "label")  # what is translated text by text


class ThingForm(forms.Form):
    """What a member writes of one thing, and the revision of the map that they saw."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    once = forms.UUIDField(widget=forms.HiddenInput)  # the same intent is done once
    since = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, thing, roadmap, **kwargs):
        self.thing, self.roadmap = thing, roadmap
        self.clashes: dict[str, Disputed] = {}
        self.named = ""  # as a row of a table
        super().__init__(*args, **kwargs)

    @property
    def shown(self):
        """The fields that people see, each with what others wrote meanwhile."""
        for bound in self.visible_fields():
            bound.clash = self.clashes.get(bound.name)
            yield bound

    def again(self, data):
        """The same form with other data in it."""
        known = {"prefix": self.prefix, "initial": self.initial}
        again = type(self)(data, thing=self.thing, roadmap=self.roadmap, **known)
        again.empty_permitted = self.empty_permitted
        again.use_required_attribute = self.use_required_attribute
        return again

    def has_changed(self):
        return bool(self._changed_names())

    def changes(self) -> dict[str, Any]:
        """What was changed, as the commands take it."""
        names = self._said_names() if self.thing._state.adding else self._changed_names()
        values = {name: self.cleaned_data[name] for name in names if "__" not in name}
        texts = {name: self.cleaned_data[name] for name in names if "__" in name}
        if texts:
            values["translations"] = self._translations(texts)
        return {name: _as_stored(self.thing, name, value) for name, value in values.items()}

    def _changed_names(self):
        return [name for name in self.changed_data if name not in CARRIED]

    def _said_names(self):
        """Of something new, everything that is said of it, also what its form began with."""
        said = self.cleaned_data
        return [name for name in self.fields if name not in CARRIED and not _is_empty(said[name])]

    def _translations(self, texts):
        before = value_at(self.thing, self.cleaned_data["base"], "translations") or {}
        after = {language: dict(said) for language, said in before.items()}
        for name, text in texts.items():
            field, _gap, language = name.partition("__")
            said = after.setdefault(language, {})
            said.pop(field, None)
            if text:
                said[field] = {"text": text, "revision": self.thing.revision}
        return {language: said for language, said in after.items() if said}


def form_for(thing, roadmap, sight, names, data=None, prefix=None, **initial) -> ThingForm:
    """A form for these fields of a thing that stands on a map, or is to stand there.

    names: of fields, in their order. data: what was posted. initial: what a new thing begins with.
    """
    fields: dict[str, Any] = {}
    for name in names:
        made: Any = asked(thing._meta.get_field(name))
        if made is None:
            continue
        offer(made, thing, roadmap, sight, name)
        fields[name] = lawful(thing) if isinstance(thing, Link) and name == "kind" else made
        if name in TEXTS and hasattr(thing, "translations"):
            fields |= _in_other_languages(made, name, roadmap)
    kind = type("Form", (ThingForm,), dict(fields))
    begins = {"base": roadmap.revision, "once": uuid.uuid4()} | _held(thing, fields) | initial
    return kind(data, prefix=prefix, initial=begins, thing=thing, roadmap=roadmap)


def _in_other_languages(made, name, roadmap):
    others = {}
    for language in roadmap.languages:
        if language != REFERENCE and language in dict(settings.LANGUAGES):
            others[f"{name}__{language}"] = forms.CharField(
                label=field_in(made.label, language),
                required=False,
                show_hidden_initial=True,
                max_length=getattr(made, "max_length", None),
                widget=made.widget.__class__(
                    attrs={**made.widget.attrs, "lang": language, "required": False}
                ),
            )
    if others:
        made.label = field_in(made.label, REFERENCE)
    return others


def _held(thing, fields):
    """What the thing holds now, as forms show it."""
    held = {}
    is_new = thing._state.adding
    for name in fields:
        if is_new and fields[name].initial is not None:
            continue
        base, _gap, language = name.partition("__")
        if language:
            held[name] = thing.translations.get(language, {}).get(base, {}).get("text", "")
            continue
        field = thing._meta.get_field(name)
        if field.many_to_many:
            held[name] = [] if is_new else list(field.value_from_object(thing))
        else:
            held[name] = _trimmed(field.value_from_object(thing))
        if held[name] and not is_offered(fields[name], name, held[name]):
            held[name] = None
    return held


def _trimmed(value):
    if hasattr(value, "as_tuple"):  # 25 and not 25.00000000
        digits = f"{value:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    return value


def _is_empty(value):
    return value is None or value is False or not (value or isinstance(value, int | Decimal))


def _as_stored(thing, name, value):
    """Nothing chosen is the empty value of the field, which may be a text or a list."""
    field = thing._meta.get_field(name)
    if value is None and not field.null and not field.many_to_many:
        return field.get_default() if field.has_default() else ""
    return value


def names_of(thing) -> list[str]:
    """The fields of a thing that a form asks for, the ones that matter most first."""
    first = [name for name in ("title", "label", "summary", "period") if name in thing.written]
    last = ("source", "certainty", "visibility", "note")
    own = getattr(thing, "OWN", ())
    middle = [*own, *(name for name in thing.written if name not in own)]
    rest = [name for name in middle if name not in (*first, *last, "translations")]
    return [*first, *rest, *(name for name in last if name in thing.written)]


def heading(thing) -> str:
    """What a page calls a thing that stands on a map, or the map itself."""
    if isinstance(thing, Element | Roadmap):
        return thing.said("title")
    return str(thing) if isinstance(thing, Link) else capfirst(called(thing))

"""Corrections of an edition in force, as they are sent: each with its thing and its new values."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from api import bodies, fields, sight
from api.bodies import Body
from api.elements import WRITERS
from api.errors import InCorrection
from api.figures import FigureViewSet
from api.mistakes import MOST as MISTAKES
from api.mistakes import Mistake, Mistakes, mistake, pointer
from changes.merging import Clash
from roadmaps import workflow
from roadmaps.corrections import correctable
from roadmaps.models import Element
from roadmaps.roadmap import Refused

MOST = 100
NO = (Clash, Refused, ValidationError)
REASON: dict[str, Any] = {
    "reason": fields.Text(max_length=2000, help_text="It is the change note of the edition.")
}
PLACED: dict[str, Any] = {
    "element": fields.Text(required=False, max_length=80, help_text="Code or id of an element."),
    "figure": fields.Text(required=False, max_length=80, help_text="Or the id of a figure."),
}
THING = Body("CorrectedThing", PLACED)
REST = Body("CorrectionReason", REASON)
NO_LIST = gettext_lazy("Send a list of 1 to %(most)s corrections.")


class CorrectionSerializer(serializers.Serializer):
    """What one thing is to say: an element or a figure, with the fields that are wrong today."""

    element = PLACED["element"]
    figure = PLACED["figure"]
    fields = serializers.DictField(
        help_text="Their new values, as PATCH takes them; with `base` what others wrote clashes."
    )


class CorrectStepSerializer(serializers.Serializer):
    """Slips of the pen and of the number; what would be a new promise waits for a refresh."""

    edits = CorrectionSerializer(many=True)
    reason = REASON["reason"]


class Edits(list[dict[str, Any]]):
    """Corrections in their order, of which one knows which is just being made."""

    number: int | None = None

    def __iter__(self):
        for number, edit in enumerate(super().__iter__()):
            self.number = number
            yield edit
        self.number = None


class Corrections:
    """The step that corrects an edition: its body, and how it is taken."""

    serializer = CorrectStepSerializer

    def read(self, actor, said: dict[str, Any], roadmap) -> dict[str, Any]:
        """The things of this map with the values that they are to have."""
        rest = {name: value for name, value in said.items() if name != "edits"}
        mistakes: list[Mistake] = []
        edits = []
        values = _or_mistakes(mistakes, "", lambda: REST.read(actor, rest)) or {}
        for number, each in enumerate(_listed(said)):
            here = pointer("edits", number)
            edits.append(
                _or_mistakes(mistakes, here, lambda told=each: _edit(actor, told, roadmap))
            )
        if mistakes:
            raise Mistakes(mistakes[:MISTAKES])
        return values | {"edits": Edits(edits)}

    def take(self, actor, roadmap, edits: Edits, **said: Any) -> Any:
        """Correct all of it or nothing; what cannot be corrected is told with its place."""
        try:
            return workflow.take(actor, roadmap, "correct", edits=edits, **said)
        except NO as error:
            if edits.number is None:
                raise
            raise InCorrection(edits.number, error) from error


def _listed(said) -> list[Any]:
    found = said.get("edits")
    if not isinstance(found, list) or not 0 < len(found) <= MOST:
        raise mistake("edits", "invalid", NO_LIST % {"most": MOST})
    return found


def _or_mistakes(mistakes: list[Mistake], here: str, read: Any) -> Any:
    """What is read; or nothing, and what was wrong with it is noted with its place."""
    try:
        return read()
    except Mistakes as error:
        mistakes += [Mistake(here + each.pointer, *each[1:]) for each in error.mistakes]
        return None


def _edit(actor, said, roadmap) -> dict[str, Any]:
    new = said.get("fields") if isinstance(said, dict) else None
    if not isinstance(new, dict) or not new:
        message = _("Name an element or a figure, and in “fields” what it is to say.")
        raise mistake("", "invalid", message)
    named = {name: value for name, value in said.items() if name != "fields"}
    thing = _thing(actor, THING.read(actor, named), roadmap)
    try:
        values = _body_of(thing).read(actor, new)
        base = values.pop("base", None)
        _require_correctable(thing, values)
        if isinstance(values.get("translations"), dict):
            values["translations"] = fields.patched(thing.translations, values["translations"])
    except Mistakes as error:
        inside = [each._replace(pointer=f"/fields{each.pointer}") for each in error.mistakes]
        raise Mistakes(inside) from error
    except serializers.ValidationError as error:
        message = " ".join(map(str, error.detail))
        raise Mistakes([Mistake("/fields/translations", "invalid", message)]) from error
    return {"thing": thing, "fields": bodies.emptied(type(thing), values), "base": base}


def _require_correctable(thing, values):
    others = sorted(values.keys() - correctable(thing))
    message = _("A correction makes no new promise. This waits for a refresh: %(names)s.")
    if others:
        said = [(pointer(name), message % {"names": name}) for name in others]
        raise Mistakes(Mistake(where, "promise", what) for where, what in said)


def _thing(actor, named, roadmap) -> Any:
    """The element or the figure, if it stands on this map and may be seen."""
    kind = "figure" if "figure" in named else "element"
    key = bodies.required_one(named, "element", "figure")
    found = (sight.figure if kind == "figure" else sight.element)(actor, key)
    if found is None or found.ledger.pk != roadmap.pk:
        raise mistake(kind, "missing", str(next(iter(fields.missing(key).detail))))
    return found


def _body_of(thing) -> Body:
    """All that can be written of it; only some of that can be corrected."""
    writer = WRITERS[thing.kind] if isinstance(thing, Element) else FigureViewSet.writer
    return writer.changed

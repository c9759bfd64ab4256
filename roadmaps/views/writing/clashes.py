"""What two people wrote in the same field, in words, as the one who is asked may read it."""

from dataclasses import dataclass
from typing import Any

from roadmaps import history
from roadmaps.history.values import person_or_thing
from roadmaps.phrases import name_of
from terms.languages import field_in


@dataclass(frozen=True)
class Side:
    """A value of a field: in words, and as a form posts it."""

    said: str
    posted: list[str]


@dataclass(frozen=True)
class Disputed:
    """One field that two people changed, and who was the other one."""

    field: str
    who: str
    base: Side
    theirs: Side
    mine: Side


def disputed(actor, clash) -> dict[str, Disputed]:
    """Everything that clashes, by the names under which a form asks for it."""
    model = type(clash.subject)
    fields = {path: [each.base, each.theirs, each.mine] for path, each in clash.fields.items()}
    values = history.values_for(actor, clash.subject, fields)
    found = {}
    for path, sides in values.masked(model, fields).items():
        change = clash.lines.get(path)
        who = person_or_thing(change.actor) if change and change.actor else ""
        text, language = _translated(path)
        name = text or path
        label = field_in(name_of(model, name), language) if text else name_of(model, name)
        said = [_side(values, model, name, side) for side in sides]
        found[f"{text}__{language}" if text else path] = Disputed(label, who, *said)
    return found


def _translated(path):
    """Which text in which language “translations.es.title” is; nothing for other fields."""
    _translations, dot, rest = path.partition(".")
    language, _dot, text = rest.partition(".")
    return (text, language) if dot else ("", "")


def _side(values, model, name, value):
    if isinstance(value, dict):
        value = value.get("text", "")
    return Side(values.said(model, name, value), _posted(value))


def _posted(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return ["" if each is None else str(each) for each in values]

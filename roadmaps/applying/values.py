"""What fields take for the values of a document, in which rows are told by their codes."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Organisation
from changes.values import emptied
from roadmaps.diff.contents import OF_A_BASELINE
from roadmaps.elements import in_full
from roadmaps.roadmap import Refused
from sectors.models import Indicator, Sector, Source

REGISTERS: dict[str, Any] = {
    "source": Source,
    "evidence": Source,
    "indicator": Indicator,
    "sector": Sector,
    "organisation": Organisation,
    "lead": Organisation,
}
TIES = ("told_as", "part_of")


def taken(desk, model, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a document as a command takes them."""
    flat: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "number":
            flat |= value
        elif name == "baseline":
            start = value or dict.fromkeys(OF_A_BASELINE)
            flat |= {f"baseline_{part}": start[part] for part in OF_A_BASELINE}
        else:
            flat[name] = value
    return {name: _taken(desk, model, name, value) for name, value in flat.items()}


def _taken(desk, model, name, value):
    column = model._meta.get_field(name)
    if name == "sectors":
        return [_registered(Sector, code) for code in value or ()]
    if value is None:
        return emptied(column, value)
    if name in REGISTERS:
        return _registered(REGISTERS[name], value)
    if name in TIES:
        return desk.needed("figure", value)
    return in_full(desk.end(value)) if name in ("parent", "target") else value


def _registered(model, code):
    row = model.objects.filter(code=code).first()
    if row is None:
        raise Refused(_("“%(code)s” is in no register any more.") % {"code": code})
    return row


def texts(model, held: dict, wanted: dict[tuple[str, str], str | None], revision: int) -> dict:
    """Translations with some texts changed. wanted: by language and field, none for no more."""
    told = {language: dict(fields) for language, fields in (held or {}).items()}
    for (language, name), text in wanted.items():
        fields = told.setdefault(language, {})
        if text is None:
            fields.pop(name, None)
        elif fields.get(name, {}).get("text") != text:
            fields[name] = {"text": text, "revision": revision}
    return {language: fields for language, fields in told.items() if fields}

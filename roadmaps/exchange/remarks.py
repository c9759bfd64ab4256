"""Comments that an organisation wrote into the form, taken into its basket."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.rules import Refused
from roadmaps import anchors, comments
from roadmaps.comments import Action, Type
from roadmaps.exchange import texts
from roadmaps.exchange.forms import LANGUAGES, Row
from terms.translations import in_language
from terms.vocabulary import TERMS, label

OF_LETTERS = {"ge": Type.GENERAL, "te": Type.SUBSTANTIVE, "ed": Type.EDITORIAL}


@dataclass
class Remarks:
    """A filled form of an organisation: what it says, by the rows, and what is wrong with it."""

    said: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def blank(document) -> list[Row]:
    """A form to be filled: a row for each text and element, and one for the map as a whole."""
    rows = [Row(place=_("The map as a whole"))]
    rows += [
        Row(clause=each["element"] or "", place=texts.place_of(document, each))
        for each in document.get("narratives", ())
    ]
    return rows + [
        Row(clause=each["code"], place=in_language(each, "title")) for each in document["elements"]
    ]


def read(document, rows: Iterable[tuple[int, Row]]) -> Remarks:
    """What a filled form says; rows without a comment say nothing.

    document: the text that is consulted on.
    """
    found, types = Remarks(), _types()
    for number, row in rows:
        if not row.comment:
            continue
        faults = []
        if row.clause and anchors.element_called(document, row.clause.upper()) is None:
            sentence = _("there is no element “%(code)s” in the text of this consultation.")
            faults.append(sentence % {"code": row.clause[:40]})
        kind = types.get(row.type.lower(), types.get(row.type.partition(":")[0].strip().lower()))
        if kind is None:
            sentence = _("“%(type)s” is no type of comment. Write ge, te or ed, or its name.")
            faults.append(sentence % {"type": row.type[:40]})
        place, fault = texts.understood(document, row)
        faults += [fault] if fault else []
        found.faults += [
            _("Row %(number)s: %(sentence)s") % {"number": number, "sentence": fault}
            for fault in faults
        ]
        found.said.append((number, _said(row, kind, place)))
    return found


def _said(row, kind, place) -> dict[str, Any]:
    said = {"type": str(kind or ""), "text": row.comment, "proposed": row.change}
    said["action"] = str(Action.MODIFY if row.change else Action.NONE)
    if place:
        return said | place
    return said | ({"element": row.clause.upper()} if row.clause else {})


def _types() -> dict[str, Any]:
    """The sorts of comments by code, letters and name in each language; none: on all of it."""
    found: dict[str, Any] = {"": Type.GENERAL, **OF_LETTERS}
    for code in map(str, TERMS["comment_type"]):
        found[code] = code
        for language in LANGUAGES:
            with override(language):
                name = label("comment_type", code).lower()
            found |= {name: code, f"{TERMS['comment_type'][code]['iso']}: {name}": code}
    return found


@transaction.atomic
def apply(actor, submission, remarks: Remarks) -> int:
    """Put all of it into the basket, or nothing; gives the number of comments."""
    if remarks.faults:
        raise Refused(" ".join(remarks.faults))
    for number, said in remarks.said:
        try:
            comments.write(actor, submission, **said)
        except ValidationError as error:
            words = {"number": number, "sentence": " ".join(error.messages)}
            raise Refused(_("Row %(number)s: %(sentence)s") % words) from error
    return len(remarks.said)

"""Corrections of an edition in force: slips of the pen and of the number, and no new promise."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.rules import Refused
from changes.merging import merge
from changes.models import record
from roadmaps.contents import Content, standing
from roadmaps.elements import Element, in_full
from roadmaps.figures import Basis, Figure

EDITORIAL = {
    Element: {"title", "summary", "note", "translations", "places", "source", "certainty"},
    Figure: {"label", "note", "scope", "translations", "source", "certainty"},
}
OF_A_NUMBER = {"operator", "low", "high", "unit", "currency", "period"}
FACTS = (Basis.BASELINE, Basis.ACTUAL, Basis.ANNOUNCED, Basis.COMMITTED)  # what is, and is no aim


def apply(actor, roadmap, edits: list[dict[str, Any]]) -> None:
    """Write corrections into the working copy. Only `workflow` calls this.

    edits: for each thing the thing and the fields with their new values; perhaps with the base, the
    revision of the map that the writer saw, so that two who correct the same clash.
    """
    if not edits:
        raise Refused(_("Say what is to be corrected."))
    if not [edit for edit in edits if _write(actor, roadmap, **edit)]:
        raise Refused(_("Nothing would be different. Say what is to be corrected."))


def _write(actor, roadmap, thing, fields, base=None) -> bool:
    """Correct one thing; whether anything is different then."""
    thing = _of_this_map(roadmap, thing)
    standing(thing)
    if others := fields.keys() - correctable(thing):
        words = {"names": ", ".join(sorted(others))}
        message = _("A correction makes no new promise. This waits for a refresh: %(names)s.")
        raise Refused(message % words)
    settled = merge(thing, thing.ledger.revision if base is None else base, dict(fields))
    if settled:
        record(actor, "corrected", thing, **settled)
    return bool(settled)


def _of_this_map(roadmap, thing: Content):
    """The thing as it is now: whoever read it may have read it a while ago."""
    is_element = isinstance(thing, Element)
    found = in_full(thing) if is_element else type(thing)._base_manager.get(pk=thing.pk)
    if found.ledger.pk != roadmap.pk:
        raise Refused(_("This does not stand on this map."))
    return found


def correctable(thing) -> set[str]:
    """The fields of a thing that a correction may touch."""
    for kind, names in EDITORIAL.items():
        if isinstance(thing, kind):
            is_fact = isinstance(thing, Figure) and thing.basis in FACTS
            return names | OF_A_NUMBER if is_fact else names
    return set()

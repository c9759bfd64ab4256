"""Corrections of an edition in force: slips of the pen and of the number, and no new promise."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.rules import Refused
from changes.merging import merge
from changes.models import record
from roadmaps import document
from roadmaps.contents import standing
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
    revision of the map that the writer saw. Without one it is that at which the thing was read.
    """
    if not edits:
        raise Refused(_("Say what is to be corrected."))
    for edit in edits:
        _require_correctable(_of_this_map(roadmap, edit["thing"]), edit["fields"])
    before = document.build(roadmap, AnonymousUser())
    for edit in edits:
        _write(actor, roadmap, **edit)
    if document.build(roadmap, AnonymousUser()) == before:
        raise Refused(_("This changes nothing of what everybody reads."))


def _write(actor, roadmap, thing, fields, base=None):
    held = _of_this_map(roadmap, thing)
    if settled := merge(held, thing.revision if base is None else base, dict(fields)):
        record(actor, "corrected", held, **settled)


def _require_correctable(thing, fields):
    standing(thing)
    if others := fields.keys() - correctable(thing):
        words = {"names": ", ".join(sorted(others))}
        message = _("A correction makes no new promise. This waits for a refresh: %(names)s.")
        raise Refused(message % words)


def _of_this_map(roadmap, thing):
    """The thing as it is now."""
    found = type(thing)._base_manager.get(pk=thing.pk)
    whole = in_full(found) if isinstance(found, Element) else found
    if whole.ledger.pk != roadmap.pk:
        raise Refused(_("This does not stand on this map."))
    return whole


def correctable(thing) -> set[str]:
    """The fields of a thing that a correction may touch."""
    for kind, names in EDITORIAL.items():
        if isinstance(thing, kind):
            is_fact = isinstance(thing, Figure) and thing.basis in FACTS
            return names | OF_A_NUMBER if is_fact else names
    return set()

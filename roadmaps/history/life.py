"""Lines of the log about the life of a map, as sentences: steps, clearance, consultations."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadmaps.steps import STEPS
from terms import periods
from terms.vocabulary import label

OF_A_SIGNOFF = {
    "signoff_asked": _("%(who)s asked %(organisation)s for clearance: %(kind)s."),
    "signed": _("%(who)s signed for %(organisation)s: %(decision)s."),
    "signoff_overruled": _("%(who)s went on without the clearance of %(organisation)s."),
    "signoff_reset": _("The clearance of %(organisation)s is awaited anew."),
    "signoff_dropped": _("%(who)s no longer asks %(organisation)s for clearance."),
}
OF_A_CONSULTATION = {
    "consultation_begun": _("%(who)s opened the consultation “%(title)s” until %(closes)s."),
    "consultation_extended": _("%(who)s gave those who are asked more time, until %(closes)s."),
    "answers_published": _("The answers of the consultation “%(title)s” were published."),
    "consultation_closed": _("The consultation “%(title)s” was closed; the answer is due %(due)s."),
}
SAID: dict[str, Any] = {
    "roadmap": dict.fromkeys(STEPS),
    "signoff": OF_A_SIGNOFF,
    "consultation": OF_A_CONSULTATION,
}
REASONS = {"roadmap": "stage_note", "signoff": "note", "signoff_overruled": "overruled_because"}


def tells(line) -> bool:
    """Whether such a line has a sentence of its own here; other changes are told like any."""
    return line.change.verb in SAID.get(line.subject.kind, ())


def sentence(line, words, values) -> str:
    """What was done in the life of a map, and why. words: who did it."""
    verb, kind = line.change.verb, line.subject.kind
    # What begins has no side before, and what ends has none after.
    held = {
        name: before if after is None else after for name, (before, after) in line.fields.items()
    }
    if kind == "roadmap":
        told = _of_a_step(line, words)
    else:
        told = SAID[kind][verb] % (words | _words(line, held, values))
    reason = held.get(REASONS.get(verb) or REASONS.get(kind, ""))
    if verb in ("signoff_reset", "signoff_dropped") or not reason:
        return told
    return gettext("%(sentence)s Reason: %(reason)s") % {"sentence": told, "reason": reason}


def _of_a_step(line, words):
    words = words | {"step": STEPS[line.change.verb].label}
    if "stage" not in line.fields:
        return gettext("%(who)s took the step “%(step)s”.") % words
    words["stage"] = label("map_state", line.fields["stage"][1])
    return gettext("%(who)s took the step “%(step)s”: the stage is now “%(stage)s”.") % words


def _words(line, held, values):
    row = line.subject.row
    return {
        "organisation": _organisation(line, held, values),
        "kind": label("signoff_kind", held.get("kind") or getattr(row, "kind", "")),
        "decision": label("signoff_decision", held.get("decision", "")),
        "title": getattr(row, "title", ""),
        "closes": _day(held.get("closes_at")),
        "due": _day(held.get("answer_due")),
    }


def _organisation(line, held, values):
    if key := held.get("organisation"):
        return values.said(line.subject.model, "organisation", key)
    row = getattr(line.subject.row, "organisation", None)  # none where it is asked no longer
    return row.name if row else gettext("an organisation")


def _day(moment):
    return periods.say(str(moment)[:10]) if moment else ""

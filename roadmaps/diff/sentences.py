"""One edit as a sentence in the reader's language."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadmaps import phrases
from roadmaps.diff.compare import Document
from roadmaps.diff.edits import Edit
from roadmaps.diff.names import Names
from roadmaps.diff.passages import Passage, passages
from roadmaps.elements import KINDS, Element
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.milestones import Milestone, ProgressUpdate
from roadmaps.narratives import Narrative
from roadmaps.participations import Participation
from roadmaps.phrases import name_of, quoted
from roadmaps.roadmap import Relation, Roadmap
from terms import figures
from terms.languages import field_in
from terms.vocabulary import label

MODELS: dict[str, Any] = {
    "roadmap": Roadmap,
    "element": Element,
    "figure": Figure,
    "link": Link,
    "participation": Participation,
    "milestone": Milestone,
    "progress_update": ProgressUpdate,
    "relation": Relation,
    "narrative": Narrative,
}
WHOLE = {
    "added": gettext_lazy("%(thing)s was added."),
    "removed": gettext_lazy("%(thing)s was removed."),
    "withdrawn": gettext_lazy("%(thing)s was withdrawn."),
    "restored": gettext_lazy("%(thing)s is back on the map."),
}
ADDED = gettext_lazy("%(thing)s was added: %(what)s.")
WHAT = {  # the field that says most of what is new
    "element": "kind",
    "figure": "number",
    "link": "kind",
    "participation": "role",
    "milestone": "planned",
    "progress_update": "confidence",
    "relation": "kind",
}
ORDERS = {
    "figure": gettext_lazy("%(thing)s: the figures stand in another order."),
    "participation": gettext_lazy("%(thing)s: those who take part stand in another order."),
    "milestone": gettext_lazy("%(thing)s: the milestones stand in another order."),
    "narrative": gettext_lazy("%(thing)s: the texts stand in another order."),
}
NUMBERS = {
    1: gettext_lazy("%(thing)s was raised from %(before)s to %(after)s."),
    -1: gettext_lazy("%(thing)s was lowered from %(before)s to %(after)s."),
    0: gettext_lazy("%(thing)s changed from %(before)s to %(after)s."),
}
TWO_STOPS = re.compile(r"\.([”»])\.$")


@dataclass(frozen=True)
class Told:
    """An edit with its sentence, and its text word by word where that is long."""

    edit: Edit
    sentence: str
    passages: list[Passage] = field(default_factory=list)

    def __str__(self) -> str:
        return self.sentence


def tell(edits: list[Edit], old: Document, new: Document) -> list[Told]:
    """Each edit between two documents with its sentence, in the reader's language."""
    names = Names(old, new, edits)
    kinds = {each["code"]: each.get("kind") for side in (old, new) for each in side["elements"]}
    return [_told(edit, names, kinds) for edit in edits]


def _told(edit, names, kinds):
    model = MODELS[edit.subject]
    if edit.subject == "element":
        model = KINDS.get(kinds.get(edit.key) or edit.key, Element)
    # A text that ends with a full stop and closes the sentence needs no second one.
    sentence = TWO_STOPS.sub(r"\1.", capfirst(_sentence(edit, model, names)))
    sides = (edit.before, edit.after)
    is_text = edit.verb == "edited" and phrases.is_long(sides)
    if edit.verb == "written":
        sides, is_text = names.sides_of_text(edit.key), True
    return Told(edit, sentence, passages(*sides) if is_text else [])


def _sentence(edit, model, names):
    if edit.verb == "reordered":
        return _of_an_order(edit, names)
    words = {"thing": names.thing(edit)}
    if edit.verb == "written":
        return _("%(thing)s is written otherwise.") % words
    if edit.verb in WHOLE:
        words["what"] = _what(edit, model, names)
        return (ADDED if words["what"] else WHOLE[edit.verb]) % words
    if edit.field == "number":
        words |= phrases.numbers(edit.before, edit.after)
        return NUMBERS[phrases.direction(edit.before, edit.after)] % words
    if edit.field == "baseline":
        return _of_a_start(
            words, *(_start(each, edit, names) for each in (edit.before, edit.after))
        )
    words["field"] = quoted(_field(edit, model))
    sides = (edit.before, edit.after)
    before, after = (phrases.said(model, edit.field, each, names.of_a_row) for each in sides)
    if phrases.is_long(sides):
        return _of_a_text(words, before, after)
    if edit.field == "period" and before and after:
        return _("%(thing)s was moved: %(before)s before, %(after)s now.") % {
            **words, "before": before, "after": after,
        }  # fmt: skip
    return _clause(words, before, after)


def _what(edit, model, names):
    """What is said of something that is new beside its name."""
    name = WHAT.get(edit.subject)
    if edit.verb != "added" or name is None:
        return ""
    if edit.subject == "element":
        return label("element_kind", edit.after["kind"])
    if edit.subject == "figure":
        return phrases.number(edit.after["number"])
    return phrases.said(model, name, edit.after.get(name), names.of_a_row)


def _of_an_order(edit, names):
    if edit.subject == "element":
        kind = label("element_kind", edit.key)
        return _("What stands under “%(kind)s” is in another order.") % {"kind": kind}
    thing = quoted(names.title(edit.element)) if edit.element else phrases.the_map()
    return ORDERS[edit.subject] % {"thing": thing}


def _field(edit, model):
    # A name of the database that the document has under another one.
    name = {"name": "other_name"}.get(edit.field, edit.field)
    said = name_of(model, name)
    return field_in(said, edit.language) if edit.language else said


def _start(baseline, edit, names):
    """Where a figure starts from, in the unit of the figure itself."""
    figure = names.things["figure", edit.key]
    return figures.say_baseline({**figure, "baseline": baseline})


def _of_a_start(words, before, after):
    """“The figure … is now counted from 12 % in 2024.”"""
    words = words | {"before": before, "after": after}
    if not after:
        return _("%(thing)s is no longer counted from anything; before, %(before)s.") % words
    if not before:
        return _("%(thing)s is now counted %(after)s.") % words
    return _("%(thing)s is now counted %(after)s, and before %(before)s.") % words


def _of_a_text(words, before, after):
    if not after:
        return _("%(thing)s: %(field)s was emptied.") % words
    if not before:
        return _("%(thing)s: %(field)s was written.") % words
    return _("%(thing)s: %(field)s was rewritten.") % words


def _clause(words, before, after):
    words = words | {"before": before, "after": after}
    if not after:
        return _("%(thing)s: %(field)s was emptied; it said %(before)s.") % words
    if not before:
        return _("%(thing)s: %(field)s is now %(after)s.") % words
    return _("%(thing)s: %(field)s changed from %(before)s to %(after)s.") % words

"""The sections of the text of a map, and the bodies of its elements: begun, named, put in order."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from changes.models import lock
from roadmaps import contents
from roadmaps.narratives.narrative import Kind, Narrative
from roadmaps.roadmap import Refused
from roadmaps.rules import require
from terms.languages import REFERENCE
from terms.vocabulary import label

# The sections with which the text of a map usually begins; a ministry may do otherwise.
USUAL = (Kind.VISION, Kind.DIAGNOSIS, Kind.STRATEGY, Kind.GOVERNANCE)


@transaction.atomic
def add(actor, roadmap, kind, title="", language=REFERENCE):
    """Add a section to the text of a map; without a title it is called as its kind is."""
    lock(roadmap)
    require(actor, "edit", roadmap)
    if kind == Kind.BODY:
        raise Refused(_("A body belongs to an element. Begin it there."))
    narrative = Narrative(roadmap=roadmap)
    said = {"kind": kind, "title": title.strip() or _called(kind, language), "language": language}
    return contents.add(actor, "added", narrative, **said)


@transaction.atomic
def begin_usual(actor, roadmap, language=REFERENCE):
    """Add the usual sections, those that are not there yet in this language."""
    lock(roadmap)
    there = Narrative.objects.standing().filter(roadmap=roadmap, element=None, language=language)
    known = set(there.values_list("kind", flat=True))
    return [add(actor, roadmap, kind, language=language) for kind in USUAL if kind not in known]


@transaction.atomic
def begin_body(actor, element, language=REFERENCE):
    """Begin the body of an element in a language; there is one of each."""
    lock(element.roadmap)
    require(actor, "edit", element)
    bodies = Narrative.objects.standing().filter(element=element, language=language)
    if (found := bodies.first()) is not None:
        return found
    narrative = Narrative(roadmap=element.roadmap, element=element)
    with override(language):
        title = element.said("title")
    said = {"kind": Kind.BODY, "title": title, "language": language}
    return contents.add(actor, "added", narrative, **said)


@transaction.atomic
def edit(actor, narrative, base, **fields):
    """Give a section another name, kind or language; what it says is written otherwise."""
    return contents.edit(actor, contents.take(actor, narrative), base, **fields)


@transaction.atomic
def withdraw(actor, narrative):
    """Take a text off the map; its history is kept, and it can be put back."""
    return contents.withdraw(actor, contents.take(actor, narrative))


@transaction.atomic
def restore(actor, narrative):
    """Put back a text that was withdrawn."""
    return contents.restore(actor, contents.take(actor, narrative))


@transaction.atomic
def reorder(actor, narrative, after=None):
    """Put a section behind another one, or before all of them."""
    return contents.reorder(actor, contents.take(actor, narrative), after)


def _called(kind, language):
    with override(language):
        return str(label("narrative_kind", kind))

"""The running texts that a list of edits writes otherwise."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from roadmaps import narratives
from roadmaps.narratives import Narrative
from roadmaps.roadmap import Refused


def write_texts(desk, edits) -> None:
    """Take up what is proposed for texts, each at its words as they stand now."""
    for edit in edits:
        if edit.verb == "written":
            narrative = _text(desk, edit.key)
            version, steps = edit.before["version"], edit.after["steps"]
            narratives.take_up(desk.actor, narrative, version, steps)


def _text(desk, key) -> Narrative:
    """A text of this map, of those that this person may see."""
    try:
        found = Narrative.objects.filter(roadmap=desk.roadmap, pk=key).first()
    except (ValidationError, ValueError):
        found = None
    if found is None or (found.element and desk.find("element", found.element.code) is None):
        raise Refused(_("What should be changed does not stand on this map."))
    return found

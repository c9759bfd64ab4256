"""What is different between two texts of one map: sentences, words in and out, and the picture."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from roadmaps import diff, picture
from roadmaps.diff import marks
from roadmaps.picture.overlay import WORDS, Overlay


def between(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """All that `parts/differences.html` tells of two documents."""
    edits = diff.compare(old, new)
    told = diff.tell(edits, old, new)
    overlay = Overlay(old, new, edits)
    is_drawn = bool(edits and overlay.document["elements"])
    return {
        "count": len(told),
        "groups": [*_groups(told, overlay)],
        "picture": picture.draw_changes(overlay) if is_drawn else "",
        "tally": _tally(overlay.elements),
    }


def _groups(told, overlay):
    """The sentences by what they are about: the map itself first, then each element."""
    known = {each["code"]: each for each in overlay.document["elements"]}
    whole = [each for each in told if each.edit.element not in known]
    if whole:
        yield {"element": None, "title": _("The map itself"), "edits": whole}
    others = [each for each in told if each.edit.element in known]
    places = {code: place for place, code in enumerate(known)}
    others.sort(key=lambda each: places[each.edit.element])
    for code, edits in groupby(others, key=lambda each: each.edit.element):
        said = [WORDS[mark] for mark in overlay.elements.get(code, ())]
        yield {"element": known[code], "marks": said, "edits": list(edits)}


def _tally(found):
    """How many elements have each mark: “added: 2, moved in time: 1”."""
    counts = [(sum(mark in each for each in found.values()), mark) for mark in marks.MARKS]
    return ", ".join(f"{WORDS[mark]}: {number}" for number, mark in counts if number)

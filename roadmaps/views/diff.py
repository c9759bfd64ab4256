"""What changed between two editions, revisions or days of a map: in sentences and as a picture."""

from itertools import groupby

from django.utils.translation import gettext as _

from roadmaps import diff, picture, sides
from roadmaps.diff import marks
from roadmaps.moments import NotThen
from roadmaps.picture.overlay import WORDS, Overlay
from roadmaps.views.maps import show
from roadmaps.views.reading import ANY, asked, read

SIDES = ("from", "to")


def compare(request, slug):
    """The page with both sides to choose, and what is different between them."""
    wishes = asked(request, **dict.fromkeys(SIDES, ANY))
    reading = read(request.user, slug)
    if not wishes["from"]:
        wishes["from"] = sides.usual(reading.roadmap, reading.is_draft).said
    found, errors = _both(request.user, reading, wishes)
    context = {"wishes": wishes, "errors": errors, "choices": reading.editions}
    if len(found) == len(SIDES) and wishes["from"]:
        context |= _compared(*(found[name] for name in SIDES))
    answer = show(request, reading, "diff", **context)
    answer.status_code = 400 if errors else 200
    return answer


def _both(actor, reading, wishes):
    """The sides that there are, and for each of the others why it is none."""
    found, errors = {}, {}
    for name in SIDES:
        try:
            wish = sides.read(wishes[name])
            found[name] = sides.find(actor, reading.roadmap, wish, reading.is_draft)
        except NotThen as error:
            errors[name] = str(error)
    return found, errors


def _compared(old, new):
    edits = diff.compare(old.document, new.document)
    told = diff.tell(edits, old.document, new.document)
    overlay = Overlay(old.document, new.document, edits)
    is_drawn = bool(edits and overlay.document["elements"])
    return {
        "old": old,
        "new": new,
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
        yield {"title": _("The map itself"), "edits": whole}
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

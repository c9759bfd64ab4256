"""What changed between two editions, revisions or days of a map: in sentences and as a picture."""

from roadmaps import sides
from roadmaps.moments import NotThen
from roadmaps.views import differences
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
    return {"old": old, "new": new} | differences.between(old.document, new.document)

"""Four changes that are proposed for one map of the demo, so that there is something to answer.

What they speak of is marked illustrative on the map, and so is what they would add; of a text one
says the same in other words. Nobody proposed any of it, and each reason says so.
"""

from django.db import transaction

from accounts.models import User
from demo import acts
from demo.cast import CAST
from roadmaps import elements, proposals
from roadmaps.models import Element, Proposal
from sectors.models import Source

SHOWN = "This shows how it works: nobody proposed it."
LATER = "Battery and electric-drive institute"
OFF = "Charging corridor along the main assembly regions"
LATER_WHY = f"Staff cannot be found before 2027, so it would begin and end a year later. {SHOWN}"
NEW = {
    "title": "Taking apart and recycling traction batteries",
    "translations": {"es": {"title": {"text": "Desmontaje y reciclaje de baterías de tracción"}}},
    "certainty": "illustrative",
}
NEW_WHY = f"The first electric cars will come back to the workshops. {SHOWN}"
WORDED = "It holds up electric cars on the road and their making in the plant alike."
PLAINER = "It holds up electric cars twice: on the road, and in the plant that makes them."
PLAINER_WHY = f"The same in plainer words. {SHOWN}"
OFF_WHY = f"It belongs on a map of energy and not on this one. {SHOWN}"
NO = f"There is no such map yet; until then it has no other place. {SHOWN}"


@transaction.atomic
def tell() -> list[Proposal]:
    """A later period, a new skill, a plainer sentence, and what comes off, which was declined."""
    people = {role: User.objects.get(email=email) for email, _name, _at, role in CAST}
    editor = User.objects.get(email=CAST[1][0])
    later = _propose(people["observer"], _later, LATER_WHY)
    new = _propose(people["commenter"], _new, NEW_WHY)
    plainer = _plainer(people["observer"])
    off = _propose(people["observer"], _off, OFF_WHY)
    proposals.decline(editor, off, NO)
    return [later, new, plainer, off]


def _propose(who, act, why):
    return proposals.propose(who, acts.the_map(), act, why)


def _found(title):
    return elements.in_full(Element.objects.get(roadmap__slug=acts.SLUG, title=title))


def _later(person):
    elements.edit(person, _found(LATER), acts.the_map().revision, period="2027/2032")


def _new(person):
    roadmap, said = acts.the_map(), dict(NEW)
    title = NEW["translations"]["es"]["title"] | {"revision": roadmap.revision}
    said["translations"] = {"es": {"title": title}}
    said["source"] = Source.objects.get(code="demo")
    elements.add(person, roadmap, "skill", **said)


def _off(person):
    elements.withdraw(person, _found(OFF))


def _plainer(person):
    narrative = acts.text("diagnosis", "en")
    start = acts.place_of(WORDED, narrative)
    words = {"content": [{"type": "text", "text": PLAINER}]}
    step = {"stepType": "replace", "from": start, "to": start + len(WORDED), "slice": words}
    base = narrative.version
    return proposals.propose_text(person, narrative, base, PLAINER_WHY, steps=[step])

"""What is proposed for the two maps: by the observer, and by the approver of what only few read.

The observer acts for the house, so the commenter reads it too; the reviewer does not.
"""

from accounts.acting import Acting
from roadmaps import elements, proposals
from roadmaps.elements import in_full
from roadmaps.models import Element, Roadmap
from tests.leaks.cast import HOUSE, INSIDE

READERS = (*HOUSE, "partner", "editor", *INSIDE)  # who writes or approves, and whose it is


def propose(scene):
    """On each map one that was declined, one that is open, and one for the government only."""
    for roadmap in scene.maps.values():
        roadmap.refresh_from_db()
        known = roadmap.elements.exclude(visibility="internal").filter(is_withdrawn=False)
        hidden = roadmap.elements.filter(visibility="internal", is_withdrawn=False)
        declined = _propose(scene, roadmap, "observer", known.first(), READERS)
        answer = scene.words.word("Proposal.answer", *READERS)
        proposals.decline(scene.cast["editor"], declined, answer)
        inner = _propose(scene, roadmap, "approver", hidden.first(), INSIDE)
        found = _propose(scene, roadmap, "observer", known.last(), READERS)
        scene.things[roadmap.slug]["proposals"] = [declined, inner, found]


def _propose(scene, roadmap, name, element, readers):
    text = scene.words.word("Proposal.edits", *readers)

    def act(person):
        whole = in_full(Element.objects.get(pk=element.pk))
        whole.roadmap = Roadmap.objects.get(pk=roadmap.pk)
        elements.edit(person, whole, whole.roadmap.revision, summary=text)

    reason, person = scene.words.word("Proposal.reason", *readers), scene.cast[name]
    person.acting = Acting(person)
    made = proposals.propose(person, roadmap, act, reason)
    person.acting = None
    return made

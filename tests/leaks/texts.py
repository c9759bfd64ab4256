"""What is typed in the running texts of the two maps: for those who work on them, and for fewer."""

from accounts.acting import Acting
from changes.models import lock
from roadmaps import narratives, proposals
from roadmaps.models import Narrative, Roadmap
from roadmaps.narratives import Message, sections
from tests.leaks.cast import INSIDE
from tests.leaks.proposals import READERS

MEMBERS = ("observer", "commenter", "reviewer", "partner", "editor", *INSIDE)


def write(scene):
    """On each map the body of an element for the government only, and a section for all members."""
    steward = scene.cast["steward"]
    for slug in scene.maps:
        roadmap = Roadmap.objects.get(slug=slug)
        standing = roadmap.elements.filter(is_withdrawn=False).order_by("code")
        hidden = standing.filter(visibility="internal").first()
        body = sections.begin_body(steward, hidden)
        _type(scene, body, "steward", scene.words.word("Step of a body", *INSIDE), 1)
        title = scene.words.word("Narrative.title", *MEMBERS)
        section = sections.add(steward, roadmap, "vision", title=title)
        _type(scene, section, "editor", scene.words.word("Step of a section", *MEMBERS), 1)
        scene.things[slug]["narratives"] = [body, section]
        made = [
            _propose(scene, body, "approver", INSIDE),
            _propose(scene, section, "observer", READERS),
        ]
        scene.things[slug]["proposals"] = [*made, *scene.things[slug]["proposals"]]


def _propose(scene, narrative, name, readers):
    """A change of a text, for those who read what is proposed."""
    fresh, person = Narrative.objects.get(pk=narrative.pk), scene.cast[name]
    words = scene.words.word("a proposed step", *readers)
    slice = {"content": [{"type": "text", "text": f"{words} "}]}
    steps = [{"stepType": "replace", "from": 1, "to": 1, "slice": slice}]
    reason = scene.words.word("Proposal.reason of a text", *readers)
    person.acting = Acting(person)
    made = proposals.propose_text(person, fresh, fresh.version, reason, steps=steps)
    person.acting = None
    return made


def ask_about(scene, roadmap):
    """A section of which nothing is hidden but what is said of its words in a round."""
    section = sections.add(scene.cast["steward"], roadmap, "diagnosis")
    _type(scene, section, "steward", "There are too few people", 1)
    narratives.settle(lock(roadmap))


def go_on(scene):
    """One more word in each text."""
    for things in scene.things.values():
        for narrative, name, readers in zip(
            things["narratives"], ("steward", "editor"), (INSIDE, MEMBERS), strict=True
        ):
            _type(scene, narrative, name, scene.words.word("a new step", *readers), 2)


def _type(scene, narrative, name, words, number):
    fresh = Narrative.objects.get(pk=narrative.pk)
    slice = {"content": [{"type": "text", "text": f"{words} "}]}
    steps = [{"stepType": "replace", "from": 1, "to": 1, "slice": slice}]
    narratives.write(scene.cast[name], fresh, Message(fresh.version, steps, "page", number))

"""What is said in the margin of the two maps: for those who work on them, and for fewer."""

from roadmaps import threads
from roadmaps.models import Roadmap
from tests.leaks.cast import INSIDE

TALKING = ("reviewer", "partner", "editor", *INSIDE)


def talk(scene):
    """On each map a thread that was settled, one for the government only, and one that is open."""
    for roadmap in scene.maps.values():
        roadmap.refresh_from_db()
        standing = roadmap.elements.filter(is_withdrawn=False).exclude(summary="").order_by("code")
        hidden = standing.filter(visibility="internal").first()
        known = standing.exclude(visibility="internal").first()
        settled = _begin(scene, roadmap, known, "editor", ("partner", "steward"), TALKING)
        threads.resolve(scene.cast["steward"], settled)
        inner = _begin(scene, roadmap, hidden, "steward", ("approver",), INSIDE)
        found = _begin(scene, roadmap, known, "editor", ("reviewer",), TALKING)
        note = found.notes.get()
        said = scene.words.word("Note.text changed", *TALKING)
        threads.edit(scene.cast["editor"], note, found.revision, text=said)
        things = scene.things[roadmap.slug]
        things["threads"] = [settled, inner, found]
        things["notes"] = [each.notes.get() for each in things["threads"]]


def _begin(scene, roadmap, element, name, mentioned, readers):
    text = scene.words.word("Note.text", *readers)
    people = [scene.cast[each] for each in mentioned]
    quoted = next(word for word in element.summary.split())
    where = {"element": element.code, "quote": quoted}
    return threads.begin(
        scene.cast[name], Roadmap.objects.get(pk=roadmap.pk), text, people, **where
    )


def go_on(scene):
    """One more note in each thread that is open, and one more thread."""
    for slug, things in scene.things.items():
        _settled, inner, found = things["threads"]
        for thread, name, readers in ((inner, "steward", INSIDE), (found, "editor", TALKING)):
            text = scene.words.word("a new note", *readers)
            threads.write(scene.cast[name], thread, text)
        text = scene.words.word("a new thread", *TALKING)
        threads.begin(scene.cast["editor"], Roadmap.objects.get(slug=slug), text)

"""What was done to a map: the lines of the log that a person may see, as they may see them."""

from changes.models import address
from roadmaps.history.sentences import sentence
from roadmaps.history.subjects import subjects_of
from roadmaps.history.values import Values, as_they_were
from roadmaps.roadmap import Roadmap


def told(actor, roadmap, changes) -> list[dict]:
    """Each line of the log of this map that this person may see, as plain values.

    changes: lines of this map's ledger. Fields are [before, after] pairs as the API tells them;
    the sentence is in the reader's language. The number of queries does not depend on the number
    of lines.
    """
    return told_of_many(actor, [roadmap], changes)


def told_of_many(actor, roadmaps, changes) -> list[dict]:
    """The same for the ledgers of several maps; each line names its map by its slug."""
    changes = list(changes)
    by_address = {address(roadmap): roadmap for roadmap in roadmaps}
    Roadmap.objects.know_roles(actor, roadmaps)
    subjects = subjects_of(by_address, changes)
    states = as_they_were(changes, subjects)
    seen = [
        change
        for change in changes
        if _may_see(actor, by_address[change.ledger], change, subjects, states)
    ]
    values = Values(seen, subjects)
    return [
        _told(change, by_address[change.ledger], subjects[change.subject], states, values)
        for change in seen
    ]


def _may_see(actor, roadmap, change, subjects, states):
    """Only what stands on the map, and only what was never meant for fewer readers since."""
    subject, sight = subjects.get(change.subject), roadmap.sight_of(actor)
    if subject is None or not sight.is_member:
        return False
    degrees = {*subject.visibilities, *states[change.pk].visibilities}
    return degrees <= set(sight.visibilities)


def _told(change, roadmap, subject, states, values):
    actor = change.actor
    return {
        "roadmap": roadmap.slug,
        "revision": change.revision,
        "at": change.at.isoformat().replace("+00:00", "Z"),
        "actor": actor and actor.called,
        "on_behalf_of": change.on_behalf_of and change.on_behalf_of.code,
        "verb": change.verb,
        "kind": subject.kind,
        "id": subject.key,
        "element": subject.element,
        "fields": values.told(change, subject),
        "sentence": sentence(change, subject, states[change.pk], values),
        "request": change.request and str(change.request),
    }

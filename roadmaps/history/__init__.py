"""What was done to a map: the lines of the log that a person may see, as they may see them."""

from roadmaps.history.sentences import sentence
from roadmaps.history.subjects import subjects_of
from roadmaps.history.values import Values, as_they_were


def told(actor, roadmap, changes) -> list[dict]:
    """Each line of the log of this map that this person may see, as plain values.

    changes: lines of this map's ledger. Fields are [before, after] pairs as the API tells them;
    the sentence is in the reader's language. The number of queries does not depend on the number
    of lines.
    """
    changes = list(changes)
    subjects = subjects_of(roadmap, changes)
    states = as_they_were(changes, subjects)
    sight = roadmap.sight_of(actor)
    seen = [change for change in changes if _may_see(sight, change, subjects, states)]
    values = Values(seen, subjects)
    return [_told(change, subjects[change.subject], states[change.pk], values) for change in seen]


def _may_see(sight, change, subjects, states):
    """Only what stands on the map, and only what was never meant for fewer readers since."""
    subject = subjects.get(change.subject)
    if subject is None or not sight.is_member:
        return False
    degrees = {*subject.visibilities, *states[change.pk].visibilities}
    return degrees <= set(sight.visibilities)


def _told(change, subject, state, values):
    actor = change.actor
    return {
        "revision": change.revision,
        "at": change.at.isoformat().replace("+00:00", "Z"),
        "actor": actor and (actor.name or actor.email.partition("@")[0]),
        "verb": change.verb,
        "kind": subject.kind,
        "id": subject.key,
        "element": subject.element,
        "fields": values.told(change, subject),
        "sentence": sentence(change, subject, state, values),
        "request": change.request and str(change.request),
    }

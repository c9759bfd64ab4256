"""What was done to a map: the lines of the log that a person may see, as they may see them."""

from changes.models import address
from roadmaps.history.reader import Reader
from roadmaps.history.sentences import Line, sentence
from roadmaps.history.states import as_they_were
from roadmaps.history.subjects import subjects_of
from roadmaps.history.values import Values, coded, rows_named
from roadmaps.roadmap import Roadmap
from roadmaps.stages import Visibility


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
    subjects = subjects_of(by_address, changes)
    known = [change for change in changes if change.subject in subjects]
    rows = rows_named((subjects[change.subject].model, change.fields) for change in known)
    reader = Reader(actor, roadmaps, [*_concerned(subjects), *_all(rows)])
    values = Values(rows, reader)
    states = as_they_were(known, subjects)
    lines = []
    for change in known:
        subject, state = subjects[change.subject], states[change.pk]
        fields = values.seen(subject.model, change.fields)
        if not _reads_remarks(reader, by_address[change.ledger]):
            fields = {name: pair for name, pair in fields.items() if not _is_remark(subject, name)}
        line = Line(change, subject, state, fields)
        if _may_see(reader, by_address[change.ledger], line):
            lines.append(_told(line, by_address[change.ledger], values))
    return lines


def values_for(actor, thing, fields: dict[str, list]) -> Values:
    """The values of these fields of one thing on a map, as this person may be told them."""
    rows = rows_named([(type(thing), fields)])
    roadmaps = [thing.ledger] if isinstance(thing.ledger, Roadmap) else []
    return Values(rows, Reader(actor, roadmaps, _all(rows)))


def _concerned(subjects):
    return [row for subject in subjects.values() for row in subject.concerned]


def _all(rows):
    return [row for found in rows.values() for row in found.values()]


def _reads_remarks(reader, roadmap):
    """What ministries say to one another about a text is for those who answer for the map."""
    return Visibility.INTERNAL in reader.sights[roadmap.pk].visibilities


def _is_remark(subject, name):
    return subject.kind == "signoff" and name in ("note", "overruled_because")


def _may_see(reader, roadmap, line):
    """Only what stands on the map, and only what was never meant for fewer readers since."""
    sight = reader.sights[roadmap.pk]
    if not (sight.is_member and line.state.visibilities <= set(sight.visibilities)):
        return False
    if line.change.fields and not line.fields:
        return False  # it named only what this person may not see
    return all(reader.sees(row) for row in line.subject.concerned)


def _told(line, roadmap, values):
    change, subject = line.change, line.subject
    return {
        "roadmap": roadmap.slug,
        "revision": change.revision,
        "at": change.at.isoformat().replace("+00:00", "Z"),
        "actor": change.actor and change.actor.called,
        "on_behalf_of": change.on_behalf_of and change.on_behalf_of.code,
        "proposed_by": change.proposed_by and change.proposed_by.called,
        "verb": change.verb,
        "kind": subject.kind,
        "id": subject.key,
        "element": subject.element,
        "fields": coded(values.rows, subject.model, line.fields),
        "sentence": sentence(line, values),
        "request": change.request and str(change.request),
    }

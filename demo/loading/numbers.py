"""Loads figures onto whatever they speak of."""

from demo.loading.records import baseline, fields
from roadmaps import figures

TIES = ("told_as", "part_of")


def state_all(actor, subject, records, known):
    """State the figures of one subject, in the order in which they are told."""
    for record in records:
        said = fields(record, known, subject.ledger) | baseline(record)
        figure = figures.state(actor, subject, **said)
        if key := record.get("key"):
            known.figures[key] = figure
        if any(record.get(name) for name in TIES):
            known.untied.append((actor, figure, record))


def tie_all(known):
    """Mark the figures that tell another one again, or are a part of it, once both are there."""
    waiting = []
    for actor, figure, record in known.untied:
        keys = {name: record[name] for name in TIES if record.get(name)}
        if known.figures.keys() >= set(keys.values()):
            ties = {name: known.figures[key] for name, key in keys.items()}
            figures.tie(actor, figure, **ties)
        else:
            waiting.append((actor, figure, record))
    known.untied = waiting

"""What a thing was like when a line of the log was written, as far as it matters there."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from changes.models import Change, address
from roadmaps.figures import Figure
from roadmaps.phrases import OF_A_NUMBER


@dataclass
class State:
    """A thing at one line of the log."""

    visibilities: set = field(default_factory=set)  # of it and of what it stands on, since then
    number: dict[str, Any] = field(default_factory=dict)  # a figure, after the change


def as_they_were(changes, subjects) -> dict[int, State]:
    """For each line: how far its subject was to be seen from then on, and what the number was."""
    states = {change.pk: State() for change in changes}
    concerned = {change.pk: _addresses(subjects.get(change.subject)) for change in changes}
    addresses = {each for found in concerned.values() for each in found}
    if not addresses:
        return states
    later = _later(changes, addresses)
    for change in changes:
        for each in concerned[change.pk]:
            _look_back(states[change.pk], change, later[change.ledger, each])
        row = getattr(subjects.get(change.subject), "row", None)
        states[change.pk].number = _number(row, change, later[change.ledger, change.subject])
    return states


def _addresses(subject):
    return [address(row) for row in subject.concerned] if subject else []


def _later(changes, addresses):
    """What was done since the first line to what matters here, the last line first."""
    rows = Change.objects.filter(
        ledger__in={change.ledger for change in changes},
        subject__in=addresses,
        revision__gte=min(change.revision for change in changes),
        fields__has_any_keys=["visibility", *OF_A_NUMBER],
    ).order_by("-revision")
    found = defaultdict(list)
    for ledger, subject, *rest in rows.values_list("ledger", "subject", "revision", "fields"):
        found[ledger, subject].append(rest)
    return found


def _look_back(state, change, later):
    for revision, fields in later:
        if revision >= change.revision and "visibility" in fields:
            state.visibilities |= {degree for degree in fields["visibility"] if degree}


def _number(row, change, later):
    """What a figure says now, with everything taken back that was done after the line."""
    if not isinstance(row, Figure):
        return {}
    now = {name: getattr(row, name) for name in OF_A_NUMBER}
    for revision, fields in later:
        if revision > change.revision:
            now |= {name: pair[0] for name, pair in fields.items() if name in now}
    return now

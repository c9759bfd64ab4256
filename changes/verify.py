"""Is the log as it was written? Every line is checked against the line before it."""

from collections.abc import Iterator
from itertools import groupby

from django.apps import apps

from changes.models import Change, Ledger


def faults() -> Iterator[str]:
    """One sentence for each line that was changed, is missing or stands in another's place."""
    seen = set()
    lines = Change.objects.order_by("ledger", "revision").iterator(chunk_size=2000)
    heads = _heads()
    for ledger, own in groupby(lines, key=lambda line: line.ledger):
        seen.add(ledger)
        yield from _broken(ledger, own, heads.get(ledger))
    for ledger in sorted(heads.keys() - seen):
        if heads[ledger][0]:
            yield f"{ledger}: all {heads[ledger][0]} lines are missing."


def _broken(ledger, lines, head):
    previous, expected = "", 1
    for line in lines:
        if line.revision != expected:
            yield f"{ledger}: line {expected} is missing."
        elif line.hash != line.seal(previous):
            yield f"{ledger}: line {line.revision} (number {line.pk}) is not as it was written."
        previous, expected = line.hash, line.revision + 1
    if head is not None and head != (expected - 1, previous):
        yield f"{ledger}: the last line is {expected - 1}, but {head[0]} were written."


def _heads():
    """Revision and hash that each ledger itself remembers, by address."""
    return {
        f"{model._meta.label_lower}:{pk}": (revision, head)
        for model in apps.get_models()
        if issubclass(model, Ledger)
        for pk, revision, head in model._base_manager.values_list("pk", "revision", "head")
    }

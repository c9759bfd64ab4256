"""The text of a narrative at a version: from one snapshot, and the few steps after it."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import connection, models
from prosemirror.model import Node

from roadmaps.narratives.narrative import Narrative, Snapshot
from roadmaps.narratives.narrative import Step as Row
from roadmaps.prose import EMPTY, document, steps_of
from roadmaps.prose.authors import Span, carried

MOST_HELD = 200  # texts of which this process remembers the newest version


@dataclass(frozen=True)
class Text:
    """A text at a version, and whose words are whose."""

    version: int
    document: Node
    authors: tuple[Span, ...] = ()


class Shelf:
    """The texts that were read last, by narrative; the rows are the truth."""

    def __init__(self, most: int):
        self.most, self.guard = most, Lock()
        self.texts: OrderedDict[Any, Text] = OrderedDict()

    def take(self, key, version) -> Text | None:
        """The text, if it is remembered at exactly this version."""
        with self.guard:
            found = self.texts.get(key)
            return found if found and found.version == version else None

    def put(self, key, text: Text):
        with self.guard:
            self.texts[key] = text
            self.texts.move_to_end(key)
            while len(self.texts) > self.most:
                self.texts.popitem(last=False)


SHELF = Shelf(MOST_HELD)


def text_of(narrative: Narrative, version: int | None = None) -> Text:
    """The text at a version, or the newest one that is committed."""
    wanted = narrative.version if version is None else version
    if found := SHELF.take(narrative.pk, wanted):
        return found
    earlier = Snapshot.objects.filter(narrative=narrative.pk, version__lte=wanted)
    snapshot = earlier.order_by("-version").first()
    begun = _of_snapshot(snapshot) if snapshot else Text(0, document(EMPTY))
    rows = Row.objects.filter(
        narrative=narrative.pk, version__gt=begun.version, version__lte=wanted
    )
    text = after(begun, rows.order_by("version"))
    # What a transaction has written and not committed is remembered by nobody else.
    if wanted == narrative.version and not connection.in_atomic_block:
        SHELF.put(narrative.pk, text)
    return text


def after(text: Text, rows: Iterable[Row]) -> Text:
    """The text after these rows, which follow one another."""
    doc, authors, version = text.document, list(text.authors), text.version
    for row in rows:
        for step in steps_of(row.steps) if row.steps else ():
            result = step.apply(doc).doc
            if result is None:
                raise RuntimeError(f"Version {row.version} of {row.narrative_id} does not apply.")
            texts = (doc, result)
            authors = carried(authors, step, texts, str(row.author_id), row.at.isoformat())
            doc = result
        version = row.version
    return Text(version, doc, tuple(authors))


def keep(narrative: Narrative, text: Text):
    """Keep a whole text, so that whoever opens it reads few steps."""
    told = [[span.start, span.end, span.author, span.at] for span in text.authors]
    Snapshot.objects.get_or_create(
        narrative_id=narrative.pk,
        version=text.version,
        defaults={"document": text.document.to_json(), "authors": told},
    )


def documents_of(pairs: Iterable[tuple[Any, int]]) -> dict[Any, dict[str, Any]]:
    """The documents in JSON of several texts, each at a version that was settled.

    pairs: keys of narratives and versions. One query whatever their number; a text of which
    nothing was settled yet is empty.
    """
    wanted = dict(pairs)
    either = models.Q(pk__in=[])
    for key, version in wanted.items():
        either |= models.Q(narrative=key, version=version)
    rows = Snapshot.objects.filter(either).values_list("narrative", "document")
    return dict.fromkeys(wanted, EMPTY) | dict(rows)


def _of_snapshot(snapshot) -> Text:
    spans = tuple(Span(*each) for each in snapshot.authors)
    return Text(snapshot.version, document(snapshot.document), spans)

"""The text of a narrative at a version: from one snapshot, and the few steps after it."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Protocol

from django.db import connection, models
from prosemirror.model import Node
from prosemirror.transform import StepMap

from roadmaps.narratives.narrative import Narrative, Snapshot
from roadmaps.narratives.narrative import Step as Row
from roadmaps.prose import EMPTY, document, steps_of
from roadmaps.prose.authors import Span, carried

MOST_HELD = 200  # texts of which this process remembers the newest version
MOST_RECENT = 32  # versions of each of them whose maps it remembers


@dataclass(frozen=True)
class Text:
    """A text at a version. recent: how each of the last versions moved what stood in it."""

    version: int
    document: Node
    recent: tuple[tuple[StepMap, ...], ...] = ()

    @property
    def since(self) -> int:
        """The version after which it is known what moved."""
        return self.version - len(self.recent)

    def maps_after(self, version: int) -> list[StepMap]:
        """What moved after a version that is not before `since`."""
        return [each for maps in self.recent[version - self.since :] for each in maps]

    def followed(self, version, document, steps) -> "Text":
        """The next version of it."""
        maps = tuple(step.get_map() for step in steps)
        return replace(self, version=version, document=document, recent=(*self.recent, maps))

    def trimmed(self) -> "Text":
        """The same without what moved long ago."""
        return replace(self, recent=self.recent[-MOST_RECENT:])


@dataclass(frozen=True)
class Signed(Text):
    """The same, with whose words are whose."""

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


class Versioned(Protocol):
    """A narrative, or what of it has to be known to read it."""

    @property
    def pk(self) -> Any: ...

    @property
    def version(self) -> int: ...


def text_of(narrative: Versioned, version: int | None = None) -> Text:
    """The text at a version, or the newest one that is committed."""
    wanted = narrative.version if version is None else version
    if found := SHELF.take(narrative.pk, wanted):
        return found
    begun = _snapshot(narrative, wanted)
    rows = _rows(narrative, begun.version, wanted)
    text = after(Text(begun.version, begun.document), rows).trimmed()
    # What a transaction has written and not committed is remembered by nobody else.
    if wanted == narrative.version and not connection.in_atomic_block:
        SHELF.put(narrative.pk, text)
    return text


def signed(narrative: Narrative, version: int | None = None) -> Signed:
    """The text at a version with its authors; this takes longer than to read it."""
    wanted = narrative.version if version is None else version
    begun = _snapshot(narrative, wanted, authors__isnull=False)
    doc, authors = begun.document, list(begun.authors)
    for row in _rows(narrative, begun.version, wanted):
        said = row.at.strftime("%Y-%m-%dT%H:%MZ")  # what is written within a minute is one
        for step in steps_of(row.steps):
            result = _applied(row, step, doc)
            authors = carried(authors, step, (doc, result), str(row.writer), said)
            doc = result
    return Signed(wanted, doc, authors=tuple(authors))


def after(text: Text, rows: Iterable[Row]) -> Text:
    """The text after these rows, which follow one another."""
    for row in rows:
        doc, steps = text.document, steps_of(row.steps)
        for step in steps:
            doc = _applied(row, step, doc)
        text = text.followed(row.version, doc, steps)
    return text


def keep(narrative: Narrative, version: int):
    """Keep a whole text with its authors, so that whoever opens it reads few steps."""
    if Snapshot.objects.filter(narrative=narrative.pk, version=version).exists():
        return
    text = signed(narrative, version)
    told = [[span.start, span.end, span.author, span.at] for span in text.authors]
    Snapshot.objects.create(
        narrative_id=narrative.pk, version=version, document=text.document.to_json(), authors=told
    )


def _applied(row, step, doc) -> Node:
    result = step.apply(doc).doc
    if result is None:
        raise RuntimeError(f"Version {row.version} of {row.narrative_id} does not apply.")
    return result


def _rows(narrative, base, version) -> Iterable[Row]:
    rows = Row.objects.filter(narrative=narrative.pk, version__gt=base, version__lte=version)
    return rows.order_by("version")


def _snapshot(narrative, version, **wanted) -> Signed:
    """The last snapshot that is not later; where there is none, an empty text."""
    earlier = Snapshot.objects.filter(narrative=narrative.pk, version__lte=version, **wanted)
    found = earlier.order_by("-version").first()
    if found is None:
        return Signed(0, document(EMPTY))
    spans = tuple(Span(*each) for each in found.authors or ())
    return Signed(found.version, document(found.document), authors=spans)


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

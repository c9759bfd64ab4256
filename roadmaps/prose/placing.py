"""How steps that were thought out on an older text stand to the newest one.

What people type is carried over what others wrote, as far as it goes. What somebody has only
proposed is looked at more strictly: it is for the words that it showed, and for no others.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from prosemirror.model import Node
from prosemirror.transform import Mapping, ReplaceStep, Step, StepMap

from roadmaps.prose.changes import real_map, tokens
from roadmaps.prose.comparing import steps_between
from roadmaps.prose.schema import Unsound
from roadmaps.prose.steps import MOST_STEPS, rebase, result_of


class Stand(StrEnum):
    """What would come now of something that somebody has proposed."""

    FITS = "fits"  # what it changes is as its author saw it
    CLASHES = "clashes"  # somebody has changed the same since
    DONE = "done"  # it is so already
    GONE = "gone"  # what it is about is no longer there


@dataclass
class Stretch:
    """Some positions of a text, wherever they are by now; not whole once one of them was lost."""

    start: int
    end: int
    is_whole: bool = True

    def move(self, mapping: StepMap) -> None:
        def look(old, to, _begin, _stop):
            if old < min(to, self.end) and to > self.start:
                self.is_whole = False

        mapping.for_each(look)
        start, end = mapping.map(self.start, 1), mapping.map(self.end, -1)
        self.start, self.end = start, max(start, end)


class Place:
    """Where one step belongs: what it takes out, and what stands on either side of it."""

    def __init__(self, then: Node, step: ReplaceStep, block: Node | None):
        self.then, self.step = then, step
        self.block = block  # in which it is, as it would be with all that is proposed
        self.start, self.end = step.from_, step.to
        first, last = then.resolve(self.start), then.resolve(self.end)
        is_within = first.parent.is_textblock
        # A letter beside it belongs to its place; the edge of a block is one only if both remain.
        self.is_after_letter = is_within and self.start > first.start()
        self.is_before_letter = is_within and self.end < last.end()
        self.core = Stretch(self.start, self.end)
        self.left = Stretch(max(self.start - 1, 0), self.start)
        self.right = Stretch(self.end, min(self.end + 1, then.content.size))
        self.outer = (self.start, self.end)  # with all that others put in at its edges

    def move(self, mapping: StepMap) -> None:
        for each in (self.core, self.left, self.right):
            each.move(mapping)
        self.outer = mapping.map(self.outer[0], -1), mapping.map(self.outer[1], 1)

    def stand(self, now: Node) -> Stand:
        """How the step stands to the newest text."""
        if self._is_said(now):
            return Stand.DONE
        if not self.core.is_whole or (self.is_insertion and self._is_lost()):
            return Stand.GONE
        start, end = self.range
        if not self.then.slice(self.start, self.end).eq(now.slice(start, end)):
            return Stand.CLASHES
        is_alike = tokens(self.then, *self._around_then()) == tokens(now, *self._around(now))
        return Stand.FITS if is_alike else Stand.CLASHES

    def _is_said(self, now) -> bool:
        """Whether the same was written there, or the whole block says what it should."""
        here = now.slice(*self.outer)
        if not (here.open_start or here.open_end) and here.content.eq(self.step.slice.content):
            return True
        return self.block is not None and self.block.eq(now.resolve(self.range[0]).parent)

    def carried(self) -> ReplaceStep:
        """The step at the place where its words are now."""
        return ReplaceStep(*self.range, self.step.slice)

    @property
    def is_insertion(self) -> bool:
        return self.start == self.end

    @property
    def range(self) -> tuple[int, int]:
        """From where to where it takes out; what is only put in stays at the letter beside it."""
        if self.is_insertion and self.is_after_letter:
            return self.left.end, self.left.end
        if self.is_insertion and self.is_before_letter:
            return self.right.start, self.right.start
        return self.core.start, self.core.end

    def _is_lost(self) -> bool:
        """Whether the place between two letters, or two blocks, went with what stood there."""
        if not (self.is_after_letter or self.is_before_letter):
            return not (self.left.is_whole or self.right.is_whole)
        is_left_gone = self.is_after_letter and not self.left.is_whole
        return is_left_gone or (self.is_before_letter and not self.right.is_whole)

    def _around_then(self) -> tuple[int, int]:
        start = self.start - (self.is_after_letter and self.left.is_whole)
        return start, self.end + (self.is_before_letter and self.right.is_whole)

    def _around(self, now: Node) -> tuple[int, int]:
        """From the letter before to the letter behind; at the edge of a block, to that edge."""
        start, end = self.range
        inner = now.resolve(start)
        if not inner.parent.is_textblock:
            return start, end
        if not self.is_after_letter:
            start = max(self.outer[0], inner.start())
        elif self.left.is_whole:
            start = self.left.start
        if not self.is_before_letter:
            end = min(self.outer[1], inner.end())
        elif self.right.is_whole:
            end = self.right.end
        return start, end


@dataclass(frozen=True)
class Placed:
    """What would come of all the steps of somebody, together."""

    stand: Stand
    now: Node
    steps: list[ReplaceStep] = field(default_factory=list)  # on the newest text, the last one first
    after: Node | None = None  # the text with them; none where they have no place


def place(
    then: Node, steps: Sequence[Step], later: Iterable[Step], newest: Node | None = None
) -> Placed:
    """Find the place of steps in the newest text. later: those that made it of the older one.

    newest: the text that they made, where it is known.

    steps: as `differing` gives them. They come together or not at all.
    """
    places = _places(then, steps)
    now = _moved(places, then, later, newest)
    stands = [each.stand(now) for each in places]
    left = [
        each.carried() for each, stand in zip(places, stands, strict=True) if stand != Stand.DONE
    ]
    if Stand.GONE in stands:
        return Placed(Stand.GONE, now)
    if not left:
        return Placed(Stand.DONE, now, after=now)
    found: Node | None = now
    for step in left:
        found = result_of(found, step) if found else None
    if found is None:
        return Placed(Stand.GONE, now)
    return Placed(Stand.CLASHES if Stand.CLASHES in stands else Stand.FITS, now, left, found)


def _moved(places, document, later, newest) -> Node:
    """The newest text, after which the places are where their words are in it.

    Only where words may have been put in again that were taken out does one have to look at the
    text in between; that is how a proposal on a text of long ago is found soon.
    """
    unread: list[Step] = []
    for step in later:
        mapping = step.get_map()
        if any(old and new for _start, old, new in _triples(mapping)):
            before = _after(document, unread)
            document, unread = _after(before, [step]), []
            mapping = real_map(step, before, document)
        else:
            unread.append(step)
        for each in places if mapping.ranges else ():
            each.move(mapping)
    return newest or _after(document, unread)


def _triples(mapping: StepMap) -> Iterator[tuple[int, ...]]:
    """Where each range of a step begins, how much it takes out, and how much it puts in."""
    ranges = mapping.ranges
    return (tuple(ranges[at : at + 3]) for at in range(0, len(ranges), 3))


def _after(document, steps) -> Node:
    for step in steps:
        document = step.apply(document).doc
        if document is None:
            raise RuntimeError("What was written does not apply.")
    return document


def _places(then, steps) -> list[Place]:
    wanted, mapping, found = then, Mapping(), []
    for step in steps:
        wanted = result_of(wanted, step) if wanted else None
        mapping.append_map(step.get_map())
    if wanted is None:
        raise Unsound(_("This step does not fit the text."))
    for step in steps:
        inner = wanted.resolve(mapping.map(step.from_, -1)).parent
        is_within = inner.is_textblock and then.resolve(step.from_).parent.is_textblock
        found.append(Place(then, step, inner if is_within else None))
    return found


def differing(then: Node, steps: Sequence[Step] = (), whole: Node | None = None) -> list[Step]:
    """What somebody thought out on a text, as few steps that do not touch one another.

    steps: as the editor makes them; or whole: the text as it should be.
    """
    wanted = rebase(then, steps, []).document if whole is None else whole
    found = steps_between(then, wanted)
    if len(found) > MOST_STEPS:
        most = {"most": MOST_STEPS}
        raise Unsound(_("At most %(most)s steps are taken at once.") % most)
    return found

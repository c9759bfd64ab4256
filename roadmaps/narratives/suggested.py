"""What somebody has thought out for a text without writing it: where it belongs now; to do it."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from prosemirror.model import Node
from prosemirror.transform import Step

from roadmaps.narratives.narrative import Narrative
from roadmaps.narratives.narrative import Step as Row
from roadmaps.narratives.texts import text_of
from roadmaps.narratives.writing import Message, hold, write
from roadmaps.prose import Placed, Stand, differing, document, place, steps_of
from roadmaps.roadmap import Refused


def thought_out(narrative: Narrative, base: int, steps: Any = None, whole: Any = None) -> list[Any]:
    """What somebody would change in the version that they saw, as steps in JSON.

    steps: as the editor makes them; or whole: the tree of the text as it should be. Both are
    compared with the text as it was, so that one thing is told once however it was typed.
    """
    if not 0 <= base <= narrative.version:
        raise Refused(_("There is no such version of this text yet."))
    then = text_of(narrative, base).document
    if whole is not None:
        found = differing(then, whole=document(whole))
    else:
        found = differing(then, steps_of(steps))
    return [each.to_json() for each in found]


def placed(narrative: Narrative, base: int, steps: list[Any]) -> Placed:
    """How what was thought out on a version stands to the text as it is now."""
    (found,) = placed_each(narrative, [(base, steps)])
    return found


def placed_each(narrative: Narrative, thoughts: Sequence[tuple[int, list[Any]]]) -> list[Placed]:
    """The same of several: each with its version and its steps."""
    bases = {base for base, _steps in thoughts}
    if not bases:
        return []
    if not 0 <= min(bases) <= max(bases) <= narrative.version:
        raise Refused(_("There is no such version of this text yet."))
    newest = text_of(narrative).document
    thens = {base: text_of(narrative, base).document for base in bases}
    rows = Row.objects.filter(
        narrative=narrative.pk, version__gt=min(bases), version__lte=narrative.version
    )
    later = [(row.version, steps_of(row.steps)) for row in rows.order_by("version")]
    return [
        place(thens[base], steps_of(steps), _after(later, base), newest) for base, steps in thoughts
    ]


def _after(later, base) -> Iterator[Step]:
    return (step for version, steps in later if version > base for step in steps)


def with_steps(then: Node, steps: list[Any]) -> Node:
    """A text as it would be with what was thought out on it."""
    return place(then, steps_of(steps), []).after or then


def take_up(actor, narrative: Narrative, base: int, steps: list[Any]) -> None:
    """Write what somebody has thought out, at its words as they stand now: all of it, or nothing.

    Whoever calls it has seen how it stands, and means it.
    """
    held = hold(actor, narrative)
    found = placed(held, base, steps)
    if found.stand == Stand.GONE:
        raise Refused(_("The words that this would change are no longer there."))
    if found.steps:
        told = [each.to_json() for each in found.steps]
        author = getattr(actor, "takes_up_from", None)
        message = Message(held.version, told, str(uuid4()), 0, credit=author and author.pk)
        write(actor, held, message)

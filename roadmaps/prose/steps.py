"""How a text changes: steps that were made on an older version are carried over to the newest.

What is done here in Python is done in the same way by the browser, so both come to the same text.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from prosemirror.model import Node
from prosemirror.transform import Mapping, ReplaceStep, Step, StepMap

from roadmaps.prose.schema import MISFITS, SCHEMA, Unsound, require_bounded, require_sound

MOST_STEPS = 500  # in one message
# The steps that the editor makes, and the places that each names, which never run backwards.
PLACES = {
    "replace": ("from", "to"), "replaceAround": ("from", "gapFrom", "gapTo", "to"),
    "addMark": ("from", "to"), "removeMark": ("from", "to"), "attr": ("pos",),
}  # fmt: skip


@dataclass(frozen=True)
class Rebased:
    """What became of the steps of one message."""

    document: Node  # after all of them
    steps: list[Step]  # as they were applied
    kept: list[int]  # the numbers of those that had a place; the others are gone with theirs


def steps_of(told: Any) -> list[Step]:
    """The steps that are told in JSON, or a refusal."""
    if not isinstance(told, list) or not told:
        raise Unsound(_("There are no steps in this."))
    if len(told) > MOST_STEPS:
        most = {"most": MOST_STEPS}
        raise Unsound(_("At most %(most)s steps are taken at once.") % most)
    require_bounded(told)
    try:
        if not all(_runs_forward(each) for each in told):
            raise ValueError
        return [Step.from_json(SCHEMA, each) for each in told]
    except MISFITS as error:
        raise Unsound(_("This is no step that the text could take.")) from error


def rebase(
    document: Node, steps: Sequence[Step], over: Iterable[Step], holding: Collection[int] = ()
) -> Rebased:
    """Carry steps over those that came meanwhile, and apply them to the newest document."""
    return carry_over(document, steps, [each.get_map() for each in over], holding)


def carry_over(
    document: Node, steps: Sequence[Step], over: Sequence[StepMap], holding: Collection[int] = ()
) -> Rebased:
    """The same, where of the others' steps only their maps are known.

    document: the newest one, with all of `over` in it. holding: the numbers of the steps that go on
    where their writer has just written; they stay behind those words when somebody else writes at
    the same place, so that each run can be read. A step whose place is gone is left out; one
    that does not fit into the text as it is left out too if others wrote meanwhile, and is refused
    if nobody did, for then it never fitted.
    """
    mapping = Mapping([each.get_map().invert() for each in reversed(steps)])
    for each in over:
        mapping.append_map(each)
    applied, kept = [], []
    for number, step in enumerate(steps):
        first = len(steps) - number
        carry = _behind if number in holding and _is_insertion(step) else _carried
        carried = carry(step, mapping.slice(first)) if over else step
        after = None if carried is None else result_of(document, carried)
        if carried is None or after is None:
            if not over:
                raise Unsound(_("This step does not fit the text."))
            continue
        document = after
        mapping.append_map(carried.get_map(), first - 1)
        applied.append(carried)
        kept.append(number)
    return Rebased(document, applied, kept)


def _runs_forward(told) -> bool:
    places = [told[name] for name in PLACES[told["stepType"]]]
    return all(type(place) is int for place in places) and places == sorted(places)


def _carried(step, mapping) -> Step | None:
    try:
        return step.map(mapping)
    except MISFITS as error:
        raise Unsound(_("This is no step that the text could take.")) from error


def _is_insertion(step) -> bool:
    return isinstance(step, ReplaceStep) and step.from_ == step.to


def _behind(step, mapping) -> Step | None:
    """The same, but what others put in at this very place comes to stand after it."""
    try:
        place = mapping.map_result(step.from_, -1)
    except MISFITS as error:
        raise Unsound(_("This is no step that the text could take.")) from error
    if place.deleted_across:
        return None
    return ReplaceStep(place.pos, place.pos, step.slice, step.structure)


def result_of(document: Node, step: Step) -> Node | None:
    """The document after a step, as it may stand here; none where it does not fit."""
    try:
        result = step.apply(document)
        after = result.doc
        if after is None:
            return None
        start, end = touched(step, after)
        _check(after, start, end)
    except MISFITS:
        return None
    require_sound(after, start, end)
    return after


def touched(step, after) -> tuple[int, int]:
    """From where to where a step may have changed what stands in the document after it."""
    ends: list[int] = []
    step.get_map().for_each(lambda _old, _to, start, end: ends.extend((start, end)))
    if not ends:
        told = step.to_json()
        ends += [told[name] for name in ("from", "to", "pos") if name in told]
    if not ends:
        return 0, after.content.size
    return max(min(ends) - 1, 0), min(max(ends) + 2, after.content.size)


def _check(document, start, end):
    """The schema, of what stands there; the library looks at what it was put into."""

    def look(node, _position, _parent, _index):
        node.type.check_content(node.content)
        return True

    if end > start:
        document.nodes_between(start, end, look)

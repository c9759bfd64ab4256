"""The thirteen steps in the life of a map: from where to where, by whom, and whether with a reason.

They are the vocabulary `map_transition`; what stands in the way of one is asked in `obstacles`.
"""

from dataclasses import dataclass

from roadmaps.stages import Role, Stage
from terms.vocabulary import TERMS, label, lazy_label

CLOCK = "clock"  # takes a step that is due


@dataclass(frozen=True)
class Step:
    """One way from a stage to another one, or back to the same."""

    code: str
    begins: frozenset[str]  # stages
    ends: str
    roles: frozenset[str]
    needs_reason: bool
    is_due_by_clock: bool

    def __str__(self):
        return label("map_transition", self.code)

    @property
    def label(self):
        """Its name, in the language of whoever reads it."""
        return lazy_label("map_transition", self.code)


def _step(term) -> Step:
    who = set(term["who"])
    return Step(
        code=term["code"],
        begins=frozenset(Stage(stage) for stage in term["from"]),
        ends=Stage(term["to"]),
        roles=frozenset(Role(role) for role in who - {CLOCK}),
        needs_reason=term["reason_required"],
        is_due_by_clock=CLOCK in who,
    )


STEPS: dict[str, Step] = {str(code): _step(term) for code, term in TERMS["map_transition"].items()}

"""Who was heard in a round: of each side of society how many were asked, and what they did."""

from dataclasses import dataclass, field

from roadmaps.submissions import Status
from terms.vocabulary import TERMS


@dataclass
class Side:
    """One side of society in a round. members: whom those who sent say that they represent."""

    helix: str
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(map(str, Status.values), 0)
    )
    members: int = 0

    @property
    def asked(self) -> int:
        return sum(self.counts.values())

    @property
    def is_missing(self) -> bool:
        """Whether nobody of this side has sent anything."""
        return not self.counts[Status.SUBMITTED]


def sides_of(consultation) -> list[Side]:
    """Each side of society in the order of the vocabulary, also where nobody was asked."""
    sides = {str(helix): Side(str(helix)) for helix in TERMS["helix"]}
    for submission in consultation.submissions.select_related("organisation"):
        side = sides[submission.organisation.helix]
        side.counts[submission.status] += 1
        if submission.status == Status.SUBMITTED:
            side.members += submission.organisation.members_represented or 0
    return list(sides.values())

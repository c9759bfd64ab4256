"""Proposals: changes that somebody would make who may not, and what became of them.

A proposal is a list of edits, of the same kind as the difference of two documents. It is made by
doing what one would do and taking it back; it is accepted by doing it again, in one's own name.
"""

from roadmaps.proposals.answering import accept as accept
from roadmaps.proposals.answering import decline as decline
from roadmaps.proposals.answering import many as many
from roadmaps.proposals.answering import withdraw as withdraw
from roadmaps.proposals.making import Act as Act
from roadmaps.proposals.making import made_by as made_by
from roadmaps.proposals.making import propose as propose
from roadmaps.proposals.making import propose_edits as propose_edits
from roadmaps.proposals.making import propose_text as propose_text
from roadmaps.proposals.proposal import Outcome as Outcome
from roadmaps.proposals.proposal import Proposal as Proposal
from roadmaps.proposals.proposal import reads_others as reads_others
from roadmaps.proposals.standing import Outdated as Outdated
from roadmaps.proposals.standing import Stand as Stand
from roadmaps.proposals.standing import Standing as Standing
from roadmaps.proposals.standing import look_at as look_at

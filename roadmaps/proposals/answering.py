"""What becomes of a proposal: accepted, in part perhaps, declined with a reason, or withdrawn."""

from collections.abc import Callable, Collection, Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Refused, Rule
from accounts.rules import require as require_rule
from changes.models import lock, record_held
from roadmaps import applying, document, narratives, notices
from roadmaps.proposals.ends import named
from roadmaps.proposals.proposal import Outcome, Proposal
from roadmaps.proposals.standing import Outdated, Stand, look_at
from roadmaps.rules import require


@Rule
def is_own(actor, proposal):
    """Did this very person make it?"""
    return actor.is_authenticated and actor.is_active and actor.pk == proposal.author_id


@transaction.atomic
def accept(actor, proposal, numbers: Collection[int] | None = None, over=(), note=""):
    """Take up a proposal, or some of its changes, in one's own name; the log names its author.

    numbers: which of its changes; all of them where none are named. over: those that are taken up
    although somebody has changed the same since. Nothing is done where any does not fit.
    """
    proposal = _take(actor, proposal, "answer_proposal")
    chosen = _chosen(proposal, numbers)
    roadmap = proposal.roadmap
    _settle_texts(proposal)  # what is typed so far is told under the names of those who typed
    standings = look_at(actor, proposal, document.build(roadmap, actor))
    wanted = [standings[number] for number in sorted(chosen)]
    _require_fitting(proposal, wanted, chosen, set(over))
    edits = [each.edit for each in wanted if each.stand != Stand.DONE]
    applying.apply(_taker(actor, proposal), roadmap, edits)
    _settle_texts(proposal)
    is_whole = len(chosen) == len(proposal.edits)
    outcome = Outcome.ACCEPTED if is_whole else Outcome.ACCEPTED_IN_PART
    return _answer(actor, "accepted", proposal, outcome, note, taken=sorted(chosen))


@transaction.atomic
def decline(actor, proposal, reason: str):
    """Say no to a proposal, with a reason that its author is told."""
    proposal = _take(actor, proposal, "answer_proposal")
    if not reason.strip():
        raise ValidationError({"answer": [_("Say why it is declined.")]})
    return _answer(actor, "declined", proposal, Outcome.DECLINED, reason)


@transaction.atomic
def withdraw(actor, proposal):
    """Take back what one has proposed, before it is answered."""
    require_rule(actor, is_own, proposal)
    proposal = _take(actor, proposal, "view_draft")
    proposal = _record(actor, "withdrawn", proposal, Outcome.WITHDRAWN)
    notices.settle_proposal(proposal, actor)
    return proposal


def many(proposals: Iterable[Proposal], act: Callable[[Proposal], Proposal]):
    """Answer several proposals, each as a whole; gives for each what stood in the way, or none."""
    found = []
    for proposal in proposals:
        why: Exception | None = None
        try:
            act(proposal)
        except (Refused, ValidationError) as refusal:
            why = refusal
        found.append((proposal, why))
    return found


def _take(actor, proposal, rule):
    """The proposal as it is now, held, for somebody who may do this and sees what it names."""
    roadmap = lock(proposal.roadmap)
    require(actor, rule, roadmap)
    if not Proposal.objects.visible_to(actor).filter(pk=proposal.pk).exists():
        raise PermissionDenied
    lock(proposal)
    proposal.roadmap = roadmap
    if not proposal.is_open:
        raise Refused(_("This proposal has been answered already, or was withdrawn."))
    return proposal


def _chosen(proposal, numbers):
    everything = set(range(len(proposal.edits)))
    chosen = everything if numbers is None else set(numbers)
    if not chosen or not chosen <= everything:
        raise Refused(_("Choose at least one of its changes, or decline it."))
    return chosen


def _require_fitting(proposal, wanted, chosen, over):
    """Refuse what clashes, unless it is meant; what has no place; and what lacks its bearer."""
    left_out = {
        edit.key
        for number, edit in enumerate(proposal.all_edits)
        if edit.verb in ("added", "restored") and number not in chosen
    }
    wrong = [
        each
        for each in wanted
        if each.stand == Stand.GONE or (each.stand == Stand.CLASHES and each.number not in over)
    ]
    if wrong:
        raise Outdated(proposal, wrong)
    if any(_needed(each.edit) & left_out for each in wanted):
        raise Refused(
            _("Some of the chosen changes need one that was left out: what they stand on.")
        )


def _needed(edit):
    """The keys of what has to be there for an edit to have a place."""
    own = {edit.key} if edit.verb in ("added", "restored") else set()
    same = {edit.key} if edit.verb == "edited" else set()
    return {edit.element, *named(edit), *same} - own


def _taker(actor, proposal):
    """Whoever takes it up, as the log is to name them: together with the author."""
    taker = User.objects.get(pk=actor.pk)
    taker.acting = getattr(actor, "acting", None)
    if proposal.author_id != taker.pk:
        taker.takes_up_from = proposal.author
    return taker


def _settle_texts(proposal):
    if any(edit.verb == "written" for edit in proposal.all_edits):
        narratives.settle(proposal.roadmap)


def _answer(actor, verb, proposal, outcome, said="", **more):
    proposal = _record(actor, verb, proposal, outcome, answer=said.strip(), **more)
    notices.settle_proposal(proposal, actor)
    notices.tell_answer(proposal, actor)
    return proposal


def _record(actor, verb, proposal, outcome, **more):
    lock(proposal.roadmap)
    said = {"answered_by": User.objects.get(pk=actor.pk), "answered_at": timezone.now(), **more}
    record_held(actor, verb, proposal, outcome=outcome, **said)
    return proposal

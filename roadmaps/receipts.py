"""Sending in the name of an organisation: what was sent, the receipt for it, and taking it back."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.rules import Refused
from accounts.rules import require as require_rule
from changes.models import record_held
from roadmaps import document, notices
from roadmaps.submissions import (
    Status,
    Submission,
    require_open,
    require_taking,
    sends,
    take,
)
from terms.vocabulary import TERMS

SCHEMA = 1
OF_A_COMMENT = (
    "number", "question", "field", "quote", "type", "action", "text", "proposed",
    "is_confidential", "confidential_because",
)  # fmt: skip


def as_sent(submission, sent_at) -> dict[str, Any]:
    """What an organisation sends, as one plain dictionary; nothing that comes later is in it."""
    consultation = submission.consultation
    comments = submission.comments.standing().select_related("element").order_by("number")
    return {
        "schema": SCHEMA,
        "consultation": str(consultation.pk),
        "edition": {
            "map": consultation.roadmap.slug,
            "number": consultation.edition.number,
            "sha256": consultation.edition.sha256,
        },
        "organisation": submission.organisation.code,
        "sent_at": sent_at.isoformat(),
        **{name: getattr(submission, name) for name in Submission.WRITTEN},
        "comments": [_told(each) for each in comments],
    }


def _told(comment):
    said = {name: getattr(comment, name) or None for name in OF_A_COMMENT}
    named: dict[str, Any] = {
        "element": comment.element and comment.element.code,
        "figure": comment.figure_id and str(comment.figure_id),
        "link": comment.link_id and str(comment.link_id),
    }
    if comment.narrative_id:  # of the others nothing is said of it: older receipts still hold
        named |= {"narrative": str(comment.narrative_id)}
        named |= {"start": comment.start, "end": comment.end}
    return said | named | {"is_confidential": comment.is_confidential}


def bytes_of(submission) -> bytes:
    """What was sent, byte by byte; its SHA-256 is the receipt."""
    return document.canonical(as_sent(submission, submission.submitted_at))


def holds(submission, sha256: str) -> bool:
    """Whether a receipt is the one for what stands here, and nothing of it was changed since."""
    if submission.status != Status.SUBMITTED or sha256.strip().lower() != submission.receipt:
        return False
    return _hash(bytes_of(submission)) == submission.receipt


@transaction.atomic
def submit(actor, submission, base):
    """Send what was drafted in the name of one's organisation; gives it with its receipt.

    base: the revision that was checked. If a colleague has written since, nothing is sent.
    """
    submission = take(submission)
    require_rule(actor, sends, submission)
    require_taking(submission.consultation)
    require_open(submission)
    if submission.revision != base:
        raise Refused(
            gettext("A colleague has written in it since you read it. Check it once more.")
        )
    require_complete(submission)
    now = timezone.now()
    sha256 = _hash(document.canonical(as_sent(submission, now)))
    said = {"status": Status.SUBMITTED, "submitted_at": now, "receipt": sha256}
    record_held(actor, "submitted", submission, **said)
    notices.tell_received(submission, actor)
    return submission


def require_complete(submission):
    """Refuse to send what says nothing, or leaves open what may be published of it."""
    if mistakes := gaps(submission):
        raise ValidationError(mistakes)


def gaps(submission) -> dict[str, list[str]]:
    """What is still missing before it can be sent, in sentences by the name of the field."""
    found = {}
    if not submission.comments.standing().exists():
        found["__all__"] = [gettext("There is no comment yet. Say at least one thing.")]
    choice = submission.publication
    if not choice:
        found["publication"] = [gettext("Say what may be published of it.")]
    elif _needs_reason(choice) and not submission.publication_reason.strip():
        found["publication_reason"] = [gettext("Say why it is not to be published.")]
    return found


@transaction.atomic
def take_back(actor, submission):
    """Take back what was sent, to change it and send it again; its receipt holds no more."""
    return _back(actor, "taken_back", submission, Status.DRAFTING)


@transaction.atomic
def withdraw(actor, submission):
    """Take back what was sent, for good; that there was something stays known."""
    return _back(actor, "withdrawn", submission, Status.WITHDRAWN)


def _back(actor, verb, submission, status):
    submission = take(submission)
    require_rule(actor, sends, submission)
    require_taking(submission.consultation)
    if submission.status != Status.SUBMITTED:
        raise Refused(gettext("This has not been sent, or has been taken back."))
    nothing = {"submitted_at": None, "receipt": ""}
    record_held(actor, verb, submission, status=status, **nothing)
    return submission


def _needs_reason(choice):
    return TERMS["publication_choice"][choice]["reason_required"]


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

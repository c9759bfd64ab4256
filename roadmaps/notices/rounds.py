"""What organisations are told of the round in which they speak; only what they may read anyway."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from accounts.models import User
from changes.models import lock
from roadmaps.notices.notice import Kind, Notice
from roadmaps.notices.telling import LONGEST_QUOTE, tell

LEFT = timedelta(days=3)


def remind_of_closing() -> int:
    """Tell organisations once that a round ends in three days; gives how many people were told."""
    now, told = timezone.now(), 0
    open_now = (
        _submissions()
        .silent()
        .filter(
            consultation__closed_at=None,
            consultation__closes_at__gt=now,
            consultation__closes_at__lte=now + LEFT,
        )
    )
    for submission in open_now.order_by("pk"):
        told += _remind(submission)
    return told


@transaction.atomic
def _remind(submission):
    lock(submission)  # so that two clocks do not tell the same
    known = Notice.objects.filter(submission=submission, kind=Kind.CONSULTATION_CLOSING)
    people = _people_of(submission).exclude(pk__in=known.values("person"))
    return len(_tell(None, Kind.CONSULTATION_CLOSING, submission, people))


@transaction.atomic
def tell_received(submission, actor):
    """Tell the colleagues of who sent it that it was sent, and where the receipt is."""
    others = _people_of(submission).exclude(pk=actor.pk)
    return _tell(actor, Kind.SUBMISSION_RECEIVED, submission, others)


@transaction.atomic
def tell_responses(actor, responses):
    """Tell organisations of what they said that it is answered; many answers in one line."""
    made = []
    for response in responses:
        kind = Kind.TEXT_CHANGED if response.changes else Kind.COMMENT_ANSWERED
        first: dict[Any, Any] = {}
        for comment in response.comments.order_by("submission", "number"):
            first.setdefault(comment.submission_id, comment)
        for submission in _submissions().filter(pk__in=first).order_by("pk"):
            quote = Truncator(first[submission.pk].text).chars(LONGEST_QUOTE)
            news = Notice.objects.filter(submission=submission, kind=kind, seen_at=None, mail=None)
            people = _people_of(submission).exclude(pk__in=news.values("person"))
            made += _tell(actor, kind, submission, people, reason=quote)
    return made


@transaction.atomic
def tell_outcome(actor, consultation):
    """Tell everybody who spoke in a round that its answers are out."""
    made = []
    for submission in _submissions().filter(consultation=consultation, status="submitted"):
        made += _tell(actor, Kind.ANSWERS_PUBLISHED, submission, _people_of(submission))
    return made


def _submissions():
    """They stand above the notices, and are only asked for here."""
    near = ("consultation__roadmap", "organisation")
    return apps.get_model("roadmaps", "Submission").objects.select_related(*near)


def _people_of(submission):
    people = User.objects.filter(memberships__organisation=submission.organisation_id)
    return people.filter(is_active=True).order_by("pk").distinct()


def _tell(actor, kind, submission, people, **said):
    roadmap = submission.consultation.roadmap
    return tell(actor, roadmap, kind, people, submission=submission, **said)

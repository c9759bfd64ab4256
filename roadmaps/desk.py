"""The desk of an association: it takes up, merges or leaves what its member firms say."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from accounts.rules import Refused
from accounts.rules import require as require_rule
from changes.models import record_held
from roadmaps import comments, submissions
from roadmaps.comments import Comment
from roadmaps.consulted import Consulted, hold, keeps_desk
from roadmaps.remarks import Fate, Remark
from roadmaps.responses import Answered
from roadmaps.submissions import Submission


@transaction.atomic
def take_up(actor, submission, remarks: Iterable[Remark], into=None, **fields):
    """Put what firms say into the basket, as one comment; nothing in it tells of the firms.

    into: a comment of the basket that says it already. fields: what a new comment says in the
    words of the association; what is left out is said as the first of the firms said it.
    """
    # The submission is held before the firms, here and everywhere: so nobody waits in a circle.
    submission = submissions.hold_open(actor, submission)
    chosen = _chosen(submission, remarks)
    if into is None:
        comment = comments.write(actor, submission, **_said(chosen) | fields)
    else:
        comment = _comment_of(submission, into)
    for remark in chosen:
        record_held(actor, "taken_up", remark, comment=comment, left_because="")
    return comment


@transaction.atomic
def leave(actor, remark, reason):
    """Tell a firm why the association does not take up what it says."""
    remark = _hold(actor, remark)
    if remark.fate == Fate.TAKEN_UP:
        raise Refused(gettext("It lies in the basket. Take the comment out of it first."))
    if not reason.strip():
        message = gettext("Say why it is not taken up; the firm reads it.")
        raise ValidationError({"reason": [message]})
    record_held(actor, "left", remark, comment=None, left_because=reason.strip())
    return remark


@transaction.atomic
def reopen(actor, remark):
    """Look once more at what was left or taken up, as if nobody had answered it."""
    remark = _hold(actor, remark)
    if remark.fate == Fate.TAKEN_UP:  # what was signed stays as it was signed
        submissions.require_taking(remark.consulted.consultation)
        submissions.require_open(remark.submission)
    if remark.fate != Fate.OPEN:
        record_held(actor, "reopened", remark, comment=None, left_because="")
    return remark


def kept_by(actor, keys) -> frozenset:
    """Which of these submissions are of an organisation to which somebody belongs."""
    own = Submission.objects.of(actor).filter(pk__in=keys)
    return frozenset(own.values_list("pk", flat=True))


def answers_to(remarks: Iterable[Remark]) -> dict:
    """What was answered to the comments into which remarks went, by the comment."""
    keys = {each.comment_id for each in remarks if each.fate == Fate.TAKEN_UP}
    if not keys:
        return {}
    given = Answered.objects.filter(comment__in=keys, response__given_at__isnull=False)
    return {each.comment_id: each.response for each in given.select_related("response")}


def _said(remarks):
    """What several firms say, as one comment: at the place of the first one."""
    first = remarks[0]
    names = ("question", "start", "end", "field", "quote", "type")
    said = {name: getattr(first, name) for name in names}
    said["element"] = first.element.code if first.element else ""
    keys = ("figure", "link", "narrative")
    said |= {name: str(getattr(first, f"{name}_id") or "") for name in keys}
    for name in ("text", "proposed"):
        said[name] = "\n\n".join(dict.fromkeys(getattr(each, name) for each in remarks)).strip()
    return said


def _chosen(submission, remarks) -> list[Remark]:
    """The remarks as they are now, with their firms held; all of them of this association."""
    keys = {each.pk for each in remarks}
    firms = {}
    for each in Consulted.objects.filter(remarks__in=keys).distinct().order_by("pk"):
        firms[each.pk] = hold(each)
    rows = Remark.objects.standing().filter(pk__in=keys, consulted__submission=submission)
    found = list(rows.select_related("comment", "element").order_by("consulted", "number"))
    if len(found) < len(keys) or not keys:
        raise ValidationError({"remarks": [gettext("Choose remarks of your own members.")]})
    if any(each.fate == Fate.TAKEN_UP for each in found):
        raise Refused(gettext("One of these has been taken up already."))
    for each in found:
        each.consulted = firms[each.consulted_id]
    return found


def _comment_of(submission, comment) -> Comment:
    found = submission.comments.standing().filter(pk=comment.pk).first()
    if found is None:
        raise ValidationError({"into": [gettext("Choose a comment that lies in the basket.")]})
    return found


def _hold(actor, remark):
    consulted = hold(remark.consulted)
    require_rule(actor, keeps_desk, consulted)
    found = Remark.objects.select_related("comment").get(pk=remark.pk)
    found.consulted = consulted
    if found.is_withdrawn:
        raise Refused(gettext("The firm has taken this back."))
    return found

"""Whom a round asks: invited organisations, written to with one link each, and reminded."""

from django.db import transaction
from django.utils.translation import gettext

from accounts import mails
from accounts.models import User
from accounts.organisations import require_existing
from accounts.rules import Refused
from changes.models import record, record_held
from roadmaps.rules import require
from roadmaps.submissions import Submission, hold_round, require_taking, take


@transaction.atomic
def invite(actor, consultation, organisation):
    """Ask an organisation what it thinks; its people get one link. Silence can be seen from now."""
    consultation = hold_round(consultation)
    require(actor, "invite", consultation)
    require_taking(consultation)
    require_existing(organisation)
    if not people_of(organisation).exists():
        words = {"organisation": organisation}
        message = gettext("Nobody of %(organisation)s has an account. Invite somebody of it first.")
        raise Refused(message % words)
    submission = Submission(consultation=consultation, organisation=organisation)
    said = {"consultation": consultation, "organisation": organisation}
    record(actor, "invited", submission, **said)
    _write_to(submission, "consultation_invitation")
    return submission


@transaction.atomic
def remind(actor, submission):
    """Write once more to an organisation that has not sent anything yet."""
    submission = take(submission)
    require(actor, "invite", submission)
    require_taking(submission.consultation)
    if not submission.is_open:
        raise Refused(gettext("This organisation has answered already."))
    record_held(actor, "reminded", submission)
    _write_to(submission, "consultation_reminder")
    return submission


def people_of(organisation):
    """Those of an organisation who can come in."""
    people = User.objects.filter(memberships__organisation=organisation, is_active=True)
    return people.order_by("pk").distinct()


def _write_to(submission, mail):
    consultation = submission.consultation
    for person in people_of(submission.organisation):
        said = {"round": consultation, "organisation": submission.organisation}
        mails.send(mail, person.email, person.language, **said)

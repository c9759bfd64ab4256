"""Whom an organisation asks among its own members, before it says anything in a round."""

from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import mails
from accounts.models import Organisation
from accounts.onlookers import Onlooker
from accounts.organisations import require_existing
from accounts.rules import Refused, Rule
from accounts.rules import require as require_rule
from changes.models import Ledger, lock, record
from roadmaps.consultations import Consultation
from roadmaps.invited import people_of
from roadmaps.submissions import (
    Submission,
    drafts,
    require_open,
    require_taking,
    take,
)


class ConsultedQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those whom one's own organisation asks, and those who ask one's own.

        An onlooker sees nothing beyond what the person may see who looks.
        """
        if not actor.is_authenticated:
            return self.none()
        own = Organisation.objects.of(actor).values("pk")
        seen = models.Q(organisation__in=own) | models.Q(submission__organisation__in=own)
        if isinstance(actor, Onlooker):
            theirs = Consulted.objects.visible_to(actor.looker)
            return self.filter(seen, pk__in=theirs.values("pk"))
        return self.filter(seen)

    def of_firms(self, actor):
        """Those that are the organisations of somebody: it is they who are asked."""
        return self.filter(organisation__in=Organisation.objects.of(actor).values("pk"))


class Consulted(Ledger):
    """A member firm that an association asks what it thinks, before it says so itself.

    It is a ledger of its own: what the firm says moves no number that anybody else can read,
    neither those who answer for the map nor the other firms.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="consulted")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="consulted")
    note = models.TextField(_("what the association asks"), blank=True, max_length=2000)

    objects = ConsultedQuerySet.as_manager()

    class Meta:
        ordering = ["submission", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "organisation"],
                name="a_firm_is_asked_once",
                violation_error_message=_("This organisation has been asked already."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation}: {self.submission.organisation}"

    @property
    def consultation(self):
        return self.submission.consultation

    @property
    def is_taking(self):
        """Whether the association can still hear the firm before it speaks itself."""
        return self.submission.is_open and self.consultation.is_taking


@Rule
def speaks(actor, consulted):
    """Is this person of the firm that is asked?"""
    if not (actor.is_authenticated and actor.is_active):
        return False
    return Organisation.objects.of(actor).filter(pk=consulted.organisation_id).exists()


@Rule
def keeps_desk(actor, consulted):
    """Is this person of the association that asks?"""
    return drafts(actor, consulted.submission)


@transaction.atomic
def ask(actor, submission, organisation, note=""):
    """Ask a member firm what it thinks; its people get one link, and nobody else learns of it."""
    # Held and not written to: nobody who reads the submission can tell that others were asked.
    submission = take(submission)
    require_rule(actor, drafts, submission)
    require_taking(submission.consultation)
    require_open(submission)
    require_existing(organisation)
    if organisation.pk == submission.organisation_id:
        raise Refused(gettext("Your own people write in the basket itself."))
    if not people_of(organisation).exists():
        message = gettext("Nobody of %(organisation)s has an account. Invite somebody of it first.")
        raise Refused(message % {"organisation": organisation})
    consulted = Consulted(submission=submission, organisation=organisation)
    said = {"submission": submission, "organisation": organisation, "note": note.strip()}
    record(actor, "asked", consulted, **said)
    _write_to(consulted)
    return consulted


def hold(consulted):
    """A firm that is asked as it is now, held, with the submission and its round as they are."""
    found = lock(Consulted.objects.get(pk=consulted.pk))
    near = Submission.objects.select_related("organisation")
    found.submission = near.get(pk=found.submission_id)
    rounds = Consultation.objects.select_related("roadmap", "edition")
    found.submission.consultation = rounds.defer("edition__gzipped", "edition__brotlied").get(
        pk=found.submission.consultation_id
    )
    return found


def _write_to(consulted):
    for person in people_of(consulted.organisation):
        said = {"consulted": consulted, "round": consulted.consultation}
        mails.send("consulted", person.email, person.language, **said)

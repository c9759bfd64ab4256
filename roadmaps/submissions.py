"""What one organisation says in a round: begun by an invitation or by itself, drafted together."""

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.memberships import submits
from accounts.models import Organisation
from accounts.onlookers import Onlooker
from accounts.organisations import require_existing
from accounts.rules import Refused, Rule
from accounts.rules import require as require_rule
from changes.merging import merge
from changes.models import Ledger, lock, record, record_held
from roadmaps.consultations import Audience, Consultation
from roadmaps.map_roles import MapRole
from roadmaps.stages import Role
from terms.fields import TermField
from terms.vocabulary import choices, label

Status = choices("submission_status")
Publication = choices("publication_choice")
OPEN = (Status.INVITED, Status.DRAFTING)  # something can still be written


class SubmissionQuerySet(models.QuerySet):
    def of(self, actor):
        """Those of the organisations to which somebody belongs."""
        return self.filter(organisation__in=Organisation.objects.of(actor).values("pk"))

    def visible_to(self, actor):
        """Those of their own organisations; on maps for which they answer, that there is one.

        An onlooker sees nothing beyond what the person may see who looks.
        """
        return self._seen(actor, models.Q(consultation__roadmap__in=answered_for(actor)))

    def read_by(self, actor):
        """Those of which somebody reads what they say: their own, and what was sent to them."""
        sent = models.Q(status=Status.SUBMITTED)
        heard = models.Q(consultation__roadmap__in=answered_for(actor))
        return self._seen(actor, sent & heard, is_read=True)

    def _seen(self, actor, heard, **as_read):
        if not actor.is_authenticated:
            return self.none()
        own = models.Q(organisation__in=Organisation.objects.of(actor).values("pk"))
        if isinstance(actor, Onlooker):
            all_of = Submission.objects
            theirs = all_of.read_by(actor.looker) if as_read else all_of.visible_to(actor.looker)
            return self.filter(own | heard, pk__in=theirs.values("pk"))
        return self.filter(own | heard)

    def silent(self):
        """Those that say nothing yet."""
        return self.filter(status__in=OPEN)


def answered_for(actor):
    """The maps for which somebody answers: those of their stewards and approvers."""
    held = MapRole.objects
    roles = [held.held_as(actor, role).values("roadmap") for role in (Role.STEWARD, Role.APPROVER)]
    return MapRole.objects.filter(
        models.Q(roadmap__in=roles[0]) | models.Q(roadmap__in=roles[1])
    ).values("roadmap")


class Submission(Ledger):
    """What one organisation says in a round of consultation, or that it has said nothing.

    It is a ledger of its own: what is written in it moves no number that others can read.
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="submissions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="submissions")
    status = TermField("submission_status", verbose_name=_("status"), default=Status.INVITED)
    publication = TermField("publication_choice", verbose_name=_("publication"), blank=True)
    publication_reason = models.TextField(_("why it is not to be published"), blank=True)
    formed = models.TextField(_("how this position was formed"), blank=True)
    members_heard = models.PositiveIntegerField(_("members heard"), null=True, blank=True)
    declined_because = models.TextField(_("why it says nothing"), blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    receipt = models.CharField(max_length=64, blank=True, editable=False)  # of what was sent

    WRITTEN = ("publication", "publication_reason", "formed", "members_heard")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "organisation"],
                name="one_submission_an_organisation",
                violation_error_message=_("This organisation has a submission in this round."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.SUBMITTED.value, submitted_at__isnull=False)
                & ~models.Q(receipt="")
                | ~models.Q(status=Status.SUBMITTED.value),
                name="what_is_sent_has_a_receipt",
            ),
        ]

    def __str__(self):
        return f"{self.organisation}: {self.status}"

    @property
    def roadmap(self):
        return self.consultation.roadmap

    @property
    def is_open(self):
        """Whether something can still be written in it, as far as it goes by itself."""
        return self.status in OPEN


@Rule
def drafts(actor, submission):
    """Is this person of the organisation whose submission it is?"""
    if not (actor.is_authenticated and actor.is_active):
        return False
    return Organisation.objects.of(actor).filter(pk=submission.organisation_id).exists()


@Rule
def sends(actor, submission):
    """May this person submit in the name of the organisation?"""
    return submits(actor, submission.organisation)


@transaction.atomic
def begin(actor, consultation, organisation):
    """Begin to draft what an organisation will say; of two who begin at once the first one does."""
    consultation = hold_round(consultation)
    require_taking(consultation)
    submission = consultation.submissions.filter(organisation=organisation).first()
    if submission is None:
        submission = Submission(consultation=consultation, organisation=organisation)
        require_rule(actor, drafts, submission)
        _require_asked(consultation)
        require_existing(organisation)
        said = {"consultation": consultation, "organisation": organisation}
        record(actor, "drafting_begun", submission, status=Status.DRAFTING, **said)
        return submission
    return hold_open(actor, submission)


@transaction.atomic
def describe(actor, submission, base, **fields):
    """Say how the position was formed and what may be published of it."""
    if others := fields.keys() - {*Submission.WRITTEN}:
        names = ", ".join(sorted(others))
        raise Refused(gettext("Nobody can set this: %(names)s.") % {"names": names})
    submission = hold_open(actor, submission)
    if settled := merge(submission, base, fields):
        record_held(actor, "edited", submission, **settled)
    return submission


@transaction.atomic
def decline(actor, submission, reason=""):
    """Say that one's organisation will say nothing in this round; what was drafted stays."""
    submission = take(submission)
    require_rule(actor, sends, submission)
    require_taking(submission.consultation)
    require_open(submission)
    said = {"status": Status.DECLINED, "declined_because": reason.strip()}
    record_held(actor, "declined", submission, **said)
    return submission


def fall_silent(actor, consultation):
    """Write down who has said nothing, as a round ends; what they typed stays with them.

    Whoever is just sending is waited for, and then has sent.
    """
    for each in consultation.submissions.silent().order_by("pk"):
        if lock(each).is_open:
            record_held(actor, "fell_silent", each, status=Status.NO_REPLY)


def hold_open(actor, submission):
    """The submission as it is now, held, for somebody of its organisation who writes in it."""
    submission = take(submission)
    require_rule(actor, drafts, submission)
    require_taking(submission.consultation)
    require_open(submission)
    if submission.status == Status.INVITED:
        record_held(actor, "drafting_begun", submission, status=Status.DRAFTING)
    return submission


def take(submission):
    """The submission as it is now, held, with its round and the map as they are now."""
    found = lock(Submission.objects.get(pk=submission.pk))
    near = Consultation.objects.select_related("roadmap", "edition")
    found.consultation = near.defer("edition__gzipped", "edition__brotlied").get(
        pk=found.consultation_id
    )
    return found


def hold_round(consultation):
    """A round as it is now, held: it is not closed while somebody new begins to speak in it."""
    rows = Consultation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("roadmap").get(pk=consultation.pk)


def require_taking(consultation):
    """Refuse what comes after the end of a round."""
    if not consultation.is_taking:
        message = gettext(
            "This consultation is over: nothing more can be said in it. What you had saved is kept."
        )
        raise Refused(message)


def require_open(submission):
    """Refuse to write in what was sent, declined or withdrawn."""
    if submission.status == Status.SUBMITTED:
        raise Refused(gettext("This has been sent. Take it back first to change it."))
    if not submission.is_open:
        state = label("submission_status", submission.status)
        raise Refused(gettext("Nothing more is written here: %(state)s.") % {"state": state})


def _require_asked(consultation):
    if consultation.audience != Audience.PUBLIC:
        raise PermissionDenied(gettext("Only those who are invited are asked in this round."))

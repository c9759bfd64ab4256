"""One thing that one person is told of: on their own page, and perhaps by mail."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.rules import Rule
from accounts.rules import require as require_rule
from changes.models import Ledger, lock, record_held
from roadmaps.elements import Element
from roadmaps.map_roles import MapRole
from roadmaps.milestones import ProgressUpdate
from roadmaps.notices.preferences import USUAL, NoticePreference
from roadmaps.roadmap import Roadmap
from roadmaps.stages import Role, Stage, Visibility
from terms.fields import TermField
from terms.vocabulary import choices

Kind = choices("notice_kind")

ASKED = (Kind.REVIEW_ASKED, Kind.SIGNOFF_ASKED, Kind.PROPOSAL_MADE)  # they wait until settled
OF_A_ROUND = (
    Kind.CONSULTATION_CLOSING, Kind.SUBMISSION_RECEIVED, Kind.COMMENT_ANSWERED, Kind.TEXT_CHANGED,
    Kind.ANSWERS_PUBLISHED,
)  # fmt: skip
NEWS = (
    Kind.STAGE_CHANGED,
    Kind.PROPOSAL_ANSWERED,
    Kind.MENTIONED,
    *OF_A_ROUND,
)  # nothing of it waits to be done
INSIDE = (Role.STEWARD, Role.APPROVER)  # who may read what is for the government only
FRESH = timedelta(days=7)  # what is older is not written about any more
IN_DOUBT = timedelta(minutes=5)  # after which a mail that nobody saw off is sent once more
MOST_ATTEMPTS = 5


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Their own, about maps on which they have a role and elements that they may read there.

        What is about the submission of an organisation is for those who are of it. It is asked as
        it is now, and not as it was when they were told.
        """
        held = MapRole.objects.held_by(actor)
        inside = held.filter(role__in=INSIDE).values("roadmap")
        open_to_members = models.Q(element__visibility__in=(Visibility.PUBLIC, Visibility.PARTNERS))
        seen = models.Q(element=None) | open_to_members | models.Q(roadmap__in=inside)
        submissions = Notice._meta.get_field("submission").related_model.objects.of(actor)
        here = models.Q(submission=None, roadmap__in=held.values("roadmap"))
        here |= models.Q(submission__in=submissions.values("pk"))
        mine = self.filter(seen, here, person=actor.pk)
        proposals = Notice._meta.get_field("proposal").related_model.objects.visible_to(actor)
        shown = models.Q(proposal=None) | models.Q(proposal__in=proposals.values("pk"))
        threads = Notice._meta.get_field("thread").related_model.objects.visible_to(actor)
        read = models.Q(thread=None) | models.Q(thread__in=threads.values("pk"))
        return mine.filter(shown, read)

    def waiting(self):
        """What still waits to be done: reviews, sign-offs, and reports that nobody has made."""
        reports = ProgressUpdate.objects.standing().filter(
            initiative=models.OuterRef("element"), as_of__gt=models.OuterRef("since")
        )
        due = models.Q(kind=Kind.PROGRESS_DUE) & ~models.Exists(reports)
        living = self.exclude(roadmap__stage=Stage.RETIRED)
        return living.filter(models.Q(kind__in=ASKED) | due, done_at=None)

    def unsettled(self):
        """What somebody was asked for, and nothing has settled yet."""
        return self.exclude(kind__in=NEWS).filter(done_at=None)

    def near(self):
        """Together with what its sentence names."""
        return self.select_related(
            "person",
            "actor",
            "roadmap",
            "element",
            "organisation",
            "proposal",
            "submission__consultation",
            "submission__organisation",
        )

    def unsent(self):
        """What may still go out by mail: it is new, was not seen yet, and is not over."""
        waiting = Notice.objects.waiting().values("pk")
        living = self.filter(models.Q(kind__in=NEWS) | models.Q(pk__in=waiting))
        fresh = living.filter(made_at__gt=timezone.now() - FRESH, attempts__lt=MOST_ATTEMPTS)
        return fresh.filter(sent_at=None, withheld_at=None, seen_at=None)

    def to_be_told(self, pace):
        """What is to go out by mail at this pace and was not taken by anybody yet."""
        whens = [models.When(kind=kind, then=models.Value(usual)) for kind, usual in USUAL.items()]
        mine = NoticePreference.objects.filter(
            person=models.OuterRef("person"), kind=models.OuterRef("kind")
        )
        usual = models.Case(*whens, output_field=models.CharField())
        wish = Coalesce(models.Subquery(mine.values("pace")), usual)
        return self.unsent().filter(mail=None).annotate(wish=wish).filter(wish=pace)

    def in_doubt(self):
        """What was taken to be sent a while ago, and of which nobody knows whether it was."""
        return self.unsent().filter(taken_at__lt=timezone.now() - IN_DOUBT)


class Notice(Ledger):
    """One thing that one person is told of, and whether it was seen, sent, settled.

    It is a ledger of its own, so that telling many people holds up nobody. Sending it by mail takes
    three steps: nobody has taken it; somebody has (`taken_at`, `mail`); it is out (`sent_at`).
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = TermField("notice_kind")
    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="notices")
    element = models.ForeignKey(
        Element, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    organisation = models.ForeignKey(  # whose sign-off is asked
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposal = models.ForeignKey(  # that was made or answered
        "roadmaps.Proposal", models.CASCADE, null=True, blank=True, related_name="notices"
    )
    submission = models.ForeignKey(  # of an organisation, in a round
        "roadmaps.Submission", models.CASCADE, null=True, blank=True, related_name="notices"
    )
    thread = models.ForeignKey(  # in which the person was mentioned
        "roadmaps.Thread", models.CASCADE, null=True, blank=True, related_name="notices"
    )
    actor = models.ForeignKey(  # none: the clock
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    step = TermField("map_transition", blank=True)
    stage = TermField("map_state", blank=True)  # of the map when it was told
    reason = models.TextField(blank=True)
    since = models.DateField(null=True, blank=True)  # from when on no report came
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    mail = models.UUIDField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    withheld_at = models.DateTimeField(null=True, blank=True)

    UNTOLD = frozenset({"reason"})  # it stands in the log of the map, which has readers

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "element", "since"],
                condition=models.Q(kind="progress_due"),
                name="reminded_once_of_a_report",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "roadmap", "organisation"],
                condition=models.Q(done_at=None, kind__in=["review_asked", "signoff_asked"]),
                nulls_distinct=False,
                name="asked_once_until_settled",
            ),
            models.UniqueConstraint(
                fields=["person", "submission"],
                condition=models.Q(kind="consultation_closing"),
                name="told_once_that_it_closes",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-made_at"], name="notices_of_a_person"),
            models.Index(
                fields=["made_at"],
                condition=models.Q(sent_at=None, withheld_at=None),
                name="notices_to_be_sent",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.kind}"


@Rule
def is_own(actor, notice):
    """Is it this very person who was told?"""
    return actor.is_authenticated and actor.is_active and actor.pk == notice.person_id


@transaction.atomic
def see(actor, notice):
    """Say that one has seen it; it is not written about any more."""
    require_rule(actor, is_own, notice)
    if lock(notice).seen_at is None:
        record_held(actor, "seen", notice, seen_at=timezone.now())
    return notice

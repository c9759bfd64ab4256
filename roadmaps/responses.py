"""What a ministry answers in a round: one reasoned response to one comment, or to many alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.onlookers import Onlooker
from changes.models import Ledger
from roadmaps.comments import Comment
from roadmaps.consultations import Consultation
from roadmaps.submissions import answered_for
from terms.fields import TermField
from terms.vocabulary import TERMS, choices

Disposition = choices("comment_disposition")
CHANGING = tuple(code for code, term in TERMS["comment_disposition"].items() if term["changes_map"])


class ResponseQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """All of them for those who answer for the map; to others those given to their comments.

        An onlooker sees nothing beyond what the person may see who looks.
        """
        if not actor.is_authenticated:
            return self.none()
        seen = models.Q(consultation__roadmap__in=answered_for(actor))
        own = Organisation.objects.of(actor).values("pk")
        to_them = Answered.objects.filter(comment__submission__organisation__in=own)
        seen |= models.Q(given_at__isnull=False, pk__in=to_them.values("response"))
        if isinstance(actor, Onlooker):
            theirs = Response.objects.visible_to(actor.looker)
            return self.filter(seen, pk__in=theirs.values("pk"))
        return self.filter(seen)

    def given(self):
        """Those that the ones who commented may read."""
        return self.filter(given_at__isnull=False)


class Response(Ledger):
    """One reasoned answer to comments of a round, and what it changed on the map.

    It is a ledger of its own: nobody can tell from the numbers of the map that it is written.
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="responses")
    number = models.PositiveSmallIntegerField()  # within the round, never used again
    comments = models.ManyToManyField(
        Comment, through="Answered", related_name="responses", verbose_name=_("comments")
    )
    disposition = TermField(
        "comment_disposition", verbose_name=_("disposition"), default=Disposition.PENDING
    )
    said = models.TextField(_("you said"), blank=True, max_length=2000)
    text = models.TextField(_("what we did"), blank=True, max_length=20_000)
    reason = models.TextField(_("why"), blank=True, max_length=20_000)
    changes = models.JSONField(_("changes that it led to"), default=list, blank=True)
    assigned_to = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responses",
        verbose_name=_("who answers"),
    )
    given_at = models.DateTimeField(null=True, blank=True, editable=False)

    WRITTEN = ("comments", "disposition", "said", "text", "reason", "changes", "assigned_to")

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="response_number_once"),
            models.CheckConstraint(
                condition=models.Q(given_at=None)
                | ~models.Q(disposition=Disposition.PENDING.value),
                name="what_is_given_says_something",
            ),
        ]

    def __str__(self):
        return f"{self.consultation} {self.number}"

    @property
    def roadmap(self):
        return self.consultation.roadmap

    @property
    def is_given(self):
        return self.given_at is not None

    @property
    def is_settled(self):
        """Whether it says what becomes of the comments."""
        return self.disposition != Disposition.PENDING


class Answered(models.Model):
    """Which response answers a comment: one at most."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answered")
    comment = models.OneToOneField(Comment, models.PROTECT, related_name="answered")

    class Meta:
        ordering = ["response", "pk"]

    def __str__(self):
        return f"{self.response_id}: {self.comment_id}"

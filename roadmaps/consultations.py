"""Rounds of consultation: what is asked, of whom, until when, and when the answer is due."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.onlookers import Onlooker
from accounts.rules import Refused
from changes.models import Recorded, record
from roadmaps.editions import Edition
from roadmaps.map_roles import MapRole
from roadmaps.roadmap import Roadmap

SHORTEST = timedelta(days=28)
ANSWERED_IN = timedelta(days=84)
MOST_QUESTIONS = 8
LONGEST_QUESTION = 500


class Audience(models.TextChoices):
    """Who may say something."""

    INVITED = "invited", _("Those who are invited")
    PUBLIC = "public", _("Everybody")


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those in which everybody is asked, or which are answered; others for those in them.

        An onlooker sees nothing beyond what the person may see who looks.
        """
        seen = models.Q(audience=Audience.PUBLIC) | models.Q(answered_at__isnull=False)
        if actor.is_authenticated:
            seen |= models.Q(roadmap__in=MapRole.objects.held_by(actor).values("roadmap"))
            invited = Organisation.objects.of(actor).values("submissions__consultation")
            seen |= models.Q(pk__in=invited)
            asked = Organisation.objects.of(actor).values("consulted__submission__consultation")
            seen |= models.Q(pk__in=asked)  # by an association, of which it is a member
        if isinstance(actor, Onlooker) and actor.is_authenticated:
            theirs = Consultation.objects.visible_to(actor.looker)
            return self.filter(seen, pk__in=theirs.values("pk"))
        return self.filter(seen)

    def open(self):
        return self.filter(closed_at=None)

    def answering(self):
        """Those that are over, and whose answers nobody has published yet."""
        return self.filter(closed_at__isnull=False, answered_at=None)

    def due(self):
        """Those whose time is over, and which nobody has closed yet."""
        return self.open().filter(closes_at__lte=timezone.now())


class Consultation(Recorded):
    """One round in which others are asked about a text that is frozen for it."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="consultations")
    edition = models.OneToOneField(Edition, models.PROTECT, related_name="consultation")
    title = models.CharField(_("title"), max_length=200)
    brief = models.TextField(_("brief"))
    questions = models.JSONField(_("questions"), default=list, blank=True)
    notice = models.TextField(_("what is kept confidential"), blank=True)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    closed_at = models.DateTimeField(null=True, blank=True)
    answer_due = models.DateField(_("answer due"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["roadmap", "-opens_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap"],
                condition=models.Q(closed_at=None),
                name="one_open_consultation_a_map",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="consultation_closes_after_it_opens",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def ledger(self):
        return self.roadmap

    @property
    def is_open(self):
        return self.closed_at is None

    @property
    def is_taking(self):
        """Whether anything can still be said: its time may be over before the clock closes it."""
        return self.closed_at is None and timezone.now() < self.closes_at

    @property
    def ends_at(self):
        """When it ends, or has ended: whoever asks may have closed it before its time."""
        return min(self.closes_at, self.closed_at or self.closes_at)

    @property
    def told_notice(self):
        """What those who are asked read of confidentiality, in the words of whoever asks."""
        return self.notice or gettext(
            "What you send is read by your own organisation and by those who answer for the map, "
            "and by nobody else. What is published in the end you choose yourselves. Points that "
            "you mark as confidential are counted and not shown; the laws on transparency may "
            "oblige us to hand them over."
        )


def begin(actor, roadmap, edition, closes_at, **said):
    """Open a round on a text that was frozen for it. Only `workflow` calls this.

    said: title, brief, audience; and perhaps questions and notice.
    """
    require_long_enough(closes_at)
    said["questions"] = clean_questions(said.get("questions", ()))
    consultation = Consultation(roadmap=roadmap)
    now = timezone.now()
    said |= {"edition": edition, "opens_at": now, "closes_at": closes_at}
    record(actor, "consultation_begun", consultation, **said)
    return consultation


def clean_questions(questions) -> list[str]:
    """The questions without empty ones; more than eight are answered by nobody."""
    kept = [" ".join(str(each).split()) for each in questions]
    kept = [each for each in kept if each]
    if len(kept) > MOST_QUESTIONS:
        words = {"most": MOST_QUESTIONS, "number": len(kept)}
        message = gettext("Ask %(most)s questions or fewer; these are %(number)s.") % words
        raise ValidationError(message)
    if any(len(each) > LONGEST_QUESTION for each in kept):
        message = gettext("A question has %(most)s characters at most.")
        raise ValidationError(message % {"most": LONGEST_QUESTION})
    return kept


def extend(actor, roadmap, closes_at):
    """Give those who are asked more time, and never less. Only `workflow` calls this."""
    consultation = _running(roadmap)
    if closes_at <= consultation.closes_at:
        raise Refused(gettext("A consultation may be made longer, and never shorter."))
    if closes_at <= timezone.now():
        raise Refused(gettext("This day is over already."))
    record(actor, "consultation_extended", consultation, closes_at=closes_at)
    return consultation


def close(actor, roadmap):
    """End the round; from now on the answer is awaited. Only `workflow` calls this."""
    consultation, now = _running(roadmap), timezone.now()
    answer_due = (now + ANSWERED_IN).date()
    record(actor, "consultation_closed", consultation, closed_at=now, answer_due=answer_due)
    return consultation


def answer(actor, consultation):
    """Say that the answers of a round are out; they came with an edition."""
    record(actor, "answers_published", consultation, answered_at=timezone.now())


def is_over(roadmap) -> bool:
    """Whether the time of the round is over."""
    return _running(roadmap).closes_at <= timezone.now()


def require_long_enough(closes_at):
    """Refuse a round in which nobody could ask their members."""
    if closes_at < timezone.now() + SHORTEST:
        raise Refused(gettext("A consultation lasts 28 days or more."))


def _running(roadmap):
    consultation = roadmap.consultations.open().first()
    if consultation is None:
        raise Refused(gettext("No consultation is open on this map."))
    consultation.roadmap = roadmap
    return consultation

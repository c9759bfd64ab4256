"""Rounds of consultation: what is asked, of whom, until when, and when the answer is due."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.rules import Refused
from changes.models import Recorded, record
from roadmaps.editions import Edition
from roadmaps.map_roles import MapRole
from roadmaps.roadmap import Roadmap

SHORTEST = timedelta(days=28)
ANSWERED_IN = timedelta(days=84)


class Audience(models.TextChoices):
    """Who may say something."""

    INVITED = "invited", _("Those who are invited")
    PUBLIC = "public", _("Everybody")


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those in which everybody is asked; others for those who work on the map."""
        seen = models.Q(audience=Audience.PUBLIC)
        if actor.is_authenticated:
            seen |= models.Q(roadmap__in=MapRole.objects.held_by(actor).values("roadmap"))
        return self.filter(seen)

    def open(self):
        return self.filter(closed_at=None)

    def due(self):
        """Those whose time is over, and which nobody has closed yet."""
        return self.open().filter(closes_at__lte=timezone.now())


class Consultation(Recorded):
    """One round in which others are asked about a text that is frozen for it."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="consultations")
    edition = models.OneToOneField(Edition, models.PROTECT, related_name="consultation")
    title = models.CharField(_("title"), max_length=200)
    brief = models.TextField(_("brief"))
    audience = models.CharField(_("audience"), max_length=10, choices=Audience)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    closed_at = models.DateTimeField(null=True, blank=True)
    answer_due = models.DateField(_("answer due"), null=True, blank=True)

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


def begin(actor, roadmap, edition, title, brief, audience, closes_at):
    """Open a round on a text that was frozen for it. Only `workflow` calls this."""
    require_long_enough(closes_at)
    consultation = Consultation(roadmap=roadmap)
    said = {"edition": edition, "title": title, "brief": brief, "audience": audience}
    record(
        actor, "consultation_begun", consultation,
        opens_at=timezone.now(), closes_at=closes_at, **said,
    )  # fmt: skip
    return consultation


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

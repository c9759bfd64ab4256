"""How an initiative gets on: what was planned, what is expected, what was reached."""

from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from changes.models import lock
from roadmaps import contents
from roadmaps.contents import Content, ContentQuerySet
from roadmaps.elements import Initiative
from roadmaps.roadmap import Refused
from roadmaps.rules import require
from sectors.sources import Evidenced
from terms.fields import TermField
from terms.periods import PeriodField


class Milestone(Evidenced, Content):
    """A step of an initiative that can be reached or missed."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="milestones")
    title = models.CharField(_("title"), max_length=200)
    planned = PeriodField(_("planned"), blank=True)
    forecast = PeriodField(_("expected"), blank=True)
    achieved = PeriodField(_("reached"), blank=True)

    objects = ContentQuerySet.as_manager()

    PLACE = ("initiative",)
    WRITTEN = ("title", "planned", "forecast", "achieved", "source", "certainty")
    MONITORED = {"forecast", "achieved"}  # written also while the contents are locked

    class Meta:
        ordering = ["initiative", "position", "planned", "title"]

    def __str__(self):
        return self.title

    @property
    def roadmap(self):
        return self.initiative.roadmap

    @property
    def ledger(self):
        return self.initiative.roadmap

    def is_led_by(self, actor):
        return self.initiative.is_led_by(actor)

    @property
    def siblings(self):
        return Milestone.objects.standing().filter(initiative=self.initiative_id)


class ProgressUpdate(Content):
    """What the lead of an initiative says of its progress, on a day."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="progress")
    as_of = models.DateField(_("as of"))
    status = TermField("initiative_status", verbose_name=_("status"))
    confidence = TermField("delivery_confidence", verbose_name=_("confidence"))
    narrative = models.TextField(_("in a sentence"))

    objects = ContentQuerySet.as_manager()

    PLACE = ("initiative",)
    WRITTEN = ("as_of", "status", "confidence", "narrative")

    class Meta:
        ordering = ["initiative", "-as_of", "position"]

    def __str__(self):
        return f"{self.initiative.code} {self.as_of}: {self.confidence}"

    @property
    def roadmap(self):
        return self.initiative.roadmap

    @property
    def ledger(self):
        return self.initiative.roadmap

    def is_led_by(self, actor):
        return self.initiative.is_led_by(actor)

    @property
    def siblings(self):
        return ProgressUpdate.objects.standing().filter(initiative=self.initiative_id)


@transaction.atomic
def plan(actor, initiative, title, **fields):
    """Add a milestone to an initiative."""
    lock(initiative.ledger)
    require(actor, "edit", initiative)
    milestone = Milestone(initiative=initiative)
    return contents.add(actor, "planned", milestone, title=title, **fields)


@transaction.atomic
def report(actor, initiative, **fields):
    """Say how an initiative gets on; this needs no new edition of the map."""
    lock(initiative.ledger)
    require(actor, "report", initiative)
    return contents.add(actor, "reported", ProgressUpdate(initiative=initiative), **fields)


@transaction.atomic
def edit(actor, step, base, **fields):
    """Change a milestone or a progress update.

    What is expected and what was reached may be written while the contents are locked. base is the
    revision of the map that the writer saw.
    """
    is_report = isinstance(step, ProgressUpdate) or fields.keys() <= Milestone.MONITORED
    taken = contents.take(actor, step, "report" if is_report else "edit")
    return contents.edit(actor, taken, base, **fields)


@transaction.atomic
def withdraw(actor, step):
    """Take back a milestone or a progress update; the history keeps it."""
    return contents.withdraw(actor, contents.take(actor, step, rule_of(step)))


@transaction.atomic
def restore(actor, step):
    """Put back a milestone or a progress update that was withdrawn."""
    return contents.restore(actor, contents.take(actor, step, rule_of(step)))


@transaction.atomic
def reorder(actor, milestone, after=None):
    """Put a milestone behind another one, or before all of them; reports stand by their days."""
    taken = contents.take(actor, milestone)
    if isinstance(taken, ProgressUpdate):
        raise Refused(gettext("Reports stand in the order of their days."))
    return contents.reorder(actor, taken, after)


def rule_of(step):
    """Which right it needs to write this: progress is told also while the contents are locked."""
    return "report" if isinstance(step, ProgressUpdate) else "edit"

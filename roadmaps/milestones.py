"""How an initiative gets on: what was planned, what is expected, what was reached."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from changes.models import lock
from roadmaps import contents
from roadmaps.contents import Content, ContentQuerySet
from roadmaps.elements import Initiative
from roadmaps.entries import Entry
from roadmaps.roadmap import Refused
from roadmaps.rules import require
from roadmaps.stages import Visibility
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
    TOLD = ("id", "title", "planned", "forecast", "achieved")  # in documents

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
    TOLD = ("id", *WRITTEN)  # in documents

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
    update = ProgressUpdate(initiative=initiative)
    return tell(contents.add(actor, "reported", update, **fields))


@transaction.atomic
def edit(actor, step, base, **fields):
    """Change a milestone or a progress update.

    What is expected and what was reached may be written while the contents are locked. base is the
    revision of the map that the writer saw.
    """
    is_report = isinstance(step, ProgressUpdate) or fields.keys() <= Milestone.MONITORED
    taken = contents.take(actor, step, "report" if is_report else "edit")
    return tell(contents.edit(actor, taken, base, **fields))


@transaction.atomic
def withdraw(actor, step):
    """Take back a milestone or a progress update; the history keeps it."""
    return tell(contents.withdraw(actor, contents.take(actor, step, rule_of(step))))


@transaction.atomic
def restore(actor, step):
    """Put back a milestone or a progress update that was withdrawn."""
    return tell(contents.restore(actor, contents.take(actor, step, rule_of(step))))


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


def tell(step):
    """Let the public see at once how an initiative gets on, where the edition in force has it.

    Contents wait for the next edition, monitoring does not. What is meant for fewer readers by now
    is told to nobody from outside.
    """
    roadmap = step.roadmap
    open_now = Initiative.objects.standing().filter(visibility=Visibility.PUBLIC)
    if roadmap.is_published and (place := open_now.filter(pk=step.initiative_id).first()):
        steps, reports = (_told(model, place) for model in (Milestone, ProgressUpdate))
        Entry.objects.track(roadmap, place.code, steps, reports, timezone.localdate())
    return step


def _told(model, initiative):
    """The milestones, or the progress updates, of one initiative as documents tell them."""
    rows = model.objects.standing().filter(initiative=initiative.pk).values(*model.TOLD)
    return [{name: str(value) if value else None for name, value in row.items()} for row in rows]

"""How an initiative gets on: what was planned, what is expected, what was reached."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.models import Recorded, record
from roadmaps.elements import Initiative
from roadmaps.rules import require
from sectors.sources import Evidenced
from terms.fields import TermField
from terms.periods import PeriodField


class Milestone(Evidenced, Recorded):
    """A step of an initiative that can be reached or missed."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="milestones")
    title = models.CharField(_("title"), max_length=200)
    planned = PeriodField(_("planned"), blank=True)
    forecast = PeriodField(_("expected"), blank=True)
    achieved = PeriodField(_("reached"), blank=True)

    class Meta:
        ordering = ["initiative", "planned", "title"]

    def __str__(self):
        return self.title

    @property
    def roadmap(self):
        return self.initiative.roadmap

    @property
    def ledger(self):
        return self.initiative.roadmap


class ProgressUpdate(Recorded):
    """What the lead of an initiative says of its progress, on a day."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="progress")
    as_of = models.DateField(_("as of"))
    status = TermField("initiative_status", verbose_name=_("status"))
    confidence = TermField("delivery_confidence", verbose_name=_("confidence"))
    narrative = models.TextField(_("in a sentence"))

    class Meta:
        ordering = ["initiative", "-as_of"]

    def __str__(self):
        return f"{self.initiative.code} {self.as_of}: {self.confidence}"

    @property
    def roadmap(self):
        return self.initiative.roadmap

    @property
    def ledger(self):
        return self.initiative.roadmap


def plan(actor, initiative, title, **fields):
    """Add a milestone to an initiative."""
    require(actor, "edit", initiative)
    milestone = Milestone(initiative=initiative)
    record(actor, "planned", milestone, title=title, **fields)
    return milestone


def report(actor, initiative, **fields):
    """Say how an initiative gets on; this needs no new edition of the map."""
    require(actor, "report", initiative)
    update = ProgressUpdate(initiative=initiative)
    record(actor, "reported", update, **fields)
    return update

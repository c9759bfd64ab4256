"""Research centres on their way to becoming industrial innovation institutes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.rules import enter
from changes.models import Ledger, Recorded
from sectors.programmes import Programme
from sectors.sectors import Sector
from sectors.sources import Evidenced
from terms.fields import TermField
from terms.periods import PeriodField


class Institute(Evidenced, Ledger):
    """A research centre, here or abroad, seen as an industrial innovation institute."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="institutes"
    )
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="institute")
    host = models.CharField(_("host or owner"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    family = models.CharField(_("family"), max_length=120, blank=True)
    fields = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    sectors = models.ManyToManyField(Sector, blank=True, related_name="institutes")
    stage = TermField("institute_stage", verbose_name=_("stage"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["organisation__name"]

    def __str__(self):
        return str(self.organisation)


class FundingShare(Evidenced, Recorded):
    """Which part of an institute's income comes from where, in a year or by its model."""

    institute = models.ForeignKey(Institute, models.CASCADE, related_name="funding_shares")
    period = PeriodField(_("period"), blank=True)
    kind = TermField("funding_kind", verbose_name=_("kind"))
    operator = TermField("figure_operator", verbose_name=_("operator"), default="eq")
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2)
    of_what = models.CharField(_("percent of what"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["institute", "period", "kind"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__gte=0, percent__lte=100),
                name="funding_share_is_a_share",
                violation_error_message=_("A share lies between 0 and 100 percent."),
            )
        ]

    def __str__(self):
        return f"{self.institute}: {self.kind} {self.percent} %"

    @property
    def ledger(self):
        return self.institute


def add(actor, organisation, **fields):
    """Enter a research centre among the institutes."""
    return enter(actor, Institute(organisation=organisation), organisation=organisation, **fields)


def fund(actor, institute, kind, percent, **fields):
    """Write down a part of an institute's income."""
    return enter(actor, FundingShare(institute=institute), kind=kind, percent=percent, **fields)

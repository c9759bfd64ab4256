"""Series of numbers about sectors and countries, as statistics publish them."""

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
from terms.translations import Translated


class Indicator(Translated, Ledger):
    """Something that is measured again and again, of one sector, of several, or of a country."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="indicators")
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    kind = TermField("figure_kind", verbose_name=_("kind"))
    frequency = TermField("frequency", verbose_name=_("frequency"), blank=True)
    frequency_note = models.CharField(_("frequency as printed"), max_length=60, blank=True)
    direction = TermField("desired_direction", verbose_name=_("better"), blank=True)
    sectors = models.ManyToManyField(Sector, blank=True, related_name="indicators")
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    next_due = models.DateField(_("next value due"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Observation(Evidenced, Recorded):
    """One value of an indicator: first-published and revised ones stand side by side."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="observations")
    position = models.PositiveSmallIntegerField(default=0)  # as listed by the source
    place = models.CharField(_("place"), max_length=20)  # ISO 3166 or the name of a group
    partner = models.CharField(_("counterpart"), max_length=20, blank=True)  # of a bilateral flow
    period = PeriodField(_("period"), blank=True)
    period_note = models.CharField(_("period as printed"), max_length=120, blank=True)
    operator = TermField("figure_operator", verbose_name=_("operator"), default="eq")
    low = models.DecimalField(_("value, or lower end"), max_digits=30, decimal_places=8)
    high = models.DecimalField(
        _("upper end"), max_digits=30, decimal_places=8, null=True, blank=True
    )
    status = TermField("observation_status", verbose_name=_("status"))
    vintage = models.CharField(_("vintage"), max_length=60, blank=True)
    scope = models.CharField(_("scope"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["indicator", "position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(operator="range", high__isnull=False, high__gte=models.F("low"))
                | (~models.Q(operator="range") & models.Q(high__isnull=True)),
                name="observation_range_runs_upwards",
                violation_error_message=_(
                    "A range needs an upper end that is not below its lower end."
                ),
            )
        ]

    def __str__(self):
        return f"{self.indicator} {self.place} {self.period}"

    @property
    def ledger(self):
        return self.indicator


def add(actor, programme, code, **fields):
    """Name something that will be measured again and again."""
    indicator = Indicator(programme=programme, code=code)
    return enter(actor, indicator, programme=programme, code=code, **fields)


def observe(actor, indicator, **fields):
    """Write down one value of an indicator."""
    return enter(actor, Observation(indicator=indicator), **fields)

"""A country's or region's set of maps, and how it groups its sectors."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.rules import enter
from changes.models import Ledger, Recorded
from sectors.sources import Evidenced
from terms.fields import TermField
from terms.periods import PeriodField
from terms.translations import Translated


class Programme(Translated, Ledger):
    """A country's or region's set of maps, in which coverage of GDP is counted."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    place = models.CharField(_("place"), max_length=10)  # ISO 3166
    languages = ArrayField(models.CharField(max_length=5), verbose_name=_("languages"))
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Pillar(Translated, Evidenced, Recorded):
    """The name that a programme gives to one of the pillars of its strategies."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="pillars")
    code = TermField("pillar", verbose_name=_("pillar"))
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["programme", "code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="pillar_once_a_programme")
        ]

    def __str__(self):
        return self.name

    @property
    def ledger(self):
        return self.programme


class Event(Translated, Evidenced, Recorded):
    """A day in the life of a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="events")
    date = PeriodField(_("date"))
    text = models.CharField(_("what happened"), max_length=300)

    class Meta:
        ordering = ["programme", "date"]

    def __str__(self):
        return f"{self.date}: {self.text}"

    @property
    def ledger(self):
        return self.programme


class Cluster(Translated, Evidenced, Recorded):
    """A group of sectors within one scheme; schemes change over time."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="clusters")
    scheme = models.CharField(_("scheme"), max_length=60)
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["programme", "scheme", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "scheme", "code"], name="cluster_once_a_scheme"
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.scheme})"

    @property
    def ledger(self):
        return self.programme


def add(actor, code, **fields):
    """Begin a country's set of maps."""
    return enter(actor, Programme(code=code), code=code, **fields)


def name_pillar(actor, programme, code, **fields):
    """Say what a programme calls one of its pillars."""
    return enter(actor, Pillar(programme=programme, code=code), code=code, **fields)


def remember(actor, programme, date, text, **fields):
    """Note a day in the life of a programme."""
    return enter(actor, Event(programme=programme), date=date, text=text, **fields)


def group(actor, programme, scheme, code, **fields):
    """Add a group of sectors to one of the programme's schemes."""
    cluster = Cluster(programme=programme, scheme=scheme, code=code)
    return enter(actor, cluster, scheme=scheme, code=code, **fields)

"""The sectors of an economy, with the codes by which statistics know them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.rules import enter, maintains, require
from changes.models import Ledger, Recorded, record
from sectors.programmes import Cluster, Programme
from sectors.sources import Evidenced
from terms.translations import Translated


class Sector(Translated, Ledger):
    """A part of the economy that has, or should have, a map."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="sectors")
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    lead = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="sectors"
    )
    is_priority = models.BooleanField(_("named as a priority"), default=False)
    regions = ArrayField(models.CharField(max_length=80), default=list, blank=True)  # in words
    places = ArrayField(models.CharField(max_length=10), default=list, blank=True)  # ISO 3166-2
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="active_in")
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Classification(Evidenced, Recorded):
    """A code, or a range of codes, that a statistical scheme gives to a sector."""

    sector = models.ForeignKey(Sector, models.CASCADE, related_name="classifications")
    scheme = models.CharField(_("scheme"), max_length=20)  # ISIC, NAICS, SCIAN, SSIC
    version = models.CharField(_("version"), max_length=20)
    code = models.CharField(_("code or range"), max_length=20)

    class Meta:
        ordering = ["sector", "scheme", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["sector", "scheme", "version", "code"], name="classification_once"
            )
        ]

    def __str__(self):
        return f"{self.scheme} {self.version} {self.code}"

    @property
    def ledger(self):
        return self.sector


class Grouping(Evidenced, Recorded):
    """A sector stands in one cluster of a scheme."""

    sector = models.ForeignKey(Sector, models.CASCADE, related_name="groupings")
    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="groupings")
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["sector", "cluster"]
        constraints = [
            models.UniqueConstraint(fields=["sector", "cluster"], name="sector_once_a_cluster")
        ]

    def __str__(self):
        return f"{self.sector} · {self.cluster}"

    @property
    def ledger(self):
        return self.sector


def add(actor, programme, code, **fields):
    """Name a sector of the economy."""
    sector = Sector(programme=programme, code=code)
    return enter(actor, sector, programme=programme, code=code, **fields)


def classify(actor, sector, scheme, version, code, **fields):
    """Say by which code a statistical scheme knows the sector."""
    row = Classification(sector=sector)
    return enter(actor, row, scheme=scheme, version=version, code=code, **fields)


def gather(actor, sector, organisations):
    """Say which organisations are at work in a sector."""
    require(actor, maintains, sector)
    record(actor, "gathered", sector, organisations=organisations)
    return sector


def place(actor, sector, cluster, **fields):
    """Put a sector into a cluster."""
    return enter(actor, Grouping(sector=sector, cluster=cluster), cluster=cluster, **fields)

"""Where a fact was read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.rules import enter
from changes.models import Ledger
from terms.fields import TermField


class Source(Ledger):
    """A publication that a figure or a statement was read in."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200)
    date = models.CharField(_("date"), max_length=60, blank=True)  # as printed
    url = models.URLField(_("address"), max_length=600, blank=True)
    kind = TermField("source_kind", verbose_name=_("kind"), blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return f"{self.publisher}: {self.title}"


class Evidenced(models.Model):
    """Something that says where it was read and how far it can be trusted."""

    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    certainty = TermField("certainty", verbose_name=_("certainty"), default="unverified")

    class Meta:
        abstract = True


def add(actor, code, **fields):
    """Enter a publication in the register of sources."""
    return enter(actor, Source(code=code), code=code, **fields)

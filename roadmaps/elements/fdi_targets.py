from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from roadmaps.elements.element import Element
from terms.fields import TermField
from terms.places import is_country, require_places


class FDITarget(Element):
    """A kind of foreign investment that the country wants to host: an activity, not an investor."""

    activity = models.CharField(_("activity"), max_length=200, blank=True)
    motive = TermField("fdi_motive", verbose_name=_("motive"), blank=True)
    mode = TermField("fdi_mode", verbose_name=_("mode"), blank=True)
    proposition = models.TextField(_("proposition"), blank=True)
    origin_countries = ArrayField(
        models.CharField(max_length=2),  # ISO 3166-1
        verbose_name=_("countries of origin"),
        default=list,
        blank=True,
    )
    quality_tests = ArrayField(
        TermField("fdi_quality"), verbose_name=_("tests of quality"), default=list, blank=True
    )
    stage = TermField("fdi_stage", verbose_name=_("stage"), blank=True)

    OWN = (
        "activity", "motive", "mode", "proposition", "origin_countries", "quality_tests", "stage",
    )  # fmt: skip

    def clean(self):
        """Whether the countries are countries."""
        super().clean()
        require_places("origin_countries", self.origin_countries, is_country)

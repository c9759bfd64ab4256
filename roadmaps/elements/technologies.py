from django.db import models
from django.utils.translation import gettext_lazy as _

from roadmaps.elements.element import Element
from terms.fields import TermField

READINESS = models.Q(trl_now__gte=1, trl_now__lte=9) | models.Q(trl_now__isnull=True)
NEEDED = models.Q(trl_needed__gte=1, trl_needed__lte=9) | models.Q(trl_needed__isnull=True)


class Technology(Element):
    """A technology that the sector must develop, adapt or take up."""

    role = TermField("technology_role", verbose_name=_("role"), blank=True)
    maturity = models.CharField(_("maturity"), max_length=120, blank=True)
    trl_now = models.PositiveSmallIntegerField(_("TRL now"), null=True, blank=True)
    trl_needed = models.PositiveSmallIntegerField(_("TRL needed"), null=True, blank=True)
    uptake_now = models.CharField(_("uptake now"), max_length=120, blank=True)
    uptake_needed = models.CharField(_("uptake needed"), max_length=120, blank=True)
    public_value = models.CharField(_("public value"), max_length=300, blank=True)

    OWN = (
        "role", "maturity", "trl_now", "trl_needed", "uptake_now", "uptake_needed", "public_value",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=READINESS & NEEDED,
                name="trl_is_1_to_9",
                violation_error_message=_("A technology readiness level lies between 1 and 9."),
            )
        ]

from django.db import models
from django.utils.translation import gettext_lazy as _

from roadmaps.elements.element import Element
from sectors.models import Indicator
from terms.fields import TermField


class Goal(Element):
    """A measurable state that the sector should reach by a year."""

    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        verbose_name=_("indicator"),
        null=True,
        blank=True,
        related_name="goals",
    )
    direction = TermField("desired_direction", verbose_name=_("better"), blank=True)

    OWN = ("indicator", "direction")

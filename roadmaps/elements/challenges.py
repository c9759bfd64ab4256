from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from roadmaps import contents
from roadmaps.elements.element import Element
from terms.fields import TermField


class Challenge(Element):
    """What blocks the sector, threatens it, or opens a door to it."""

    valence = TermField("challenge_valence", verbose_name=_("valence"), default="challenge")
    categories = ArrayField(
        TermField("challenge_category"), verbose_name=_("categories"), default=list, blank=True
    )
    barrier = TermField("challenge_barrier", verbose_name=_("barrier"), blank=True)
    severity = models.PositiveSmallIntegerField(_("severity"), null=True, blank=True)  # 1 to 5
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        null=True,
        blank=True,
        related_name="children",
    )

    OWN = ("valence", "categories", "barrier", "severity", "parent")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(severity__gte=1, severity__lte=5)
                | models.Q(severity__isnull=True),
                name="severity_is_1_to_5",
                violation_error_message=_("The severity lies between 1 and 5."),
            )
        ]

    def clean(self):
        """Whether it is a part of something else, and nothing else a part of itself."""
        super().clean()
        if contents.closes_a_circle(self, "parent"):
            raise ValidationError({"parent": [_("A challenge is not a part of itself.")]})

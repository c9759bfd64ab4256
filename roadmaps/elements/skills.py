from django.db import models
from django.utils.translation import gettext_lazy as _

from roadmaps.elements.element import Element
from terms.fields import TermField

NOW = models.Q(level_now__gte=0, level_now__lte=6) | models.Q(level_now__isnull=True)
NEEDED = models.Q(level_needed__gte=0, level_needed__lte=6) | models.Q(level_needed__isnull=True)


class Skill(Element):
    """A job role with an ability that is or will be short, or that changes."""

    job_role = models.CharField(_("job role"), max_length=200, blank=True)
    skill_type = TermField("skill_type", verbose_name=_("type"), blank=True)
    reuse = TermField("skill_reuse", verbose_name=_("reuse"), blank=True)
    job_impact = TermField("job_impact", verbose_name=_("job impact"), blank=True)
    level_now = models.PositiveSmallIntegerField(_("level now"), null=True, blank=True)
    level_needed = models.PositiveSmallIntegerField(_("level needed"), null=True, blank=True)
    uri = models.URLField(_("ESCO or national address"), blank=True)
    qualification = TermField("qualification", verbose_name=_("qualification"), blank=True)
    pathway = models.CharField(_("pathway"), max_length=200, blank=True)

    OWN = (
        "job_role", "skill_type", "reuse", "job_impact", "level_now", "level_needed", "uri",
        "qualification", "pathway",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=NOW & NEEDED,
                name="skill_level_is_0_to_6",
                violation_error_message=_("A level lies between 0 and 6."),
            )
        ]

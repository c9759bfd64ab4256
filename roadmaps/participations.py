"""Which organisation does what for an element."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from changes.models import Recorded, record
from roadmaps.elements import Element
from roadmaps.rules import require
from sectors.sources import Evidenced
from terms.fields import TermField


class Participation(Evidenced, Recorded):
    """An organisation has a part in an element: it leads, funds, takes part …"""

    element = models.ForeignKey(Element, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="participations"
    )
    role = TermField("participation_role", verbose_name=_("role"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["element", "role", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["element", "organisation", "role"], name="participation_once"
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {self.role}"

    @property
    def roadmap(self):
        return self.element.roadmap

    @property
    def ledger(self):
        return self.element.roadmap


def involve(actor, element, organisation, role, **fields):
    """Give an organisation a part in an element."""
    require(actor, "edit", element)
    part = Participation(element=element)
    record(actor, "involved", part, organisation=organisation, role=role, **fields)
    return part

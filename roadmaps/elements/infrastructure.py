from django.db import models
from django.utils.translation import gettext_lazy as _

from roadmaps.elements.element import Element
from terms.fields import TermField


class Infrastructure(Element):
    """A facility, network or service that the sector needs at a place by a time."""

    facility = TermField("facility", verbose_name=_("facility"), blank=True)
    capacity = models.CharField(_("capacity"), max_length=200, blank=True)
    status = TermField("facility_status", verbose_name=_("status"), blank=True)

    OWN = ("facility", "capacity", "status")

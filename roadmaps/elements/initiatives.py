from django.utils.translation import gettext_lazy as _

from roadmaps.elements.element import Element
from terms.fields import TermField


class Initiative(Element):
    """A funded or fundable piece of public or joint action, with a lead and dates."""

    instrument = TermField("instrument_type", verbose_name=_("instrument"), blank=True)
    status = TermField("initiative_status", verbose_name=_("status"), default="proposed")
    rationale = TermField("rationale", verbose_name=_("rationale"), blank=True)
    additionality = TermField("additionality", verbose_name=_("additionality"), blank=True)

    OWN = ("instrument", "status", "rationale", "additionality")

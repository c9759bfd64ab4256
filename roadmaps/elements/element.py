"""What can stand on a map: one spine for all seven kinds."""

import re

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from roadmaps.contents import Content, ContentQuerySet
from roadmaps.roadmap import Roadmap
from roadmaps.stages import Visibility
from sectors.models import Sector
from sectors.sources import Evidenced
from terms import periods
from terms.fields import TermField
from terms.periods import PeriodField
from terms.places import is_state, require_places
from terms.translations import Translated
from terms.vocabulary import VOCABULARIES, choices

LEADING = ("lead", "co_lead", "owner")  # who answers for it
Kind = choices("element_kind")
CODE = re.compile(r"[A-Z]{2,6}-[A-Z][0-9]{2,6}")  # as it is typed and pasted
LETTERS = {term["code"]: term["prefix"] for term in VOCABULARIES["element_kind"]["terms"]}


class ElementQuerySet(ContentQuerySet):
    def within(self, sight):
        """What may be read with this sight of a map; only members see what was withdrawn."""
        seen = self.filter(visibility__in=sight.visibilities)
        return seen if sight.is_member else seen.standing()

    def led_by(self, actor):
        """Those in which an organisation of this person has the lead."""
        mine = {"participations__organisation__in": Organisation.objects.of(actor)}
        leads = {"participations__role__in": LEADING, "participations__is_withdrawn": False}
        return self.filter(**mine, **leads)


class Element(Translated, Evidenced, Content):
    """One thing on the map. Each kind of element adds its own fields in a child table."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="elements")
    kind = TermField("element_kind", editable=False)
    number = models.PositiveIntegerField(editable=False)  # per map and kind, never used again
    code = models.CharField(_("code"), max_length=20, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    pillar = TermField("pillar", verbose_name=_("pillar"), blank=True)
    topic = models.CharField(_("topic"), max_length=80, blank=True)  # in the source's own word
    period = PeriodField(_("period"), blank=True)
    places = ArrayField(  # ISO 3166-2
        models.CharField(max_length=10), verbose_name=_("states"), default=list, blank=True
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    sectors = models.ManyToManyField(
        Sector, verbose_name=_("sectors"), blank=True, related_name="elements"
    )
    visibility = TermField("visibility", verbose_name=_("visibility"), default=Visibility.PUBLIC)
    status_note = models.CharField(_("status in words"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ElementQuerySet.as_manager()

    FIELDS = (
        "title", "summary", "pillar", "topic", "period", "places", "place",
        "visibility", "status_note", "note", "certainty", "translations",
    )  # fmt: skip

    OWN: tuple[str, ...] = ()  # the fields that a kind adds

    class Meta:
        ordering = ["roadmap", "kind", "position", "number"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "kind", "number"], name="number_once_a_kind")
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def clean(self):
        """Whether the places are places."""
        require_places("places", self.places, is_state)

    @property
    def ledger(self):
        return self.roadmap

    @property
    def siblings(self):
        own = Element.objects.filter(roadmap=self.roadmap_id, kind=self.kind)
        return own.order_by("position", "number")

    def is_led_by(self, actor):
        """Does an organisation of this person have the lead in it?"""
        return Element.objects.filter(pk=self.pk).led_by(actor).exists()

    @property
    def WRITTEN(self):
        return (*self.FIELDS, *self.OWN, "sectors", "source")

    @property
    def bounds(self):
        """The earliest and the latest day of its period; none where it is open or missing."""
        if not self.period:
            return None, None
        period = periods.parse(self.period)
        return period.earliest, period.latest

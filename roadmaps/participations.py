"""Which organisation does what for an element, or for the map as a whole."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from changes.models import lock
from roadmaps import contents
from roadmaps.contents import Content, ContentQuerySet
from roadmaps.elements import Element
from roadmaps.roadmap import Roadmap
from roadmaps.rules import require
from sectors.sources import Evidenced
from terms.fields import TermField


class Participation(Evidenced, Content):
    """An organisation has a part in an element or in the map: it leads, funds, takes part …"""

    element = models.ForeignKey(
        Element, models.CASCADE, null=True, blank=True, related_name="participations"
    )
    on_roadmap = models.ForeignKey(
        Roadmap, models.CASCADE, null=True, blank=True, related_name="participations"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        related_name="participations",
    )
    group = models.CharField(_("group"), max_length=120, blank=True)  # “the unions”
    role = TermField("participation_role", verbose_name=_("role"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = ContentQuerySet.as_manager()

    PLACE = ("element", "on_roadmap")
    WRITTEN = ("organisation", "group", "role", "note", "source", "certainty")

    class Meta:
        ordering = ["element", "position", "role", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["element", "on_roadmap", "organisation", "group", "role"],
                condition=models.Q(is_withdrawn=False),
                nulls_distinct=False,
                name="participation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False) ^ ~models.Q(group=""),
                name="participation_of_one_somebody",
                violation_error_message=_("A part is taken by one organisation or by one group."),
            ),
            models.CheckConstraint(
                condition=models.Q(element__isnull=False) ^ models.Q(on_roadmap__isnull=False),
                name="participation_in_one_thing",
                violation_error_message=_("An organisation takes part in one element or one map."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation or self.group}: {self.role}"

    @property
    def roadmap(self):
        return self.on_roadmap or self.element.roadmap

    @property
    def ledger(self):
        return self.roadmap

    @property
    def siblings(self):
        together = {"element": self.element_id, "on_roadmap": self.on_roadmap_id}
        return Participation.objects.standing().filter(**together)


@transaction.atomic
def involve(actor, subject, organisation, role, **fields):
    """Give an organisation a part in an element, or in the map as a whole.

    Where no single organisation is meant, organisation is None and `group` says who is.
    """
    lock(subject.ledger)
    require(actor, "edit", subject)
    where = "on_roadmap" if isinstance(subject, Roadmap) else "element"
    part = Participation(**{where: subject})
    return contents.add(actor, "involved", part, organisation=organisation, role=role, **fields)


@transaction.atomic
def edit(actor, part, base, **fields):
    """Change who has a part, or which; base is the revision of the map that the writer saw."""
    return contents.edit(actor, contents.take(actor, part), base, **fields)


@transaction.atomic
def withdraw(actor, part):
    """Take back an organisation's part; the history keeps it."""
    return contents.withdraw(actor, contents.take(actor, part))


@transaction.atomic
def restore(actor, part):
    """Give an organisation back the part that was taken from it."""
    return contents.restore(actor, contents.take(actor, part))


@transaction.atomic
def reorder(actor, part, after=None):
    """Name a participant behind another one, or before all of them."""
    return contents.reorder(actor, contents.take(actor, part), after)

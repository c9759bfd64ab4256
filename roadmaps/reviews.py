"""A council looks at a map before it is approved: at an edition, or at the working copy."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.rules import Refused
from accounts.rules import require as require_rule
from changes.models import Recorded, lock, record
from roadmaps.councils import Council, keeps
from roadmaps.editions import Edition
from roadmaps.elements.element import LEADING
from roadmaps.entries import Entry
from roadmaps.map_roles import MapRole
from roadmaps.participations import Participation
from roadmaps.roadmap import Roadmap
from roadmaps.rules import require
from roadmaps.stages import Stage


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those of editions for whoever reads these; those of a working copy for its members."""
        of_editions = models.Q(edition__isnull=False, roadmap__is_published=True)
        seen = of_editions & ~models.Q(edition__kind="consultation")
        if actor.is_authenticated:
            mine = MapRole.objects.held_by(actor).values("roadmap")
            seen |= models.Q(roadmap__in=mine)
        return self.filter(seen)

    def open(self):
        return self.filter(closed_on=None)


class Review(Recorded):
    """One look of a council at a map: what it looks at, from when to when."""

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="reviews", verbose_name=_("council")
    )
    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="reviews")
    edition = models.ForeignKey(
        Edition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("edition"),
    )
    map_revision = models.BigIntegerField(_("revision of the working copy"), null=True, blank=True)
    opened_on = models.DateField(_("opened"))
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    brief = models.TextField(_("what it looks at"), blank=True)
    conclusion = models.TextField(_("what it found"), blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(edition__isnull=False) ^ models.Q(map_revision__isnull=False),
                name="review_of_one_text",
                violation_error_message=_("A review looks at an edition or at the working copy."),
            ),
            models.UniqueConstraint(
                fields=["council", "roadmap"],
                condition=models.Q(closed_on=None),
                name="one_open_review_a_map",
                violation_error_message=_("This council has an open review of this map already."),
            ),
        ]

    def __str__(self):
        return f"{self.council}: {self.roadmap}"

    @property
    def ledger(self):
        return self.roadmap

    @property
    def is_open(self):
        return self.closed_on is None


@transaction.atomic
def open_review(actor, council, roadmap, edition=None, brief=""):
    """Begin to look at an edition of a map or, where none is named, at its working copy."""
    lock(roadmap)
    require_rule(actor, keeps, council)
    require(actor, "view" if edition else "view_draft", roadmap)
    if roadmap.stage == Stage.RETIRED:
        raise Refused(gettext("This map has been retired; nobody works on it any more."))
    if roadmap.programme_id != council.programme_id:
        raise Refused(gettext("This map belongs to the programme of another council."))
    if edition is not None and edition.roadmap_id != roadmap.pk:
        raise Refused(gettext("This is no edition of this map."))
    seen = {"edition": edition} if edition else {"map_revision": roadmap.revision}
    review = Review(council=council, roadmap=roadmap)
    day = timezone.localdate()
    record(actor, "opened", review, council=council, opened_on=day, brief=brief, **seen)
    return review


@transaction.atomic
def close(actor, review, conclusion=""):
    """End a review, perhaps with what was found."""
    lock(review.roadmap)
    require_rule(actor, keeps, review.council)
    require(actor, "view" if review.edition_id else "view_draft", review.roadmap)
    review.refresh_from_db(fields=["closed_on"])
    if not review.is_open:
        raise Refused(gettext("This review is closed already."))
    record(actor, "closed", review, closed_on=timezone.localdate(), conclusion=conclusion)
    return review


def leads_of(actor, roadmap) -> set:
    """The codes of the organisations that lead the map or something on it, as one may see it."""
    sight = roadmap.sight_of(actor)
    if not sight.is_member:
        return set(_published_leads(roadmap))
    parts = Participation.objects.standing().filter(role__in=LEADING)
    on_elements = models.Q(
        element__roadmap=roadmap,
        element__is_withdrawn=False,
        element__visibility__in=sight.visibilities,
    )
    led = parts.filter(on_elements | models.Q(on_roadmap=roadmap))
    codes = set(led.values_list("organisation__code", flat=True))
    return (codes | {roadmap.lead.code if roadmap.lead else None}) - {None}


def _published_leads(roadmap):
    """The same as the current edition tells it."""
    said = Entry.objects.filter(roadmap=roadmap, kind="roadmap").values_list(
        "data__lead", flat=True
    )
    yield from (lead["code"] for lead in said if lead)
    taken = Entry.objects.filter(roadmap=roadmap, data__has_key="participations")
    for parts in taken.values_list("data__participations", flat=True):
        for part in parts:
            if part["role"] in LEADING and part["organisation"]:
                yield part["organisation"]["code"]


def conflicts(actor, review) -> list:
    """The seats on which somebody sits whose organisation leads what is reviewed."""
    led = leads_of(actor, review.roadmap)
    seats = review.council.seats.held()
    return [seat for seat in seats if seat.organisation and seat.organisation.code in led]

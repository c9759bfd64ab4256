"""The transformation map of a sector: its name, its years, its people."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.rules import Refused as Refused
from accounts.rules import maintains
from accounts.rules import require as require_rule
from changes.merging import merge
from changes.models import Ledger, Recorded, lock, record, record_held
from roadmaps.map_roles import MapRole, roles_on
from roadmaps.map_roles import grant as grant
from roadmaps.map_roles import revoke as revoke
from roadmaps.rules import require
from roadmaps.stages import Role, Stage, Visibility
from sectors.models import Programme, Sector
from sectors.sources import Evidenced
from terms.fields import TermField
from terms.languages import require_languages
from terms.lines import one_line
from terms.periods import PeriodField
from terms.translations import Translated

# The address and the prefix never change, the stage only by the steps of the workflow.
DESCRIBED = {
    "title", "summary", "vision", "note", "sector", "lead", "languages", "translations",
    "review_due", "base_year", "short_until", "medium_until", "vision_year",
}  # fmt: skip


class RoadmapQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)

    def visible_to(self, actor):
        """Published ones, and those on which the actor has a role."""
        if not actor.is_authenticated:
            return self.published().only(*Roadmap.OPEN).order_by("slug")
        mine = MapRole.objects.held_by(actor).values("roadmap")
        return self.filter(models.Q(is_published=True) | models.Q(pk__in=mine))

    def know_roles(self, actor, roadmaps):
        """Ask once for the roles of a person on many maps, which then know them."""
        if not (actor.is_authenticated and actor.is_active):
            return
        roles = MapRole.objects.filter(roadmap__in=roadmaps).by_map(actor)
        for roadmap in roadmaps:
            roadmap.know(actor, roles.get(roadmap.pk, ()))


Epoch = tuple[int, date]


@dataclass(frozen=True)
class Sight:
    """Which degrees of confidentiality a person may read on a map, and whether as a member."""

    visibilities: tuple
    is_member: bool


class Roadmap(Translated, Ledger):
    """The transformation map of one sector, or one that cuts across all of them."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="roadmaps")
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        verbose_name=_("sector"),
        null=True,
        blank=True,
        related_name="roadmaps",
    )
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    prefix = models.CharField(
        _("prefix"), max_length=6, unique=True, validators=[RegexValidator(r"^[A-Z]{2,6}$")]
    )
    title = models.CharField(_("title"), max_length=200, validators=[one_line])
    summary = models.TextField(_("summary"), blank=True)
    vision = models.TextField(_("vision"), blank=True)
    note = models.TextField(_("note"), blank=True)
    stage = TermField("map_state", verbose_name=_("stage"), default=Stage.DRAFT)
    stage_note = models.TextField(_("reason of the last step"), blank=True, editable=False)
    is_published = models.BooleanField(default=False)  # true from its first edition on
    farewell = models.TextField(_("public explanation"), blank=True, editable=False)  # if retired
    successor = models.ForeignKey(  # what took its place, if it is retired
        "self",
        models.PROTECT,
        verbose_name=_("successor"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    lead = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("lead"),
        null=True,
        blank=True,
        related_name="roadmaps",
    )
    languages = ArrayField(models.CharField(max_length=5), verbose_name=_("languages"))
    base_year = models.PositiveSmallIntegerField(_("base year"))
    short_until = models.PositiveSmallIntegerField(_("short term until"))
    medium_until = models.PositiveSmallIntegerField(_("medium term until"))
    vision_year = models.PositiveSmallIntegerField(_("vision year"))
    review_due = models.DateField(_("review due"), null=True, blank=True)
    # Raised by the database with whatever changes anybody's rights on this map; see `epoch`.
    access_epoch = models.BigIntegerField(default=1, editable=False)

    UNTOLD = frozenset({"access_epoch"})
    # What the public needs of the working copy, to find what was published; the rest stays there.
    OPEN = ("id", "programme_id", "slug", "prefix", "stage", "is_published", "farewell",
            "successor_id")  # fmt: skip

    objects = RoadmapQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(base_year__lt=models.F("short_until"))
                & models.Q(short_until__lt=models.F("medium_until"))
                & models.Q(medium_until__lt=models.F("vision_year")),
                name="horizons_follow_one_another",
                violation_error_message=_(
                    "The base year, the short and the medium term and the vision year must follow "
                    "one another."
                ),
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        """Whether the site can show it in the languages in which it is written."""
        require_languages("languages", self.languages)

    @property
    def roadmap(self):
        return self

    @property
    def is_withdrawn(self):
        return False  # a map is retired

    @property
    def epoch(self) -> Epoch:
        """Under which rights somebody stands here: they move when one is written, and each day.

        A role ends with its last day, without anybody writing anything.
        """
        return (self.access_epoch, timezone.localdate())

    def roles_of(self, actor):
        """Every role that a person has on this map, personally or through an organisation."""
        if not (actor.is_authenticated and actor.is_active):
            return set()
        known = self.__dict__.setdefault("_roles", {})
        if actor.pk not in known:
            known[actor.pk] = roles_on(self.pk, actor)
        return known[actor.pk]

    def know(self, actor, roles):
        """Remember the roles of a person that were looked up for many maps at once."""
        self.__dict__.setdefault("_roles", {})[actor.pk] = set(roles)

    def refresh_from_db(self, *args, **kwargs):
        """See the map as it is now, and who may do what on it."""
        self.__dict__.pop("_roles", None)
        super().refresh_from_db(*args, **kwargs)

    def is_led_by(self, actor):
        """Does somebody's organisation lead anything on this map?"""
        return self.elements.led_by(actor).exists()

    def sight_of(self, actor):
        """What of this map a person may read."""
        roles = self.roles_of(actor)
        if not roles:
            return Sight(visibilities=(Visibility.PUBLIC,), is_member=False)
        if roles & {Role.STEWARD, Role.APPROVER}:
            return Sight(visibilities=tuple(Visibility), is_member=True)
        return Sight(visibilities=(Visibility.PUBLIC, Visibility.PARTNERS), is_member=True)


class Relation(Evidenced, Recorded):
    """How a map follows from another one: merged, split, renamed."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="relations")
    kind = TermField("map_relation", verbose_name=_("kind"))
    other = models.ForeignKey(
        Roadmap, models.PROTECT, null=True, blank=True, related_name="counter_relations"
    )
    other_name = models.CharField(_("other map"), max_length=200)  # it may be none of ours
    on = PeriodField(_("on"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False, editable=False)

    class Meta:
        ordering = ["roadmap", "on"]

    def __str__(self):
        return f"{self.roadmap} {self.kind} {self.other_name}"

    @property
    def ledger(self):
        return self.roadmap


@transaction.atomic
def begin(actor, programme, slug, prefix, title, **fields):
    """Open the working copy of a new map, with the one who opens it as its steward."""
    require_rule(actor, maintains, programme)
    roadmap = Roadmap()
    said = {"slug": slug, "prefix": prefix, "title": title, **fields}
    record(actor, "begun", roadmap, programme=programme, **said)
    record(actor, "granted", MapRole(roadmap=roadmap), user=actor, role=Role.STEWARD)
    return roadmap


@transaction.atomic
def describe(actor, roadmap, base, **fields):
    """Change what a map says of itself; base is the revision of the map that the writer saw."""
    lock(roadmap)
    require(actor, "edit", roadmap)
    if others := fields.keys() - DESCRIBED:
        raise Refused(
            gettext("Nobody can set this: %(names)s.") % {"names": ", ".join(sorted(others))}
        )
    if settled := merge(roadmap, base, fields):
        record_held(actor, "edited", roadmap, **settled)
    return roadmap


@transaction.atomic
def relate(actor, roadmap, kind, **fields):
    """Say from which map this one follows, or into which it went."""
    lock(roadmap)
    require(actor, "edit", roadmap)
    relation = Relation(roadmap=roadmap)
    record(actor, "related", relation, kind=kind, **fields)
    return relation


@transaction.atomic
def unrelate(actor, relation):
    """Take back what was said of another map; the history keeps it."""
    if _taken(actor, relation).is_withdrawn:
        words = {"thing": relation.other_name}
        raise Refused(gettext("“%(thing)s” has been withdrawn already.") % words)
    record_held(actor, "withdrawn", relation, is_withdrawn=True)
    return relation


@transaction.atomic
def relate_again(actor, relation):
    """Say again what was said of another map and taken back."""
    if not _taken(actor, relation).is_withdrawn:
        words = {"thing": relation.other_name}
        raise Refused(gettext("“%(thing)s” has not been withdrawn.") % words)
    record_held(actor, "restored", relation, is_withdrawn=False)
    return relation


def _taken(actor, relation):
    lock(relation.roadmap)
    require(actor, "edit", relation.roadmap)
    relation.refresh_from_db(fields=["is_withdrawn", "revision"])
    return relation


def move(actor, roadmap, stage, verb, **fields):
    """Take the map to another stage. Only `workflow` calls this."""
    return record(actor, verb, roadmap, stage=stage, **fields)

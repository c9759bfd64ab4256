"""The transformation map of a sector: its name, its years, its people."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.rules import maintains
from accounts.rules import require as require_rule
from changes.merging import merge
from changes.models import Ledger, Recorded, erase, lock, record, record_held
from roadmaps.rules import require
from roadmaps.stages import Role, Stage, Visibility
from sectors.models import Programme, Sector
from sectors.sources import Evidenced
from terms.fields import TermField
from terms.languages import require_languages
from terms.periods import PeriodField
from terms.translations import Translated

# The address and the prefix never change, the stage only by the steps of the workflow.
DESCRIBED = {
    "title", "summary", "vision", "note", "sector", "lead", "languages", "translations",
    "review_due", "base_year", "short_until", "medium_until", "vision_year",
}  # fmt: skip


class Refused(Exception):
    """The actor may do it, but not now; the message says what is missing."""


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
        held = MapRole.objects.held_by(actor).filter(roadmap__in=roadmaps)
        roles = defaultdict(set)
        for key, role in held.values_list("roadmap", "role"):
            roles[key].add(role)
        for roadmap in roadmaps:
            roadmap.__dict__.setdefault("_roles", {})[actor.pk] = roles[roadmap.pk]


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
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    vision = models.TextField(_("vision"), blank=True)
    note = models.TextField(_("note"), blank=True)
    stage = TermField("map_state", verbose_name=_("stage"), default=Stage.DRAFT)
    is_published = models.BooleanField(default=False)  # true from its first edition on
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
    # Raised by the database with whatever changes anybody's rights on this map.
    access_epoch = models.BigIntegerField(default=1, editable=False)

    UNTOLD = frozenset({"access_epoch"})
    # What the public needs of the working copy, to find what was published; the rest stays there.
    OPEN = ("id", "programme_id", "slug", "prefix", "stage", "is_published")

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

    def roles_of(self, actor):
        """Every role that a person has on this map, personally or through an organisation."""
        if not (actor.is_authenticated and actor.is_active):
            return set()
        known = self.__dict__.setdefault("_roles", {})
        if actor.pk not in known:
            held = MapRole.objects.held_by(actor).filter(roadmap=self)
            known[actor.pk] = set(held.values_list("role", flat=True))
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


class MapRoleQuerySet(models.QuerySet):
    def held_by(self, actor):
        """The roles of a person who may still sign in, personally or through organisations."""
        # The person may have been read long ago: whether they may sign in is asked as it is now.
        person = User.objects.filter(pk=actor.pk, is_active=True)
        theirs = models.Q(organisation__memberships__user__in=person)
        return self.filter(models.Q(user__in=person) | theirs)


class MapRole(Recorded):
    """What a person or an organisation may do on one map."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="map_roles")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="map_roles"
    )
    role = TermField("map_role", verbose_name=_("role"))
    interest = models.TextField(_("declared interest"), blank=True)

    objects = MapRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) ^ models.Q(organisation__isnull=False),
                name="role_of_one_person_or_organisation",
                violation_error_message=_("A role belongs to one person or to one organisation."),
            ),
            models.UniqueConstraint(
                fields=["roadmap", "role", "user", "organisation"],
                nulls_distinct=False,
                name="role_once_a_map",
            ),
        ]

    def __str__(self):
        return f"{self.user or self.organisation}: {self.role}"

    @property
    def ledger(self):
        return self.roadmap


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
def grant(actor, roadmap, role, **holder):
    """Give a role on this map to a person or an organisation."""
    lock(roadmap)
    require(actor, "grant", roadmap)
    held = MapRole(roadmap=roadmap)
    record(actor, "granted", held, role=role, **holder)
    return held


@transaction.atomic
def revoke(actor, held):
    """Take a role back; from that moment on nothing more is written by it."""
    lock(held.roadmap)
    require(actor, "grant", held.roadmap)
    return erase(actor, "revoked", held)


def relate(actor, roadmap, kind, **fields):
    """Say from which map this one follows, or into which it went."""
    require(actor, "edit", roadmap)
    relation = Relation(roadmap=roadmap)
    record(actor, "related", relation, kind=kind, **fields)
    return relation


def move(actor, roadmap, stage, verb, **fields):
    """Take the map to another stage. Only `workflow` calls this."""
    return record(actor, verb, roadmap, stage=stage, **fields)

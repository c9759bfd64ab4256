"""The map as it was published: numbered, hashed, and for ever."""

import gzip
import hashlib

import brotli
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.onlookers import Onlooker
from changes.models import Recorded, record
from roadmaps import document
from roadmaps.entries import Entry
from roadmaps.map_roles import MapRole
from roadmaps.roadmap import Roadmap
from roadmaps.stages import Stage
from sectors.sources import Evidenced
from terms.fields import TermField
from terms.periods import PeriodField

ASKED_OF_ALL = models.Q(consultation__audience="public", consultation__closed_at=None)


class EditionQuerySet(models.QuerySet):
    def current(self):
        return self.filter(status="current")

    def in_force_at(self, moment):
        """Of the editions of one map the one that was the newest then, if there was any."""
        published = self.exclude(kind="consultation").filter(published_at__lte=moment)
        return published.order_by("-published_at", "-major", "-minor")[:1]

    def reported_since(self):
        """From which day on reports are expected, by the slug of each map that is in force.

        It is the day of the edition that was approved last; corrections of it begin nothing anew.
        """
        approved = self.exclude(kind="consultation").exclude(roadmap__stage=Stage.RETIRED)
        approved = approved.order_by("-major", "minor")
        days = {}
        for slug, at in approved.values_list("roadmap__slug", "published_at"):
            days.setdefault(slug, at.date())
        return days

    def consulted(self):
        """Drafts about which everybody is asked just now, even of maps that are not public yet."""
        return self.filter(ASKED_OF_ALL)

    def visible_to(self, actor):
        """What was published, and what one is asked about; members of a map see all of it.

        An organisation that was asked keeps the draft at hand: what it said is about that text. An
        onlooker sees nothing beyond what the person may see who looks.
        """
        seen = ~models.Q(kind="consultation")
        seen |= ASKED_OF_ALL
        if actor.is_authenticated:
            seen |= models.Q(roadmap__in=MapRole.objects.held_by(actor).values("roadmap"))
            asked = Organisation.objects.of(actor).values("submissions__consultation__edition")
            seen |= models.Q(pk__in=asked)
            members = "consulted__submission__consultation__edition"  # firms of an association
            seen |= models.Q(pk__in=Organisation.objects.of(actor).values(members))
        # What is for everybody is for whoever looks too, by a role that may ask for no more.
        if isinstance(actor, Onlooker) and actor.is_authenticated:
            theirs = Edition.objects.visible_to(actor.looker)
            return self.filter(seen, pk__in=theirs.values("pk"))
        return self.filter(seen)

    def numbered(self, number):
        """The edition called “2.1”; none when that is no number of an edition."""
        major, _dot, minor = number.partition(".")
        if not (major.isascii() and major.isdigit() and minor.isascii() and minor.isdigit()):
            return self.none()
        if len(number) > 9 or number != f"{int(major)}.{int(minor)}":
            return self.none()
        return self.filter(major=int(major), minor=int(minor))


class Edition(Evidenced, Recorded):
    """A map as it was published. The database refuses to change or delete it."""

    roadmap = models.ForeignKey(Roadmap, models.PROTECT, related_name="editions")
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField(default=0)
    kind = TermField("edition_kind", verbose_name=_("kind"))
    status = TermField("edition_status", verbose_name=_("status"), default="current")
    label = models.CharField(_("name"), max_length=120, blank=True)  # “ITM 2025”
    launched = PeriodField(_("launched"), blank=True)
    launched_by = models.CharField(_("launched by"), max_length=120, blank=True)
    note = models.TextField(_("change note"))
    status_note = models.CharField(_("standing in words"), max_length=120, blank=True)
    published_at = models.DateTimeField()
    map_revision = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()  # canonical bytes
    gzipped = models.BinaryField()
    brotlied = models.BinaryField()

    UNTOLD = frozenset({"content", "gzipped", "brotlied"})  # the hash stands for them

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["roadmap", "-major", "-minor"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "major", "minor"], name="edition_number_once"
            ),
            models.UniqueConstraint(
                fields=["roadmap"],
                condition=models.Q(status="current") & ~models.Q(kind="consultation"),
                name="one_current_edition_a_map",
            ),
        ]

    def __str__(self):
        return f"{self.roadmap} {self.number}"

    @property
    def number(self):
        return f"{self.major}.{self.minor}"

    @property
    def is_draft(self):
        """Whether it was frozen for a consultation, and has never been in force."""
        return self.kind == "consultation"

    @property
    def ledger(self):
        return self.roadmap


def freeze(actor, roadmap, number, kind, **fields):
    """Keep the map, as everybody may read it now, for ever.

    A draft for a consultation takes the place of an earlier draft, and of no edition in force.
    """
    frozen = document.build(roadmap, AnonymousUser())
    content = document.canonical(frozen)
    is_draft = kind == "consultation"
    supersede_draft(actor, roadmap)
    for former in () if is_draft else roadmap.editions.current():
        record(actor, "superseded", former, status="superseded")
    edition = Edition(
        roadmap=roadmap,
        content=content,
        gzipped=gzip.compress(content, mtime=0),
        brotlied=brotli.compress(content, quality=9),
        map_revision=roadmap.revision,
    )
    major, minor = number
    digest = hashlib.sha256(content).hexdigest()
    record(
        actor, "published", edition, major=major, minor=minor, kind=kind, sha256=digest, **fields
    )
    if not is_draft:
        Entry.objects.replace(roadmap, frozen)
    return edition


def supersede_draft(actor, roadmap):
    """Say of the draft that was consulted on last that it has had its time."""
    for draft in roadmap.editions.current().filter(kind="consultation"):
        record(actor, "superseded", draft, status="superseded")


def withdraw(actor, roadmap):
    """Say of the edition in force that it is no more; it stays where it is. Gives it."""
    supersede_draft(actor, roadmap)
    current = roadmap.editions.current().exclude(kind="consultation").first()
    if current is not None:
        record(actor, "edition_withdrawn", current, status="withdrawn")
        Entry.objects.forget(roadmap)
    return current


def show(roadmap):
    """Let the public look up the map as it stands; an edition of it follows at once."""
    Entry.objects.replace(roadmap, document.build(roadmap, AnonymousUser()))


def next_major(roadmap) -> tuple[int, int]:
    """The number of the next approved edition."""
    last = roadmap.editions.aggregate(last=models.Max("major"))["last"] or 0
    return last + 1, 0


def next_minor(roadmap, major: int) -> tuple[int, int]:
    """The number of the next correction of an edition; under 0 that of the next draft."""
    known = roadmap.editions.filter(major=major)
    last = known.aggregate(last=models.Max("minor"))["last"]
    return major, (last or 0) + 1

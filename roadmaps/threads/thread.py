"""What those who work on a map say to one another in its margin, each on the precise thing.

A thread is read by those who may read what it speaks of, as that is meant today; for everybody
else it is not there, and is counted nowhere.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import Rule
from changes.models import Ledger, Recorded
from roadmaps import anchors, notices
from roadmaps.anchors import Anchor
from roadmaps.elements import Element
from roadmaps.entries import Entry
from roadmaps.figures import Figure
from roadmaps.links import Link
from roadmaps.map_roles import MapRole
from roadmaps.narratives import Passage
from roadmaps.roadmap import Roadmap
from roadmaps.rules import DISCUSSING
from roadmaps.stages import Role, Visibility

INSIDE = (Role.STEWARD, Role.APPROVER)  # who may read what is for the government only
FOR_MEMBERS = (Visibility.PUBLIC, Visibility.PARTNERS)
ROWS: dict[str, Any] = {"element": Element, "figure": Figure, "link": Link}


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those on maps on which they work, about what they may read there as it is now."""
        held, inside = MapRole.objects.held_by(actor), MapRole.objects.held_as(actor, *INSIDE)
        here = models.Q(roadmap__in=MapRole.objects.held_as(actor, *DISCUSSING).values("roadmap"))
        meant = models.Q(roadmap__in=inside.values("roadmap"))
        meant |= models.Q(roadmap__in=held.values("roadmap"), visibility__in=FOR_MEMBERS)
        seen = Element.objects.filter(meant).values("pk")
        for name in ("element", "moved_to", "figure__element", "passage__narrative__element"):
            here &= models.Q(**{name: None}) | models.Q(**{f"{name}__in": seen})
        for name in ("link__source", "link__target"):
            elsewhere = ~models.Q(**{f"{name}__roadmap": models.F("roadmap")})
            told = elsewhere & models.Q(**{f"{name}__in": Entry.objects.values("uid")})
            here &= models.Q(link=None) | models.Q(**{f"{name}__in": seen}) | told
        open_figure = models.Q(figure=None) | models.Q(figure__visibility__in=FOR_MEMBERS)
        return self.filter(here, open_figure | models.Q(roadmap__in=inside.values("roadmap")))

    def open(self):
        """Those that nobody has resolved."""
        return self.filter(resolved_at=None)

    def resolved(self):
        return self.filter(resolved_at__isnull=False)

    def mine(self, actor):
        """Those in which somebody wrote, or is mentioned."""
        said = models.Q(author=actor.pk) | models.Q(mentions=actor.pk)
        return self.filter(pk__in=Note.objects.filter(said).values("thread"))

    def about(self, code):
        """Those that belong to an element now: to itself, a figure on it, a link of it."""
        names = (
            "element", "figure__element", "link__source", "link__target",
            "passage__narrative__element",
        )  # fmt: skip
        spoken = models.Q(moved_to=None) & models.Q(
            *((f"{name}__code", code) for name in names), _connector=models.Q.OR
        )
        return self.filter(spoken | models.Q(moved_to__code=code))

    def near(self):
        """Together with what they speak of, and who began and resolved them."""
        return self.select_related(
            "roadmap", "element", "moved_to", "figure__element", "figure__on_roadmap",
            "link__source__roadmap", "link__target__roadmap", "begun_by", "resolved_by",
            "passage__narrative__element",
        )  # fmt: skip


class Thread(Ledger):
    """A talk between those who work on a map, about one place of its working copy.

    It is a ledger of its own: nobody can tell from the numbers of the map that somebody talks.
    """

    # What carries a thread is never deleted: the tables refuse it.
    roadmap = models.ForeignKey(Roadmap, models.PROTECT, related_name="threads")
    element = models.ForeignKey(
        Element, models.PROTECT, null=True, blank=True, related_name="threads"
    )
    figure = models.ForeignKey(
        Figure, models.PROTECT, null=True, blank=True, related_name="threads"
    )
    link = models.ForeignKey(Link, models.PROTECT, null=True, blank=True, related_name="threads")
    passage = models.ForeignKey(  # of a running text
        Passage, models.PROTECT, null=True, blank=True, related_name="threads"
    )
    field = models.CharField(_("field"), max_length=60, blank=True)
    quote = models.TextField(_("quoted words"), blank=True, max_length=2000)
    moved_to = models.ForeignKey(  # where it belongs now, if its place is gone
        Element, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    PLACE = ("element", "figure", "link", "passage", "field", "quote")

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "pk"]
        indexes = [models.Index(fields=["roadmap", "-begun_at"], name="threads_of_a_map")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resolved_at=None, resolved_by=None)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="resolved_threads_say_by_whom",
            )
        ]

    def __str__(self):
        return f"{self.roadmap}: {self.quote or self.field or self.code}"

    @property
    def is_open(self):
        return self.resolved_at is None

    @property
    def anchor(self) -> Anchor:
        """The place that it spoke of when it was begun."""
        keys: dict[str, Any] = {name: str(getattr(self, f"{name}_id") or "") for name in ROWS}
        return Anchor(**keys, field=self.field, quote=self.quote)

    @property
    def place(self) -> Anchor:
        """Where it belongs now."""
        return Anchor(element=str(self.moved_to_id)) if self.moved_to_id else self.anchor

    def has_lost_its_place(self, now) -> bool:
        """Whether what it speaks of is gone. now: the map, as whoever asks reads it."""
        if self.passage and not self.moved_to_id:
            return self.passage.is_gone or self.passage.narrative.is_withdrawn
        return not anchors.holds(now, self.place)

    @property
    def code(self) -> str:
        """The code of the element to which it belongs now; none where it is about the map."""
        bearers = [each for each in self.things if isinstance(each, Element)]
        here = [each for each in bearers if each.roadmap_id == self.roadmap_id]
        found = self.moved_to or next(iter(here), None)
        return found.code if found else ""

    @property
    def things(self) -> list[Any]:
        """What one has to see in order to read it."""
        figure, link = self.figure, self.link
        ends = (link.source, link.target) if link else ()
        text = self.passage and self.passage.narrative.element
        found = (self.element, self.moved_to, figure, figure and figure.element, text, *ends)
        return [each for each in found if each is not None]


class Note(Recorded):
    """What one person says in a thread; its author may change it, and the log keeps both."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="notes")
    number = models.PositiveSmallIntegerField()
    author = models.ForeignKey(User, models.PROTECT, related_name="notes")
    text = models.TextField(_("note"), max_length=20_000)
    mentions = models.ManyToManyField(User, blank=True, related_name="+", verbose_name=_("for"))
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)

    WRITTEN = ("text", "mentions")

    class Meta:
        ordering = ["thread", "number"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="note_number_once")
        ]

    def __str__(self):
        return f"{self.number}: {self.text[:60]}"

    @property
    def ledger(self):
        return self.thread


@Rule
def is_own(actor, note):
    """Did this very person write it?"""
    return actor.is_authenticated and actor.is_active and actor.pk == note.author_id


def readers(thread):
    """The people who may read a thread as it stands, also one that is about to begin."""
    people = notices.people_of(thread.roadmap, *DISCUSSING)
    for thing in thread.things:
        there = thing.roadmap
        if there.pk != thread.roadmap_id and Entry.objects.filter(uid=thing.pk).exists():
            continue
        roles = INSIDE if thing.visibility == Visibility.INTERNAL else ()
        theirs = notices.people_of(there, *roles).order_by().values("pk")
        people = people.filter(pk__in=theirs)
    return people

"""A running text of a map, or of one of its elements, and the steps in which it was written."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from roadmaps.contents import Content, ContentQuerySet
from roadmaps.elements import Element
from roadmaps.map_roles import MapRole
from roadmaps.roadmap import Roadmap
from roadmaps.stages import Role, Visibility
from terms.fields import TermField
from terms.languages import REFERENCE
from terms.vocabulary import choices

Kind = choices("narrative_kind")
INSIDE = (Role.STEWARD, Role.APPROVER)  # who may read what is for the government only
FOR_MEMBERS = (Visibility.PUBLIC, Visibility.PARTNERS)
EVERY = 200  # versions, after which the whole text is kept once more


class NarrativeQuerySet(ContentQuerySet):
    def visible_to(self, actor):
        """Those of maps on which they work, on elements that they may read there.

        What is published of them stands in editions, for everybody.
        """
        held, inside = MapRole.objects.held_by(actor), MapRole.objects.held_as(actor, *INSIDE)
        meant = models.Q(element=None) | models.Q(element__visibility__in=FOR_MEMBERS)
        meant |= models.Q(roadmap__in=inside.values("roadmap"))
        return self.filter(meant, roadmap__in=held.values("roadmap"))


class Narrative(Content):
    """A section of the text of a map, or the body of an element, in one language.

    The log of the map knows the text up to the version `settled`, which documents and editions
    tell; what is typed after that is in the steps, and is settled when its writers pause.
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="narratives")
    element = models.ForeignKey(
        Element, models.CASCADE, null=True, blank=True, related_name="narratives"
    )
    kind = TermField("narrative_kind", verbose_name=_("what it is"))
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default=REFERENCE
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    settled = models.PositiveIntegerField(default=0, editable=False)

    UNTOLD = frozenset({"version"})
    PLACE = ("roadmap", "element")
    WRITTEN = ("kind", "title", "language")

    objects = NarrativeQuerySet.as_manager()

    class Meta:
        ordering = ["roadmap", "element", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled__lte=models.F("version")),
                name="no_text_is_settled_before_it_is_written",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def ledger(self):
        return self.roadmap

    @property
    def visibility(self):
        """Who reads it: those who read the element of which it is the body."""
        return self.element.visibility if self.element else Visibility.PUBLIC

    @property
    def siblings(self):
        together = {"roadmap": self.roadmap_id, "element": self.element_id}
        return Narrative.objects.standing().filter(**together)

    def is_led_by(self, actor):
        return self.element.is_led_by(actor) if self.element else False


class Step(models.Model):
    """What one person did to a text in one go. Never edited, never deleted."""

    narrative = models.ForeignKey(Narrative, models.CASCADE, related_name="steps")
    version = models.PositiveIntegerField()  # of the text after it
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    credit = models.ForeignKey(  # whose words they are, where the author has taken them up
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    client = models.CharField(max_length=36)  # the page or the program that sent it
    number = models.PositiveIntegerField()  # of the message of that client
    base = models.PositiveIntegerField()  # the version that the client had
    steps = models.JSONField()  # as they were applied
    kept = models.JSONField()  # which of the steps of the message had a place

    class Meta:
        ordering = ["narrative", "version"]
        constraints = [
            models.UniqueConstraint(fields=["narrative", "version"], name="one_step_a_version"),
            models.UniqueConstraint(
                fields=["narrative", "author", "client", "number"], name="a_message_is_taken_once"
            ),
        ]

    def __str__(self):
        return f"{self.narrative_id} {self.version}"

    @property
    def writer(self):
        """The key of whoever thought of these words."""
        return self.credit_id or self.author_id


class Snapshot(models.Model):
    """A text as it was at a version, so that few steps are read. Never edited, never deleted."""

    narrative = models.ForeignKey(Narrative, models.CASCADE, related_name="snapshots")
    version = models.PositiveIntegerField()
    document = models.JSONField()
    # Whose words are whose: [start, end, author, at] of each span; not told of those that are kept
    # while people type, because that takes longer than to type.
    authors = models.JSONField(null=True)

    class Meta:
        ordering = ["narrative", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["narrative", "version"], name="one_snapshot_a_version")
        ]

    def __str__(self):
        return f"{self.narrative_id} {self.version}"

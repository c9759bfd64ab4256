"""A change that somebody proposes who may not make it: what is asked of it, and who sees it."""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from changes.models import Ledger
from roadmaps.diff import Edit, Told, tell
from roadmaps.elements import Element
from roadmaps.entries import Entry
from roadmaps.figures import Figure
from roadmaps.map_roles import MapRole
from roadmaps.roadmap import Roadmap
from roadmaps.stages import Role, Visibility
from terms.fields import TermField
from terms.vocabulary import choices

Outcome = choices("proposal_outcome")

ANSWERING = (Role.STEWARD, Role.EDITOR, Role.APPROVER)  # who reads what others propose
INSIDE = (Role.STEWARD, Role.APPROVER)  # who may read what is for the government only
LONGEST = 2000  # characters of a reason
FOR_MEMBERS = (Visibility.PUBLIC, Visibility.PARTNERS)


class ProposalQuerySet(models.QuerySet):
    def open(self):
        """Those that wait for an answer."""
        return self.filter(outcome=Outcome.OPEN)

    def visible_to(self, actor):
        """Their own, those of their organisations, and all where they write or approve.

        Nobody sees one that names what they may not see, as it is now; it may be hidden since.
        """
        held = MapRole.objects.held_by(actor)
        inside = held.filter(role__in=INSIDE).values("roadmap")
        reading = held.filter(role__in=ANSWERING).values("roadmap")
        own = models.Q(author=actor.pk) | models.Q(roadmap__in=reading)
        own |= models.Q(organisation__in=Organisation.objects.of(actor).values("pk"))
        degree = models.Q(visibility__in=FOR_MEMBERS) | models.Q(roadmap__in=inside)
        here = self.filter(own, degree, roadmap__in=held.values("roadmap"))
        return here.exclude(_names_hidden_element(held, inside)).exclude(
            _names_hidden_figure(inside)
        )

    def near(self):
        """Together with who made it, for whom, and who answered it."""
        return self.select_related("roadmap", "author", "organisation", "answered_by")


def _names_hidden_element(held, inside):
    """Whether it names an element that these roles do not show, here or on another map."""
    seen = models.Q(roadmap__in=inside)
    seen |= models.Q(roadmap__in=held.values("roadmap"), visibility__in=FOR_MEMBERS)
    seen |= models.Q(pk__in=Entry.objects.values("uid"))
    named = Proposal.elements.through.objects.filter(proposal=models.OuterRef("pk"))
    return models.Exists(named.exclude(element__in=Element.objects.filter(seen).values("pk")))


def _names_hidden_figure(inside):
    named = Proposal.figures.through.objects.filter(proposal=models.OuterRef("pk"))
    open_now = models.Q(figure__visibility__in=FOR_MEMBERS)
    here = models.Q(proposal__roadmap__in=inside)
    return models.Exists(named.exclude(open_now | here))


class Proposal(Ledger):
    """A list of edits by somebody who may not make them, with a reason and what became of it.

    It is a ledger of its own: nobody can tell from the numbers of the map that it was made.
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="proposals")
    author = models.ForeignKey(User, models.PROTECT, related_name="proposals")
    organisation = models.ForeignKey(  # for which the author acted
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    edits = models.JSONField(_("changes"))
    context = models.JSONField()  # of the map, before and after: what sentences about it name
    base = models.BigIntegerField(_("base"))  # the revision of the map that the author saw
    reason = models.TextField(_("reason"), validators=[MaxLengthValidator(LONGEST)])
    made_at = models.DateTimeField()
    visibility = TermField("visibility", default=Visibility.PUBLIC)  # the fewest for whom it is
    elements = models.ManyToManyField(
        Element, blank=True, related_name="proposals"
    )  # that it names
    figures = models.ManyToManyField(Figure, blank=True, related_name="proposals")
    outcome = TermField("proposal_outcome", verbose_name=_("outcome"), default=Outcome.OPEN)
    taken = models.JSONField(
        default=list, blank=True
    )  # the numbers of the edits that were taken up
    answer = models.TextField(_("answer"), blank=True, validators=[MaxLengthValidator(LONGEST)])
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    UNTOLD = frozenset({"context"})

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        indexes = [models.Index(fields=["roadmap", "-made_at"], name="proposals_of_a_map")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="open", answered_at=None)
                | ~models.Q(outcome="open") & models.Q(answered_at__isnull=False),
                name="answered_proposals_say_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="declined") | ~models.Q(answer=""),
                name="declined_proposals_say_why",
                violation_error_message=_("Say why it is declined."),
            ),
        ]

    def __str__(self):
        return f"{self.roadmap}: {self.reason[:60]}"

    @property
    def is_open(self):
        return self.outcome == Outcome.OPEN

    @property
    def all_edits(self) -> list[Edit]:
        """The edits, as they are compared, told and done."""
        return [Edit(**told) for told in self.edits]

    @property
    def told(self) -> list[Told]:
        """Each edit with its sentence, as its author saw the map, in the reader's language."""
        return self.tell(self.all_edits)

    def tell(self, edits: list[Edit]) -> list[Told]:
        """Edits of the things that it names, each with its sentence."""
        return tell(edits, self.context["before"], self.context["after"])


def reads_others(actor, roadmap) -> bool:
    """Whether somebody reads what others propose for a map."""
    return bool(roadmap.roles_of(actor) & {*ANSWERING})


def degree(things: list[Any]) -> str:
    """The fewest people for whom any of these things is meant."""
    order: list[str] = [str(each) for each in Visibility]
    said = [order.index(str(each)) for each in things]
    return order[max([0, *said])]

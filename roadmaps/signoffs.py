"""Clearance: who has to agree to a text before it is consulted on or published, and who has.

A sign-off is given for one text, by its hash. Where the text was touched since, it is stale: it
says nothing of what stands there now.
"""

import hashlib
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.organisations import require_existing
from accounts.rules import Refused, Rule
from accounts.rules import require as require_rule
from changes.models import Change, Recorded, erase, lock, record
from roadmaps import document, notices
from roadmaps.map_roles import MapRole
from roadmaps.milestones import Milestone
from roadmaps.roadmap import Roadmap
from roadmaps.rules import BEFORE_PUBLICATION, require
from roadmaps.stages import Visibility
from terms.fields import TermField
from terms.vocabulary import choices

Decision = choices("signoff_decision")
CLEARED = (Decision.CLEARED, Decision.CLEARED_WITH_NOTE)
NEEDING_A_NOTE = (Decision.CLEARED_WITH_NOTE, Decision.OBJECTED)


class Purpose(models.TextChoices):
    """Before which step a sign-off is needed."""

    CONSULTATION = "consultation", _("Consultation")
    PUBLICATION = "publication", _("Publication")


class SignoffQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those of the maps on which somebody has a role."""
        if not actor.is_authenticated:
            return self.none()
        return self.filter(roadmap__in=MapRole.objects.held_by(actor).values("roadmap"))

    def waiting(self):
        """Those that nobody has answered yet, and that are still needed."""
        return self.filter(decision=Decision.AWAITED, overruled_because="")

    def of_actor(self, actor):
        """Those that somebody may answer: asked of an organisation in whose name they may speak."""
        if not actor.is_authenticated:
            return self.none()
        spoken_for = Organisation.objects.filter(
            memberships__user=actor.pk, memberships__may_submit=True
        )
        return self.filter(organisation__in=spoken_for.values("pk"))


class Signoff(Recorded):
    """What one organisation says to a text that is about to leave the house."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="signoffs")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    kind = TermField("signoff_kind", verbose_name=_("kind"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="signoffs")
    decision = TermField("signoff_decision", verbose_name=_("decision"), default=Decision.AWAITED)
    note = models.TextField(_("note"), blank=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the text that was decided on
    map_revision = models.BigIntegerField(null=True, blank=True)  # at which it was that text
    decided_at = models.DateTimeField(null=True, blank=True)
    overruled_because = models.TextField(_("reason to overrule"), blank=True)

    objects = SignoffQuerySet.as_manager()

    class Meta:
        ordering = ["roadmap", "purpose", "kind", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "purpose", "kind", "organisation"],
                name="signoff_once_for_each_purpose",
                violation_error_message=_("This organisation was asked for that already."),
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {self.kind}"

    @property
    def ledger(self):
        return self.roadmap

    def is_stale(self, sha256: str) -> bool:
        """Whether it was given for another text than this one."""
        return self.decision != Decision.AWAITED and self.sha256 != sha256

    def holds(self, sha256: str) -> bool:
        """Whether it lets this text pass."""
        if self.overruled_because:
            return True
        return self.decision in CLEARED and self.sha256 == sha256


def text_of(roadmap, at: int | None = None) -> dict[str, Any]:
    """The text that is signed: what everybody will read once it is published."""
    return document.build(roadmap, AnonymousUser(), at=at)


def hash_of(told: dict[str, Any]) -> str:
    """The hash of a text without how it gets on, which is reported whatever is being signed."""
    signed = told | {"elements": [_as_signed(element) for element in told["elements"]]}
    return hashlib.sha256(document.canonical(signed)).hexdigest()


def _as_signed(element):
    if element["kind"] != "initiative":
        return element
    steps = [
        {name: value for name, value in step.items() if name not in Milestone.MONITORED}
        for step in element["milestones"]
    ]
    return element | {"milestones": steps, "progress": []}


def remarks_read_by(actor, rows) -> set[Any]:
    """Of which of these somebody may read what was remarked, by their keys.

    What ministries say to one another about a text is for those who answer for the map, and for
    those who say it.
    """
    Roadmap.objects.know_roles(actor, [row.roadmap for row in rows])
    own = set(
        Signoff.objects.of_actor(actor)
        .filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )
    inside = {
        row.pk for row in rows if Visibility.INTERNAL in row.roadmap.sight_of(actor).visibilities
    }
    return own | inside


def can_be_signed(signoff) -> bool:
    """Whether its text has not left the house: what was cleared then is not said otherwise."""
    return signoff.roadmap.stage in BEFORE_PUBLICATION


def last_signed_at(signoff) -> int | None:
    """The revision of the map at which it was signed last, even if it was asked for again since."""
    lines = Change.objects.of(signoff).filter(verb="signed").order_by("revision")
    fields = lines.values_list("fields", flat=True).last()
    return fields["map_revision"][1] if fields else None


@Rule
def speaks_for_it(actor, signoff):
    """May this person answer in the name of the organisation that was asked?"""
    if not (actor.is_authenticated and actor.is_active):
        return False
    return signoff.organisation.memberships.filter(user=actor.pk, may_submit=True).exists()


@transaction.atomic
def ask(actor, roadmap, purpose, kind, organisation):
    """Ask an organisation for its clearance; without it the step is not taken."""
    lock(roadmap)
    require(actor, "ask_signoff", roadmap)
    require_existing(organisation)
    if not roadmap.roles.counting().filter(organisation=organisation).exists():
        words = {"organisation": organisation}
        message = gettext("%(organisation)s has no role on this map, and could not read the text.")
        raise Refused(message % words)
    signoff = Signoff(roadmap=roadmap)
    said = {"purpose": purpose, "kind": kind, "organisation": organisation}
    record(actor, "signoff_asked", signoff, **said)
    notices.ask_signoff(roadmap, organisation, actor)
    return signoff


def ask_what_is_missing(actor, roadmap, purpose):
    """Ask everybody anew whose clearance does not hold for the text as it stands."""
    asked = list(roadmap.signoffs.filter(purpose=purpose).select_related("organisation"))
    sha256 = hash_of(text_of(roadmap)) if asked else ""
    for signoff in asked:
        if not signoff.holds(sha256):
            notices.ask_signoff(roadmap, signoff.organisation, actor)


def lacking(roadmap, purpose) -> list[str]:
    """The organisations whose clearance does not hold for the text as it stands."""
    asked = list(roadmap.signoffs.filter(purpose=purpose).select_related("organisation"))
    sha256 = hash_of(text_of(roadmap)) if asked else ""
    return sorted({str(each.organisation) for each in asked if not each.holds(sha256)})


@transaction.atomic
def drop(actor, signoff):
    """Ask no longer; what was decided stays in the log."""
    signoff = _take(signoff)
    require(actor, "ask_signoff", signoff.roadmap)
    erased = erase(actor, "signoff_dropped", signoff)
    _settle(actor, signoff)
    return erased


@transaction.atomic
def sign(actor, signoff, decision, sha256, note=""):
    """Say what one's organisation says to the text with this hash.

    sha256: of the text that was read. Where the map has changed meanwhile nothing is signed.
    """
    signoff = _take(signoff)
    require_rule(actor, speaks_for_it, signoff)
    require(actor, "view_draft", signoff.roadmap)
    if not can_be_signed(signoff):
        raise Refused(
            gettext("No clearance is awaited: the map is not on its way to be published.")
        )
    if decision not in Decision.values or decision == Decision.AWAITED:
        raise Refused(gettext("Say whether it is cleared or objected to."))
    if decision in NEEDING_A_NOTE and not note.strip():
        raise Refused(gettext("Say what you remark or object to."))
    if hash_of(text_of(signoff.roadmap)) != sha256:
        raise Refused(gettext("The text has changed since you read it. Read it again, then sign."))
    said = {"decision": decision, "note": note.strip(), "sha256": sha256}
    said |= {"map_revision": signoff.roadmap.revision, "decided_at": timezone.now()}
    record(actor, "signed", signoff, **said, overruled_because="")
    _settle(actor, signoff)
    return signoff


@transaction.atomic
def overrule(actor, signoff, reason):
    """Let the text pass without this clearance, with a reason that everybody of the map reads."""
    signoff = _take(signoff)
    require(actor, "overrule", signoff.roadmap)
    if not reason.strip():
        raise Refused(gettext("Say why it is passed over."))
    record(actor, "signoff_overruled", signoff, overruled_because=reason.strip())
    _settle(actor, signoff)
    return signoff


def reset(actor, roadmap, purpose):
    """Ask everybody again, as for a text that goes back to those who write it."""
    nothing = {"decision": Decision.AWAITED, "note": "", "sha256": "", "map_revision": None}
    asked = roadmap.signoffs.filter(purpose=purpose)
    for signoff in asked.exclude(decision=Decision.AWAITED, overruled_because=""):
        signoff.roadmap = roadmap
        record(actor, "signoff_reset", signoff, **nothing, decided_at=None, overruled_because="")


def _settle(actor, signoff):
    """Nothing waits any more for an organisation that has answered all that it was asked."""
    awaited = signoff.roadmap.signoffs.filter(organisation=signoff.organisation)
    if not awaited.waiting().exists():
        kind = notices.Kind.SIGNOFF_ASKED
        notices.settle(signoff.roadmap, kind, actor, organisation=signoff.organisation)


def _take(signoff):
    lock(signoff.roadmap)
    found = Signoff.objects.filter(pk=signoff.pk).select_related("organisation").first()
    if found is None:
        raise Refused(gettext("This clearance is no longer asked for."))
    found.roadmap = signoff.roadmap
    return found

"""A steward or a registrar looks at the site with other eyes, and changes nothing meanwhile."""

from django.db import models, transaction
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.onlookers import Onlooker
from accounts.rules import Rule, maintains, require
from changes.models import Recorded, lock, record
from roadmaps.map_roles import MapRole
from roadmaps.stages import Role
from terms.fields import TermField

KEPT = "look"  # in a session: the key of the look


class Look(Recorded):
    """The time during which somebody saw the site as others see it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="looks")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    role = TermField("map_role", blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation=None) | models.Q(role=""),
                name="look_with_one_pair_of_eyes",
            )
        ]

    def __str__(self):
        return str(self.eyes)

    @property
    def ledger(self):
        return self.user

    @property
    def eyes(self):
        """The one as whom the person asks for everything meanwhile."""
        return Onlooker(self.user, self.organisation, self.role)


@Rule
def oversees(actor, _subject):
    """Is this person steward of any map? Or do they keep the registers?"""
    if isinstance(actor, Onlooker):
        return False
    is_steward = MapRole.objects.held_as(actor, Role.STEWARD)
    return maintains(actor, _subject) or (actor.is_authenticated and is_steward.exists())


@transaction.atomic
def begin(actor, organisation=None, role=""):
    """Begin to see the site as an outsider, as somebody of an organisation, or with a role."""
    require(actor, oversees, None)
    # The person is looked up anew: the one of a request is wrapped, and the log cannot name it.
    look = Look(user=User.objects.get(pk=actor.pk))
    record(actor, "begun", look, organisation=organisation, role=role)
    return look


@transaction.atomic
def end(actor, look):
    """See the site with one's own eyes again."""
    lock(look.user)
    look.refresh_from_db(fields=["ended_at"])
    if look.ended_at is None:
        record(actor, "ended", look, ended_at=timezone.now())


def of_session(session, person) -> Look | None:
    """The look that somebody began while signed in here and has not ended."""
    key = session.get(KEPT)
    if key is None:
        return None
    looks = Look.objects.select_related("user", "organisation")
    return looks.filter(pk=key, user=person.pk, ended_at=None).first()

"""Invitations to a map: to one role on it, perhaps until a day."""

from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import invitations
from accounts.invitations import Gone, Letter, one_of, take
from accounts.rules import Refused
from accounts.rules import require as require_rule
from changes.models import erase, lock
from roadmaps import map_roles
from roadmaps.roadmap import Roadmap
from roadmaps.rules import can, require
from roadmaps.stages import Stage
from terms.fields import TermField


class MapInvitation(Letter):
    """Somebody is asked to take a role on a map."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="invitations")
    role = TermField("map_role", verbose_name=gettext_lazy("role"))
    until = models.DateField(gettext_lazy("last day"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("roadmap", Lower("email"), name="invited_once_to_a_map")
        ]

    def __str__(self):
        return f"{self.roadmap}: {self.role}"

    @property
    def ledger(self):
        return self.roadmap


@transaction.atomic
def invite(actor, roadmap, email, role, until=None):
    """Ask somebody by mail to take a role on this map; an earlier invitation of theirs ends."""
    lock(roadmap)
    require(actor, "grant", roadmap)
    map_roles.require_a_day_to_come(until)
    held = roadmap.roles.counting().filter(role=role)
    if held.filter(user__email__iexact=email).exists():
        raise Refused(_("Somebody with this address has this role already."))
    letter = MapInvitation(roadmap=roadmap)
    others = roadmap.invitations
    return invitations.send(actor, letter, "map_invitation", others, email, role=role, until=until)


@transaction.atomic
def withdraw(actor, invitation):
    """Take an invitation back; its link leads nowhere from now on."""
    lock(invitation.roadmap)
    require(actor, "grant", invitation.roadmap)
    return erase(actor, "withdrawn", one_of(MapInvitation.objects, invitation))


@transaction.atomic
def accept(actor, invitation):
    """Take the role to which one was invited."""
    invitation = take(invitation)
    require_rule(actor, invitations.is_addressed, invitation)
    roadmap = invitation.roadmap
    if roadmap.stage == Stage.RETIRED:
        raise Refused(_("This map has been retired; nobody works on it any more."))
    if not can(invitation.inviter, "grant", roadmap):
        raise Gone  # who invited has lost the right to since
    erase(actor, "accepted", invitation)
    said = {"role": invitation.role, "user": actor, "until": invitation.until}
    held = roadmap.roles.counting().filter(role=invitation.role, user=actor.pk).first()
    return held or map_roles.give(actor, "taken_up", roadmap, **said)

"""Leaving an organisation by which somebody is steward of maps: no map is left to nobody."""

from django.db import transaction

from accounts import memberships
from accounts.models import Membership
from changes.models import Change, lock
from roadmaps.map_roles import require_a_steward
from roadmaps.roadmap import Roadmap
from roadmaps.stages import Role


@transaction.atomic
def remove(actor, membership: Membership) -> Change:
    """End somebody's membership; from that moment on they have none of its roles."""
    maps = _stewarded(membership.organisation)
    return _checked(memberships.remove(actor, membership), maps)


@transaction.atomic
def leave(actor, membership: Membership) -> Change:
    """End one's own membership."""
    maps = _stewarded(membership.organisation)
    return _checked(memberships.leave(actor, membership), maps)


def _stewarded(organisation):
    """The maps of which an organisation is steward, held until the transaction ends."""
    lock(organisation)
    roles = organisation.map_roles.filter(role=Role.STEWARD, until=None)
    maps = list(Roadmap.objects.filter(pk__in=roles.values("roadmap")).order_by("pk"))
    for roadmap in maps:
        lock(roadmap)
    return maps


def _checked(change, maps):
    for roadmap in maps:
        require_a_steward(roadmap)
    return change

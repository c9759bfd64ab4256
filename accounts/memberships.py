"""Who belongs to an organisation, and who says so: its managers, and those who keep registers."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import rules
from accounts.onlookers import Onlooker
from accounts.organisations import Organisation
from accounts.people import MemberRole, Membership
from accounts.rules import Refused, Rule, maintains
from changes.merging import merge
from changes.models import erase, lock, record_held


@Rule
def belongs(actor, organisation):
    """Is this person one of its members? An onlooker is, where the person who looks is too."""
    if isinstance(actor, Onlooker):
        return actor.organisation == organisation and can(actor.looker, "view", organisation)
    return _is_member(actor, organisation)


@Rule
def manages(actor, organisation):
    """Is this person one of its managers?"""
    return _is_member(actor, organisation, role=MemberRole.MANAGER)


@Rule
def submits(actor, organisation):
    """May this person submit in the name of the organisation?"""
    return _is_member(actor, organisation, may_submit=True)


def _is_member(actor, organisation, **more):
    if not (actor.is_authenticated and actor.is_active):
        return False
    return organisation.memberships.filter(user=actor.pk, **more).exists()


@Rule
def is_own(actor, membership):
    """Is it this person who belongs to the organisation?"""
    return actor.is_authenticated and actor.is_active and actor.pk == membership.user_id


RULES = {
    "view": maintains | belongs,
    "manage": maintains | manages,
}
WRITTEN = ("position", "may_submit", "role")


def can(actor, action, organisation):
    return RULES[action](actor, organisation)


def require(actor, action, organisation):
    rules.require(actor, RULES[action], organisation)


def visible_to(actor):
    """The memberships that somebody may see; the same answer for all as the rule gives for one."""
    people = Membership.objects.filter(user__is_active=True)
    if isinstance(actor, Onlooker):
        seen = visible_to(actor.looker).values("organisation")
        people = people.filter(organisation__in=seen)
    elif maintains(actor, None):
        return people
    return people.filter(organisation__in=Organisation.objects.of(actor))


@transaction.atomic
def edit(actor, membership, base, **fields):
    """Say what somebody is in an organisation, and whether they may speak in its name.

    base: the revision of the organisation that the writer saw.
    """
    membership = _take(membership)
    require(actor, "manage", membership.organisation)
    if others := fields.keys() - {*WRITTEN}:
        raise Refused(_("Nobody can set this: %(names)s.") % {"names": ", ".join(sorted(others))})
    if settled := merge(membership, base, fields):
        record_held(actor, "edited", membership, **settled)
    return membership


@transaction.atomic
def remove(actor, membership):
    """End somebody's membership; from that moment on they have none of its roles."""
    membership = _take(membership)
    require(actor, "manage", membership.organisation)
    return erase(actor, "removed", membership)


@transaction.atomic
def leave(actor, membership):
    """End one's own membership."""
    membership = _take(membership)
    rules.require(actor, is_own, membership)
    return erase(actor, "left", membership)


def _take(membership):
    """The membership as it is now, with its organisation locked."""
    lock(membership.organisation)
    found = Membership.objects.filter(pk=membership.pk).select_related("user").first()
    if found is None:
        raise Refused(_("This membership has ended already."))
    found.organisation = membership.organisation
    return found

"""Invitations hold as long as whoever sent them may still invite."""

import pytest

from accounts import invitations, memberships, organisations
from accounts.invitations import Gone
from accounts.rules import Refused
from roadmaps import invitations as working
from roadmaps import map_roles
from roadmaps.models import Roadmap
from tests import factories


@pytest.fixture
def ana(registrar):
    return factories.people.add(registrar, "ana@example.org", factories.PASSWORD, name="Ana")


@pytest.fixture
def manager(registrar, partner, association):
    memberships.edit(registrar, partner.memberships.get(), association.revision, role="manager")
    return partner


def test_SR_14_what_a_former_steward_sent_is_void(ana, steward, editor, empty_map):
    letter = working.invite(steward, empty_map, "ana@example.org", "steward")
    map_roles.grant(steward, empty_map, "steward", user=editor)
    map_roles.revoke(editor, empty_map.roles.get(user=steward))
    with pytest.raises(Gone):
        working.accept(ana, letter)
    assert Roadmap.objects.get(pk=empty_map.pk).roles_of(ana) == set()


def test_SR_14_what_a_former_manager_sent_is_void(ana, registrar, manager, association):
    letter = invitations.invite(manager, association, "ana@example.org", role="manager")
    memberships.remove(registrar, manager.memberships.get())
    with pytest.raises(Gone):
        invitations.accept(ana, letter)
    assert not ana.memberships.exists()


def test_nobody_joins_what_went_into_another_organisation_meanwhile(
    ana, registrar, manager, association
):
    letter = invitations.invite(manager, association, "ana@example.org")
    heir = factories.organisation(registrar)
    organisations.edit(registrar, heir, predecessors=[association])
    with pytest.raises(Refused, match="is no more"):
        invitations.accept(ana, letter)

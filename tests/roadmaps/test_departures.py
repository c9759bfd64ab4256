"""Stewards who go: nobody leaves a map to nobody, and nobody stays longer by their own hand."""

import pytest

from accounts import people
from accounts.rules import Refused
from roadmaps import departures, map_roles, personal_data
from roadmaps.models import MapRole, Roadmap
from tests import factories
from tests.threads import at_once


@pytest.fixture
def kept_by_the_association(steward, empty_map, association, partner):
    """The association is the only steward, and the partner its only member."""
    map_roles.grant(steward, empty_map, "steward", organisation=association)
    map_roles.leave(steward, empty_map.roles.get(user=steward))
    return empty_map


@pytest.fixture
def colleague(registrar, association):
    person = factories.person(registrar, name="Colleague")
    people.join(registrar, person, association)
    return person


def test_the_last_member_of_the_only_steward_stays(kept_by_the_association, partner, registrar):
    own = partner.memberships.get()
    with pytest.raises(Refused, match="without a steward"):
        departures.leave(partner, own)
    with pytest.raises(Refused, match="without a steward"):
        departures.remove(registrar, own)
    assert partner.memberships.exists()
    assert personal_data.alone_on(partner) == [kept_by_the_association]
    with pytest.raises(Refused, match="only steward of: Electromobility"):
        personal_data.close(partner, partner.email)


def test_where_others_stay_one_goes(kept_by_the_association, partner, colleague):
    assert personal_data.alone_on(partner) == []
    departures.leave(partner, partner.memberships.get())
    assert not partner.memberships.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_go_at_once_one_stays(kept_by_the_association, partner, colleague):
    acts = [
        lambda one=one: departures.leave(one, one.memberships.get()) for one in (partner, colleague)
    ]
    done = at_once(*acts).outcomes()
    assert sorted(isinstance(each, Refused) for each in done) == [False, True]
    assert MapRole.objects.lasting_stewards().exists()


def test_from_an_organisation_that_is_no_steward_everybody_goes(empty_map, partner):
    departures.leave(partner, partner.memberships.get())
    assert not partner.memberships.exists()


def test_nobody_gives_themselves_more_time(steward, stranger, empty_map, clock):
    map_roles.grant(steward, empty_map, "steward", user=stranger, until="2026-05-31")
    held = empty_map.roles.get(user=stranger)
    with pytest.raises(Refused, match="Ask another steward"):
        map_roles.edit(stranger, held, Roadmap.objects.get(pk=empty_map.pk).revision, until=None)
    map_roles.edit(steward, held, Roadmap.objects.get(pk=empty_map.pk).revision, until=None)
    assert empty_map.roles.get(user=stranger).until is None

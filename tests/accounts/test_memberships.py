"""Who belongs to an organisation: seen by its people, said by its managers and registrars."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import memberships, people
from accounts.memberships import RULES, can
from accounts.models import Membership
from accounts.onlookers import Onlooker
from accounts.rules import Refused
from changes.merging import Clash
from changes.models import Change, record
from roadmaps.models import MapRole
from tests import factories, tree
from tests.threads import at_once

MAY = {
    #                 view   manage
    "registrar":     (True,  True),
    "manager":       (True,  True),
    "member":        (True,  False),
    "manager of another": (False, False),
    "onlooker":      (False, False),  # of the organisation, by a steward from elsewhere
    "stranger":      (False, False),
    "anonymous":     (False, False),
    "former":        (False, False),  # a manager who may no longer sign in
}  # fmt: skip
IN_THE_PAPER = {
    "Registrar": "registrar",
    "Manager of the organisation": "manager",
    "Member of the organisation": "member",
    "Manager of another organisation": "manager of another",
    "Somebody who has not signed in": "anonymous",
    "Somebody who may no longer sign in": "former",
}


@pytest.fixture
def cast(registrar, association, ministry, partner, stranger, anonymous, editor):
    def join(organisation, **fields):
        person = factories.person(registrar)
        people.join(registrar, person, organisation, **fields)
        return person

    former = join(association, role="manager")
    record(registrar, "deactivated", former, is_active=False)
    return {
        "registrar": registrar,
        "manager": join(association, role="manager"),
        "member": partner,
        "manager of another": join(ministry, role="manager"),
        "onlooker": Onlooker(editor, organisation=association),
        "stranger": stranger,
        "anonymous": anonymous,
        "former": former,
    }


def test_SR_09_the_whole_policy(cast, association):
    assert set(MAY) == set(cast)
    for who, expected in MAY.items():
        told = tuple(can(cast[who], action, association) for action in RULES)
        assert told == expected, who


def test_lists_and_the_rule_agree_about_who_sees_whom(cast, association, ministry):
    for who, actor in cast.items():
        seen = set(memberships.visible_to(actor).values_list("organisation", flat=True))
        for organisation in (association, ministry):
            assert (organisation.pk in seen) == can(actor, "view", organisation), who


def test_the_paper_says_the_same(cast, association):
    paper = tree.texts()["docs/permissions-elsewhere.md"]
    (body,) = re.findall(r"^## In an organisation\n(.*?)(?=^## |\Z)", paper, re.M | re.S)
    rows = [line.strip("| ").split(" | ") for line in body.splitlines() if line.startswith("|")][2:]
    told = {name: tuple(cell == "yes" for cell in cells) for name, *cells in rows}
    assert told == {name: MAY[who] for name, who in IN_THE_PAPER.items()}


def test_a_manager_says_what_somebody_is(cast, partner, association):
    membership = partner.memberships.get()
    said = {"position": "Director", "may_submit": True, "role": "manager"}
    memberships.edit(cast["manager"], membership, association.revision, **said)
    membership.refresh_from_db()
    assert (membership.position, membership.may_submit) == ("Director", True)
    assert can(partner, "manage", association)


def test_SR_50_a_position_stands_in_no_line_of_the_log(cast, partner):
    memberships.edit(cast["manager"], partner.memberships.get(), 0, position="Director")
    memberships.leave(partner, partner.memberships.get())
    assert "Director" not in str(list(Change.objects.values_list("fields", flat=True)))


@pytest.mark.parametrize("who", ["member", "manager of another", "stranger", "anonymous", "former"])
def test_SR_02_nobody_else_changes_or_ends_a_membership(who, cast, association):
    membership = association.memberships.get(user=cast["manager"])
    with pytest.raises(PermissionDenied):
        memberships.edit(cast[who], membership, 0, role="member")
    with pytest.raises(PermissionDenied):
        memberships.remove(cast[who], membership)
    assert Membership.objects.get(pk=membership.pk).role == "manager"


@pytest.mark.parametrize("name", ["user", "organisation", "revision"])
def test_SR_10_a_membership_stays_that_of_its_person(cast, partner, name):
    with pytest.raises(Refused, match=name):
        memberships.edit(cast["manager"], partner.memberships.get(), 0, **{name: 1})


@pytest.mark.parametrize("name", ["role", "position"])
def test_two_who_change_the_same_of_a_member_clash(cast, partner, association, name):
    association.refresh_from_db()
    membership, base = partner.memberships.get(), association.revision
    values = {"role": ("manager", "member"), "position": ("Director", "Head")}
    memberships.edit(cast["manager"], membership, base, **{name: values[name][0]})
    memberships.edit(cast["registrar"], membership, base, may_submit=True)
    with pytest.raises(Clash):
        memberships.edit(cast["registrar"], membership, base, **{name: values[name][1]})


def test_nonsense_is_refused(cast, partner):
    with pytest.raises(ValidationError):
        memberships.edit(cast["manager"], partner.memberships.get(), 3, role="king")


def test_SR_14_who_was_removed_has_no_role_of_the_organisation(cast, partner, empty_map):
    assert MapRole.objects.held_by(partner).exists()
    memberships.remove(cast["manager"], partner.memberships.get())
    assert not MapRole.objects.held_by(partner).exists()


def test_everybody_may_leave(partner, association, editor):
    membership = partner.memberships.get()
    with pytest.raises(PermissionDenied):
        memberships.leave(editor, membership)
    memberships.leave(partner, membership)
    assert not association.people.filter(pk=partner.pk).exists()
    assert Change.objects.within(association).last().verb == "left"
    with pytest.raises(Refused, match="ended already"):
        memberships.leave(partner, membership)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_who_end_a_membership_one_does(cast, partner):
    membership = partner.memberships.get()
    crowd = at_once(
        lambda: memberships.remove(cast["manager"], membership),
        lambda: memberships.leave(partner, Membership.objects.get(pk=membership.pk)),
    )
    assert sum(isinstance(each, Change) for each in crowd.outcomes()) == 1

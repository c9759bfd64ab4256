"""Roles on a map: given, changed, ended by a hand or by a day, and never all of the stewards'."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override

from accounts import organisations
from accounts.rules import Refused
from changes.merging import Clash
from changes.models import Change, record
from roadmaps import elements, history, map_roles
from roadmaps.models import MapRole, Roadmap
from roadmaps.rules import abilities
from roadmaps.views.cards import cards
from tests import factories
from tests.threads import at_once

TODAY, YESTERDAY = "2026-05-04", "2026-05-03"


@pytest.fixture
def until(clock, steward, empty_map, stranger):
    """Gives the stranger a role whose last day is today."""

    def give(role="editor", day=TODAY):
        return map_roles.grant(steward, empty_map, role, user=stranger, until=day)

    return give


def afresh(roadmap):
    return Roadmap.objects.get(pk=roadmap.pk)


def roles(roadmap, person):
    return afresh(roadmap).roles_of(person)


def test_SR_14_a_role_holds_on_its_last_day_and_not_after_it(until, clock, empty_map, stranger):
    until()
    clock("2026-05-04T23:59")
    assert roles(empty_map, stranger) == {"editor"}
    clock("2026-05-05T00:00")
    assert roles(empty_map, stranger) == set()


def test_SR_14_past_its_last_day_a_role_counts_nowhere(
    until, clock, empty_map, stranger, association, steward
):
    until()
    map_roles.grant(steward, empty_map, "reviewer", organisation=association, until=TODAY)
    clock("2026-05-05T00:00")
    assert not MapRole.objects.held_by(stranger).exists()
    assert not Roadmap.objects.visible_to(stranger).exists()
    assert not any(abilities(stranger, afresh(empty_map)).values())
    assert not afresh(empty_map).sight_of(stranger).is_member
    assert cards(stranger, Roadmap.objects.all()) == []
    lines = Change.objects.within(empty_map).with_people()
    assert history.told(stranger, afresh(empty_map), lines) == []
    maps = [afresh(empty_map)]
    Roadmap.objects.know_roles(stranger, maps)
    assert maps[0].roles_of(stranger) == set()


def test_SR_14_nothing_more_is_written_by_a_role_that_is_over(until, clock, empty_map, stranger):
    until()
    challenge = elements.add(stranger, empty_map, "challenge", title="In time")
    clock("2026-05-05T00:00")
    with pytest.raises(PermissionDenied):
        elements.edit(stranger, challenge, challenge.revision, title="Late")


def test_who_stands_here_by_which_rights_changes_with_each_day(clock, empty_map):
    today = afresh(empty_map).epoch
    assert afresh(empty_map).epoch == today
    clock("2026-05-05T00:00")
    assert afresh(empty_map).epoch != today


@pytest.mark.parametrize("day", [YESTERDAY, "2025-01-01"])
def test_no_role_ends_before_it_begins(until, day, stranger, empty_map):
    with pytest.raises(ValidationError, match="over already"):
        until(day=day)
    assert roles(empty_map, stranger) == set()


def test_a_day_that_is_none_is_refused(until):
    with pytest.raises(ValidationError):
        until(day="soon")


def test_a_role_that_is_over_can_be_given_again(until, clock, steward, empty_map, stranger):
    until()
    clock("2026-06-01T09:00")
    again = map_roles.grant(steward, empty_map, "editor", user=stranger)
    assert list(empty_map.roles.filter(user=stranger)) == [again]
    verbs = list(Change.objects.within(empty_map).values_list("verb", flat=True))
    assert verbs[-2:] == ["ended", "granted"]


def test_a_role_is_changed_and_the_log_says_from_what_to_what(steward, editor, empty_map, clock):
    held = empty_map.roles.get(user=editor)
    said = {"role": "reviewer", "until": "2026-12-31", "interest": "Advises a maker of cells."}
    map_roles.edit(steward, held, empty_map.revision, **said)
    assert roles(empty_map, editor) == {"reviewer"}
    line = Change.objects.within(empty_map).last()
    assert line.fields["role"] == ["editor", "reviewer"]
    assert line.fields["until"] == [None, "2026-12-31"]


def test_to_change_nothing_writes_nothing(steward, editor, empty_map):
    held = empty_map.roles.get(user=editor)
    before = Change.objects.count()
    map_roles.edit(steward, held, empty_map.revision, role="editor")
    assert Change.objects.count() == before


def test_two_who_change_the_same_role_clash(steward, editor, empty_map):
    held, base = empty_map.roles.get(user=editor), afresh(empty_map).revision
    map_roles.edit(steward, held, base, role="reviewer")
    with pytest.raises(Clash):
        map_roles.edit(steward, held, base, role="observer")
    map_roles.edit(steward, held, base, interest="None.")
    assert roles(empty_map, editor) == {"reviewer"}


@pytest.mark.parametrize("name", ["user", "organisation", "roadmap"])
def test_SR_10_a_role_stays_with_whom_it_was_given_to(steward, editor, stranger, empty_map, name):
    held = empty_map.roles.get(user=editor)
    with pytest.raises(Refused, match=name):
        map_roles.edit(steward, held, empty_map.revision, **{name: stranger})


@pytest.mark.parametrize("who", ["editor", "approver", "partner", "stranger", "anonymous"])
def test_SR_09_only_stewards_give_change_and_take_back(who, empty_map, stranger, request):
    actor = request.getfixturevalue(who)
    held = empty_map.roles.get(user__name="Approver")
    for act in (
        lambda: map_roles.grant(actor, empty_map, "observer", user=stranger),
        lambda: map_roles.edit(actor, held, empty_map.revision, role="observer"),
        lambda: map_roles.revoke(actor, held),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_SR_02_a_steward_of_another_map_gives_nothing_here(
    registrar, steward, programme, empty_map, stranger
):
    other = factories.person(registrar, is_staff=True)
    factories.roadmap(other, programme)
    with pytest.raises(PermissionDenied):
        map_roles.grant(other, empty_map, "observer", user=stranger)


def test_who_has_a_role_gives_it_up(editor, approver, empty_map):
    held = empty_map.roles.get(user=editor)
    with pytest.raises(PermissionDenied):
        map_roles.leave(approver, held)
    map_roles.leave(editor, held)
    assert roles(empty_map, editor) == set()
    with pytest.raises(Refused, match="already"):
        map_roles.leave(editor, held)


def test_nobody_gives_up_the_role_of_their_organisation(partner, association, empty_map):
    with pytest.raises(PermissionDenied):
        map_roles.leave(partner, empty_map.roles.get(organisation=association))


def test_everybody_declares_their_own_interest_and_stewards_that_of_all(
    steward, editor, approver, empty_map
):
    held = empty_map.roles.get(user=editor)
    map_roles.declare(editor, held, "My sister sells cells.")
    map_roles.declare(steward, held, "A sister sells cells.")
    with pytest.raises(PermissionDenied):
        map_roles.declare(approver, held, "None.")
    assert MapRole.objects.get(pk=held.pk).interest == "A sister sells cells."


def only(steward, empty_map):
    return empty_map.roles.get(user=steward)


@pytest.mark.parametrize(
    "act",
    [
        lambda steward, held, base: map_roles.revoke(steward, held),
        lambda steward, held, base: map_roles.leave(steward, held),
        lambda steward, held, base: map_roles.edit(steward, held, base, role="editor"),
        lambda steward, held, base: map_roles.edit(steward, held, base, until="2099-01-01"),
    ],
    ids=["revoke", "leave", "another role", "a last day"],
)
def test_the_last_steward_cannot_be_taken_away(steward, empty_map, act):
    held = only(steward, empty_map)
    with pytest.raises(Refused, match="without a steward"):
        act(steward, held, afresh(empty_map).revision)
    assert roles(empty_map, steward) == {"steward"}
    assert MapRole.objects.get(pk=held.pk).until is None


def test_a_steward_goes_once_there_is_another(steward, editor, empty_map):
    map_roles.grant(steward, empty_map, "steward", user=editor)
    map_roles.leave(steward, only(steward, empty_map))
    assert roles(empty_map, steward) == set()


@pytest.mark.parametrize("kind", ["for a while", "who may not sign in", "without people"])
def test_a_steward_who_does_not_last_does_not_count(
    steward, editor, registrar, empty_map, clock, kind
):
    if kind == "for a while":
        map_roles.grant(steward, empty_map, "steward", user=editor, until="2027-01-01")
    elif kind == "who may not sign in":
        map_roles.grant(steward, empty_map, "steward", user=editor)
        record(registrar, "deactivated", editor, is_active=False)
    else:
        nobody = factories.organisation(registrar)
        map_roles.grant(steward, empty_map, "steward", organisation=nobody)
    with pytest.raises(Refused, match="without a steward"):
        map_roles.leave(steward, only(steward, empty_map))


def test_an_organisation_with_people_is_a_steward_too(steward, partner, association, empty_map):
    map_roles.grant(steward, empty_map, "steward", organisation=association)
    map_roles.leave(steward, only(steward, empty_map))
    assert roles(empty_map, partner) == {"steward", "observer"}


def test_of_a_map_that_was_retired_anybody_may_go(steward, empty_map):
    Roadmap.objects.filter(pk=empty_map.pk).update(stage="retired")
    map_roles.leave(steward, only(steward, empty_map))
    assert not MapRole.objects.filter(user=steward).exists()


def test_no_role_is_given_to_an_organisation_that_is_no_more(
    registrar, steward, ministry, empty_map
):
    later = factories.organisation(registrar, name="New Ministry")
    organisations.edit(registrar, later, predecessors=[ministry])
    with pytest.raises(Refused, match="New Ministry"):
        map_roles.grant(steward, empty_map, "editor", organisation=ministry)


@pytest.mark.django_db(transaction=True)
def test_two_stewards_who_take_the_role_from_one_another_do_not_both_succeed(
    steward, editor, empty_map
):
    map_roles.grant(steward, empty_map, "steward", user=editor)
    own, other = (empty_map.roles.get(user=who, role="steward") for who in (steward, editor))
    crowd = at_once(
        lambda: map_roles.revoke(steward, other),
        lambda: map_roles.revoke(editor, MapRole.objects.get(pk=own.pk)),
    )
    outcomes = crowd.outcomes()
    assert sum(isinstance(each, Change) for each in outcomes) == 1
    assert empty_map.roles.lasting_stewards().count() == 1


def told(actor, roadmap, count):
    lines = Change.objects.within(roadmap).with_people().order_by("-revision")[:count]
    return [line["sentence"] for line in history.told(actor, afresh(roadmap), lines)][::-1]


def test_the_history_tells_of_roles_in_sentences(steward, editor, stranger, empty_map, clock):
    map_roles.grant(steward, empty_map, "reviewer", user=stranger, until="2026-05-31")
    held = empty_map.roles.get(user=stranger)
    map_roles.edit(steward, held, afresh(empty_map).revision, role="observer", until=None)
    map_roles.leave(stranger, held)
    map_roles.revoke(steward, empty_map.roles.get(user=editor))
    assert told(steward, empty_map, 4) == [
        "Steward gave Stranger the role “Reviewer” until 31 May 2026.",
        "Steward changed a role: “role” from Reviewer to Observer; "
        "“last day” was emptied (before: 31 May 2026).",
        "Stranger gave up the role “Observer”.",
        "Steward took the role “Editor” back from Editor.",
    ]


def test_the_history_tells_of_roles_in_spanish(steward, stranger, empty_map, clock):
    map_roles.grant(steward, empty_map, "reviewer", user=stranger, until="2026-05-31")
    map_roles.leave(stranger, empty_map.roles.get(user=stranger))
    with override("es"):
        assert told(steward, empty_map, 2) == [
            "Steward dio a Stranger el papel «Revisor» hasta el 31 de mayo de 2026.",
            "Stranger dejó el papel «Revisor».",
        ]


def test_the_last_day_is_one_of_the_calendar():
    assert MapRole._meta.get_field("until").to_python("2026-05-31") == datetime.date(2026, 5, 31)

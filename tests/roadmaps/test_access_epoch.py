"""Whatever changes anybody's rights on a map raises its epoch in the same transaction."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import people
from changes.models import Change, erase, record
from roadmaps import elements, links, participations, workflow
from roadmaps import roadmap as maps
from roadmaps.models import Challenge, MapRole, Roadmap
from tests import factories
from tests.threads import at_once, waiting


def epoch(roadmap):
    return Roadmap.objects.values_list("access_epoch", flat=True).get(pk=roadmap.pk)


@pytest.fixture
def other_map(steward, programme):
    """A map on which nobody but the steward has a role."""
    return factories.roadmap(steward, programme)


def test_SR_14_giving_a_role_and_taking_it_back_raise_the_epoch(steward, stranger, empty_map):
    before = epoch(empty_map)
    held = maps.grant(steward, empty_map, "observer", user=stranger)
    assert epoch(empty_map) == before + 1
    maps.revoke(steward, held)
    assert epoch(empty_map) == before + 2


def test_SR_14_joining_and_leaving_an_organisation_with_a_role_raise_the_epoch(
    registrar, stranger, association, empty_map
):
    before = epoch(empty_map)
    membership = people.join(registrar, stranger, association)
    assert epoch(empty_map) == before + 1
    record(registrar, "edited", membership, may_submit=True)
    assert epoch(empty_map) == before + 2
    erase(registrar, "left", membership)
    assert epoch(empty_map) == before + 3


def test_joining_an_organisation_without_a_role_changes_nothing(
    registrar, stranger, ministry, empty_map
):
    before = epoch(empty_map)
    people.join(registrar, stranger, ministry)
    assert epoch(empty_map) == before


@pytest.mark.parametrize("who", ["editor", "partner", "steward"])
def test_SR_14_deactivating_somebody_who_has_a_role_raises_the_epoch(
    who, registrar, empty_map, request
):
    person = request.getfixturevalue(who)
    before = epoch(empty_map)
    record(registrar, "deactivated", person, is_active=False)
    assert epoch(empty_map) == before + 1
    record(registrar, "activated", person, is_active=True)
    assert epoch(empty_map) == before + 2


def test_what_else_changes_about_a_person_raises_no_epoch(registrar, editor, empty_map):
    before = epoch(empty_map)
    record(registrar, "edited", editor, name="Another name", is_active=True)
    assert epoch(empty_map) == before


def test_SR_14_every_stage_and_the_publication_raise_the_epoch(steward, approver, roadmap):
    before = epoch(roadmap)
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    assert epoch(roadmap) == before + 1  # stage and publication in one step
    workflow.open_refresh(steward, roadmap)
    assert epoch(roadmap) == before + 2


def test_what_is_written_on_a_map_raises_no_epoch(editor, roadmap, challenge, initiative, ministry):
    before = epoch(roadmap)
    elements.edit(editor, challenge, roadmap.revision, title="Another", visibility="internal")
    elements.withdraw(editor, challenge)
    maps.describe(editor, roadmap, Change.objects.within(roadmap).count(), title="Another")
    participations.involve(editor, initiative, ministry, "funder")
    assert epoch(roadmap) == before


def test_the_rights_on_other_maps_stay_as_they_are(registrar, stranger, association, other_map):
    before = epoch(other_map)
    people.join(registrar, stranger, association)
    assert epoch(other_map) == before


def test_SR_14_the_epoch_is_raised_in_the_same_transaction(steward, stranger, empty_map):
    before = epoch(empty_map)
    with transaction.atomic():
        maps.grant(steward, empty_map, "observer", user=stranger)
        assert epoch(empty_map) == before + 1
        transaction.set_rollback(True)
    assert epoch(empty_map) == before


def test_the_epoch_stands_in_no_line_of_the_log(published):
    assert not Change.objects.filter(fields__has_key="access_epoch").exists()


def test_no_edit_writes_an_old_epoch_back(steward, editor, stranger, empty_map, challenge):
    as_read = Roadmap.objects.get(pk=empty_map.pk)
    held = maps.grant(steward, empty_map, "observer", user=stranger)
    maps.revoke(steward, held)
    after = epoch(empty_map)
    maps.describe(editor, as_read, as_read.revision, title="Another")
    assert epoch(empty_map) == after


def revoked(steward, roadmap, editor):
    maps.revoke(steward, MapRole.objects.get(roadmap=roadmap, user=editor))


def deactivated(steward, roadmap, editor):
    record(steward, "deactivated", type(editor).objects.get(pk=editor.pk), is_active=False)


def moved_on(steward, roadmap, editor):
    maps.move(steward, Roadmap.objects.get(pk=roadmap.pk), "approval", "submitted")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [revoked, deactivated, moved_on])
def test_SR_14_SR_44_what_was_authorised_before_is_not_stored_after(
    change, steward, editor, empty_map, challenge
):
    lines = Change.objects.of(challenge).count()
    mine = Challenge.objects.select_related("roadmap").get(pk=challenge.pk)
    person = type(editor).objects.get(pk=editor.pk)
    assert mine.roadmap.roles_of(person) == {"editor"}  # it was asked, and it was answered

    def write():
        elements.edit(type(person).objects.get(pk=person.pk), mine, mine.revision, title="Late")

    with transaction.atomic():
        change(steward, empty_map, editor)
        writer = at_once(write)
        waiting(1)
    assert [type(each) for each in writer.outcomes()] == [PermissionDenied]
    assert Challenge.objects.get(pk=challenge.pk).title == "Too few technicians"
    assert Change.objects.of(challenge).count() == lines


@pytest.mark.django_db(transaction=True)
def test_SR_14_leaving_an_organisation_waits_for_nobody_for_ever(
    registrar, steward, partner, association, empty_map, challenge
):
    maps.grant(steward, empty_map, "editor", organisation=association)
    mine = Challenge.objects.select_related("roadmap").get(pk=challenge.pk)
    with transaction.atomic():
        erase(registrar, "left", partner.memberships.get())
        writer = at_once(lambda: elements.edit(partner, mine, mine.revision, title="Late"))
        waiting(1)
    assert [type(each) for each in writer.outcomes()] == [PermissionDenied]


@pytest.mark.django_db(transaction=True)
def test_a_revocation_waits_for_an_edit_that_came_first_and_the_edit_stays(
    steward, editor, empty_map, challenge
):
    with transaction.atomic():
        elements.edit(editor, challenge, challenge.revision, title="In time")
        revocation = at_once(lambda: revoked(steward, empty_map, editor))
        waiting(1)
    assert revocation.outcomes() == [None]
    assert Challenge.objects.get(pk=challenge.pk).title == "In time"
    assert not MapRole.objects.filter(user=editor).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [deactivated, revoked])
def test_a_person_who_is_writing_can_lose_their_rights_without_a_deadlock(
    change, steward, editor, empty_map, challenge
):
    """The line of the log names the person; the change of rights holds the person's row."""
    with transaction.atomic():
        elements.edit(editor, challenge, challenge.revision, title="In time")
        other = at_once(lambda: change(steward, empty_map, editor))
        waiting(1)
    assert other.outcomes() == [None]
    assert Challenge.objects.get(pk=challenge.pk).title == "In time"


@pytest.mark.django_db(transaction=True)
def test_giving_an_organisation_a_part_while_somebody_joins_it_is_no_deadlock(
    registrar, editor, stranger, association, empty_map, challenge
):
    with transaction.atomic():
        participations.involve(editor, challenge, association, "partner")
        joining = at_once(lambda: people.join(registrar, stranger, association))
        waiting(1)
    assert [type(each).__name__ for each in joining.outcomes()] == ["Membership"]
    assert challenge.participations.get().organisation == association


@pytest.mark.django_db(transaction=True)
def test_two_organisations_with_roles_on_the_same_maps_do_not_wait_for_one_another_for_ever(
    registrar, steward, programme
):
    several = [factories.roadmap(steward, programme) for _ in range(4)]
    both = [factories.organisation(registrar) for _ in range(2)]
    for number, organisation in enumerate(both):
        for roadmap in several[:: 1 - 2 * number]:  # granted in opposite orders
            maps.grant(steward, roadmap, "observer", organisation=organisation)
    persons = [factories.person(registrar) for _ in range(10)]
    before = {roadmap.pk: epoch(roadmap) for roadmap in several}

    def join(organisation):
        return lambda: [people.join(registrar, each, organisation) for each in persons]

    crowd = at_once(*(join(type(each).objects.get(pk=each.pk)) for each in both))
    assert [len(outcome) for outcome in crowd.outcomes()] == [10, 10]
    for roadmap in several:
        assert epoch(roadmap) == before[roadmap.pk] + 20


@pytest.mark.django_db(transaction=True)
def test_two_people_on_two_maps_cannot_close_a_circle_between_them(steward, programme):
    left, right = (factories.roadmap(steward, programme) for _ in range(2))
    one, other = (
        elements.add(steward, roadmap, "initiative", title="Training") for roadmap in (left, right)
    )
    with transaction.atomic():
        links.draw(steward, one, other, "depends_on")
        second = at_once(lambda: links.draw(steward, other, one, "depends_on"))
        waiting(1)
    assert "would close a circle" in str(second.outcomes()[0])

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.rules import Refused
from changes.merging import Clash
from changes.models import Change
from changes.verify import faults
from roadmaps import councils
from roadmaps.councils import balance
from roadmaps.models import Seat
from tests import factories
from tests.roadmaps import council as scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(registrar, programme):
    return scenes.set_up(registrar, programme)


def counted(council):
    return {each["helix"]: (each["held"], each["vacant"]) for each in balance(council.seats.told())}


def test_a_council_without_seats_is_in_balance_with_nothing(scene):
    assert counted(scene.council) == dict.fromkeys(
        ("government", "industry", "academia", "civil_society"), (0, 0)
    )


def test_the_kind_of_an_organisation_says_for_which_side_a_seat_counts(scene, association):
    union = factories.organisation(scene.registrar, "union")
    abroad = factories.organisation(scene.registrar, "international")
    for organisation in (association, union, abroad):
        councils.seat(scene.clerk, scene.council, organisation=organisation)
    expert = councils.seat(scene.clerk, scene.council, holder="An expert", reserved_for="academia")
    assert expert.helix == "academia"
    assert counted(scene.council) == {
        "government": (0, 0), "industry": (1, 0), "academia": (1, 0), "civil_society": (1, 0),
        "other": (1, 0),
    }  # fmt: skip


def test_nobody_sits_on_a_seat_whose_term_is_over_or_has_not_begun(scene, association, clock):
    over = {"since": "2024-01-01", "until": "2026-05-03"}
    councils.seat(scene.clerk, scene.council, organisation=association, **over)
    councils.seat(scene.clerk, scene.council, organisation=association, since="2026-05-05")
    last_day = councils.seat(scene.clerk, scene.council, reserved_for="industry")
    councils.change(
        scene.clerk, last_day, scene.council.revision, organisation=association, until="2026-05-04"
    )
    councils.seat(scene.clerk, scene.council, reserved_for="government")
    assert counted(scene.council)["industry"] == (1, 2)
    assert counted(scene.council)["government"] == (0, 1)
    clock("2026-05-05T09:00")
    assert counted(scene.council)["industry"] == (1, 2)  # one has begun, another one is over


def test_a_seat_speaks_for_somebody_or_is_kept_for_a_side(scene):
    with pytest.raises(ValidationError, match="which side of society"):
        councils.seat(scene.clerk, scene.council, holder="Somebody")


def test_a_term_does_not_end_before_it_begins(scene):
    term = {"since": "2026-06-01", "until": "2026-05-31"}
    with pytest.raises(ValidationError, match="before it begins"):
        councils.seat(scene.clerk, scene.council, reserved_for="academia", **term)


def test_an_organisation_that_is_no_more_gets_no_seat(scene, association):
    factories.organisation(scene.registrar, predecessors=[association])
    with pytest.raises(Refused, match="is no more"):
        councils.seat(scene.clerk, scene.council, organisation=association)


def test_SR_02_only_the_secretariat_and_those_who_keep_the_registers_keep_seats(
    scene, partner, editor, anonymous
):
    seat = councils.seat(scene.registrar, scene.council, reserved_for="academia")
    for actor in (partner, editor, scene.head, anonymous):
        with pytest.raises(PermissionDenied):
            councils.seat(actor, scene.council, reserved_for="academia")
        with pytest.raises(PermissionDenied):
            councils.change(actor, seat, scene.council.revision, title="Chair")
        with pytest.raises(PermissionDenied):
            councils.abolish(actor, seat)
        with pytest.raises(PermissionDenied):
            councils.describe(actor, scene.council, scene.council.revision, note="Mine")
    assert Seat.objects.get().title == ""


def test_a_council_is_entered_by_those_who_keep_the_registers(scene, programme):
    with pytest.raises(PermissionDenied):
        councils.found(scene.clerk, programme, "second", name="Second")


def test_the_secretariat_does_not_hand_itself_over(scene, association):
    base = scene.council.revision
    councils.describe(scene.clerk, scene.council, base, note="It meets twice a year.")
    with pytest.raises(Refused, match="keep the registers"):
        councils.describe(scene.clerk, scene.council, base, secretariat=association)
    councils.describe(scene.registrar, scene.council, base, secretariat=association)
    with pytest.raises(PermissionDenied):
        councils.seat(scene.clerk, scene.council, reserved_for="academia")


def test_two_who_fill_the_same_seat_clash(scene, association, ministry):
    seat = councils.seat(scene.clerk, scene.council, reserved_for="industry")
    base = scene.council.revision
    councils.change(scene.clerk, seat, base, organisation=association)
    councils.change(scene.registrar, seat, base, title="Chair")
    with pytest.raises(Clash) as clash:
        councils.change(scene.registrar, seat, base, organisation=ministry)
    assert clash.value.names == ["organisation"]


def test_the_log_does_not_keep_who_sat_where(scene):
    seat = councils.seat(scene.clerk, scene.council, holder="Ada Lovelace", reserved_for="academia")
    first = Seat.objects.get().secret
    base = scene.council.revision
    councils.change(scene.clerk, seat, base, holder="Grace Hopper", interests="Shares.")
    assert Seat.objects.get().secret != first
    told = str([*Change.objects.values_list("fields", flat=True)])
    assert not any(word in told for word in ("Lovelace", "Hopper", "Shares", first))
    assert list(faults()) == []


def test_seats_are_numbered_and_go(scene):
    first, second = (
        councils.seat(scene.clerk, scene.council, reserved_for="academia") for _ in range(2)
    )
    assert (first.number, second.number) == (1, 2)
    councils.abolish(scene.clerk, first)
    assert [each.number for each in scene.council.seats.all()] == [2]
    with pytest.raises(Refused, match="no longer there"):
        councils.abolish(scene.clerk, first)

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from changes.models import Change
from roadmaps import history
from roadmaps import roadmap as maps
from roadmaps.document import build
from roadmaps.models import MapRole
from roadmaps.roadmap import Refused
from tests import factories


def test_who_begins_a_map_is_its_steward(steward, empty_map):
    assert MapRole.objects.get(roadmap=empty_map, user=steward).role == "steward"


def test_only_those_who_keep_the_registers_begin_maps(editor, programme):
    with pytest.raises(PermissionDenied):
        factories.roadmap(editor, programme)


@pytest.mark.parametrize("prefix", ["", "a", "TOOLONGX", "A1", "é"])
def test_a_prefix_is_two_to_six_capitals(prefix, steward, programme):
    with pytest.raises(ValidationError):
        factories.roadmap(steward, programme, prefix=prefix)


def test_an_address_and_a_prefix_belong_to_one_map(steward, programme, empty_map):
    for taken in ({"slug": empty_map.slug}, {"prefix": empty_map.prefix}):
        with pytest.raises(ValidationError, match="already"):
            factories.roadmap(steward, programme, **taken)


def test_the_horizons_follow_one_another(steward, programme):
    with pytest.raises(ValidationError, match="follow"):
        factories.roadmap(steward, programme, short_until=2024)


def test_a_map_is_described_by_those_who_write_it(editor, partner, empty_map):
    maps.describe(editor, empty_map, empty_map.revision, vision="A sector that leads.")
    empty_map.refresh_from_db()
    assert empty_map.vision == "A sector that leads."
    with pytest.raises(PermissionDenied):
        maps.describe(partner, empty_map, empty_map.revision, vision="Ours.")


@pytest.mark.parametrize("name", ["slug", "prefix", "stage", "is_published", "programme", "head"])
def test_SR_10_what_is_not_a_description_nobody_can_set(name, editor, empty_map):
    with pytest.raises(Refused, match=name):
        maps.describe(editor, empty_map, empty_map.revision, **{name: "x"})


def test_a_role_belongs_to_one_person_or_one_organisation(steward, editor, ministry, empty_map):
    with pytest.raises(ValidationError, match="one person or to one organisation"):
        maps.grant(steward, empty_map, "reviewer", user=editor, organisation=ministry)
    with pytest.raises(ValidationError, match="one person or to one organisation"):
        maps.grant(steward, empty_map, "reviewer")


def test_only_the_steward_gives_roles_and_each_once(steward, editor, stranger, empty_map):
    with pytest.raises(PermissionDenied):
        maps.grant(editor, empty_map, "reviewer", user=stranger)
    maps.grant(steward, empty_map, "reviewer", user=stranger)
    with pytest.raises(ValidationError, match="already"):
        maps.grant(steward, empty_map, "reviewer", user=stranger)


def test_a_role_of_an_organisation_is_a_role_of_its_people(partner, stranger, empty_map):
    assert empty_map.roles_of(partner) == {"observer"}
    assert empty_map.roles_of(stranger) == set()


def test_a_map_says_from_which_one_it_follows(editor, steward, programme, empty_map):
    other = factories.roadmap(steward, programme, title="Built Environment")
    said = {"other": other, "other_name": other.title, "on": "2022-09-06"}
    maps.relate(editor, empty_map, "merged_into", **said)
    assert empty_map.relations.get().other == other


@pytest.fixture
def relation(editor, empty_map):
    return maps.relate(editor, empty_map, "split_from", other_name="Cars", on="2020")


def test_what_is_said_of_another_map_is_taken_back_and_said_again(editor, empty_map, relation):
    maps.unrelate(editor, relation)
    assert build(empty_map, editor)["roadmap"]["relations"] == []
    with pytest.raises(Refused, match="has been withdrawn already"):
        maps.unrelate(editor, relation)
    maps.relate_again(editor, relation)
    assert [each["name"] for each in build(empty_map, editor)["roadmap"]["relations"]] == ["Cars"]
    with pytest.raises(Refused, match="has not been withdrawn"):
        maps.relate_again(editor, relation)
    lines = history.told(editor, empty_map, Change.objects.within(empty_map).of(relation))
    assert [line["sentence"] for line in lines] == [
        "Editor said how the map follows from another one.",
        "Editor withdrew what is said of the map “Cars”.",
        "Editor restored what is said of the map “Cars”.",
    ]


@pytest.mark.parametrize("command", [maps.unrelate, maps.relate_again])
def test_only_who_may_write_takes_it_back(partner, stranger, relation, command):
    for person in (partner, stranger):
        with pytest.raises(PermissionDenied):
            command(person, relation)


def test_the_map_of_then_still_says_it(editor, empty_map, relation):
    maps.unrelate(editor, relation)
    then = relation.roadmap.revision - 1
    assert len(build(empty_map, editor, at=then)["roadmap"]["relations"]) == 1

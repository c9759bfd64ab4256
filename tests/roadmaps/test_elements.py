import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from changes.models import Change
from roadmaps import elements
from roadmaps.elements import KINDS
from roadmaps.roadmap import Refused


def test_elements_get_codes_that_are_never_used_again(editor, empty_map):
    first = elements.add(editor, empty_map, "challenge", title="Water")
    elements.withdraw(editor, first)
    second = elements.add(editor, empty_map, "challenge", title="Energy")
    assert (first.code, second.code) == ("EMO-C01", "EMO-C02")


@pytest.mark.parametrize(("kind", "letter"), elements.LETTERS.items())
def test_every_kind_can_stand_on_a_map(kind, letter, editor, empty_map):
    element = elements.add(editor, empty_map, kind, title="Something")
    assert element.code == f"EMO-{letter}01"
    assert isinstance(element, KINDS[kind])


def test_a_withdrawn_element_stays_in_the_tables_and_is_not_withdrawn_twice(editor, challenge):
    elements.withdraw(editor, challenge)
    challenge.refresh_from_db()
    assert challenge.is_withdrawn
    with pytest.raises(Refused, match="has been withdrawn already"):
        elements.withdraw(editor, challenge)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"period": "soon"}, "soon"),
        ({"period": "2030/2025"}, "2030/2025"),
        ({"severity": 6}, "between 1 and 5"),
        ({"categories": ["weather"]}, "weather"),
        ({"barrier": "weather"}, "weather"),
        ({"title": ""}, "blank"),
    ],
)
def test_nonsense_is_neither_saved_nor_logged(fields, complaint, editor, empty_map):
    lines = Change.objects.count()
    with pytest.raises(ValidationError, match=complaint):
        elements.add(editor, empty_map, "challenge", **({"title": "Water"} | fields))
    assert Change.objects.count() == lines
    assert not empty_map.elements.exists()


def test_a_partner_who_observes_may_not_write(partner, empty_map, challenge):
    with pytest.raises(PermissionDenied):
        elements.add(partner, empty_map, "challenge", title="Ours")
    with pytest.raises(PermissionDenied):
        elements.edit(partner, challenge, challenge.revision, title="Ours")


def test_nobody_edits_what_is_in_force(editor, steward, published, challenge):
    for actor in (editor, steward):
        with pytest.raises(PermissionDenied):
            elements.edit(actor, challenge, challenge.revision, title="Later")


def test_the_stage_is_asked_as_it_is_now_not_as_it_was_read(editor, approver, roadmap, challenge):
    from_before = type(roadmap).objects.get(pk=roadmap.pk)
    type(roadmap).objects.filter(pk=roadmap.pk).update(stage="approval")
    with pytest.raises(PermissionDenied):
        elements.add(editor, from_before, "challenge", title="Too late")


def test_the_sectors_of_an_element_are_logged_and_kept(editor, challenge, sector):
    elements.edit(editor, challenge, challenge.revision, sectors=[sector])
    assert list(challenge.sectors.all()) == [sector]
    assert Change.objects.of(challenge).last().fields == {"sectors": [[], [str(sector.pk)]]}


@pytest.mark.parametrize("name", ["code", "number", "kind", "roadmap", "revision", "is_withdrawn"])
def test_SR_10_what_the_map_gives_nobody_can_set(name, editor, challenge):
    with pytest.raises(Refused, match=name):
        elements.edit(editor, challenge, challenge.revision, **{name: 7})


@pytest.mark.parametrize("name", ["code", "number", "revision", "is_withdrawn"])
def test_SR_10_not_even_with_a_new_element(name, editor, empty_map):
    with pytest.raises(Refused, match=name):
        elements.add(editor, empty_map, "challenge", title="Water", **{name: 7})

from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from roadmaps import elements, links
from roadmaps.links import TYPES, lawful_kinds, unlawful
from roadmaps.roadmap import Refused
from tests import factories

KINDS = list(elements.LETTERS)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("source", KINDS)
def test_every_pair_of_ends_is_lawful_or_refused_with_a_sentence(kind, source, target):
    rule = TYPES[kind]
    lawful = source in rule["source_kinds"] and target in rule["target_kinds"]
    if rule["same_kind"]:
        lawful = lawful and source == target
    sentence = unlawful(kind, source, target)
    assert bool(sentence) != lawful
    assert lawful or sentence.endswith(".")


def test_a_refused_link_says_which_ends_are_allowed(editor, skill, challenge):
    with pytest.raises(ValidationError) as refusal:
        links.draw(editor, skill, challenge, "addresses")
    assert " ".join(refusal.value.messages) == (
        "“addresses” leads from initiative, technology, fdi target, infrastructure "
        "to challenge or opportunity."
    )


def test_the_refusal_is_in_the_readers_language(editor, skill, challenge):
    with translation.override("es"), pytest.raises(ValidationError) as refusal:
        links.draw(editor, skill, challenge, "addresses")
    assert "iniciativa" in str(refusal.value)


def test_only_the_lawful_kinds_are_offered():
    assert lawful_kinds("initiative", "skill") == ["delivers", "requires", "conflicts_with"]


def test_a_link_that_closes_a_circle_is_refused(editor, empty_map):
    one, two, three = (
        elements.add(editor, empty_map, "initiative", title=title) for title in "ABC"
    )
    links.draw(editor, one, two, "depends_on")
    links.draw(editor, two, three, "depends_on")
    with pytest.raises(ValidationError, match="circle"):
        links.draw(editor, three, one, "depends_on")


def test_nothing_is_linked_to_itself(editor, initiative):
    with pytest.raises((ValidationError), match=r"itself|circle"):
        links.draw(editor, initiative, initiative, "depends_on")


def test_the_same_link_is_drawn_once(editor, initiative, challenge):
    with pytest.raises(ValidationError):
        links.draw(editor, initiative, challenge, "addresses")


def test_a_conflict_needs_a_reason(editor, initiative, skill):
    with pytest.raises(ValidationError, match="needs a reason"):
        links.draw(editor, initiative, skill, "conflicts_with")


def test_links_lead_across_maps(steward, editor, programme, challenge):
    other = factories.roadmap(steward, programme)
    helper = elements.add(steward, other, "initiative", title="National training")
    link = links.draw(steward, helper, challenge, "addresses")
    assert link.roadmap == other


def test_SR_05_a_link_to_a_map_one_may_not_see_is_refused(registrar, editor, initiative, programme):
    hidden_map = factories.roadmap(registrar, programme)
    hidden = elements.add(registrar, hidden_map, "challenge", title="Secret")
    with pytest.raises(PermissionDenied):
        links.draw(editor, initiative, hidden, "addresses")


@pytest.fixture
def chain(editor, empty_map):
    """Three initiatives of which each waits for the next, and the links between them."""
    several = [
        elements.add(editor, empty_map, "initiative", title=title) for title in ("A", "B", "C")
    ]
    drawn = [links.draw(editor, one, other, "depends_on") for one, other in pairwise(several)]
    return several, drawn


def seen_now(roadmap):
    roadmap.refresh_from_db()
    return roadmap.revision


def test_an_edit_of_a_link_closes_no_circle(editor, empty_map, chain):
    (one, _two, three), (_first, second) = chain
    with pytest.raises(ValidationError, match="would close a circle"):
        links.edit(editor, second, seen_now(empty_map), target=one)
    second.refresh_from_db()
    assert second.target_id == three.pk


def test_restoring_a_link_closes_no_circle(editor, chain):
    (one, _two, three), (first, _second) = chain
    links.withdraw(editor, first)
    links.draw(editor, three, one, "depends_on")
    with pytest.raises(ValidationError, match="would close a circle"):
        links.restore(editor, first)
    first.refresh_from_db()
    assert first.is_withdrawn


def test_a_link_that_was_withdrawn_is_in_no_circle(editor, chain):
    (one, _two, three), (first, _second) = chain
    links.withdraw(editor, first)
    assert links.draw(editor, three, one, "depends_on").target == one


def test_restoring_what_was_drawn_again_says_so(editor, initiative, challenge):
    former = initiative.links_out.get(kind="addresses")
    links.withdraw(editor, former)
    links.draw(editor, initiative, challenge, "addresses")
    with pytest.raises(ValidationError, match="There is one just like it already"):
        links.restore(editor, former)


def test_an_edit_makes_no_link_a_second_time(editor, roadmap, initiative, challenge):
    other = elements.add(editor, roadmap, "challenge", title="Water")
    second = links.draw(editor, initiative, other, "addresses")
    with pytest.raises(ValidationError, match="There is one just like it already"):
        links.edit(editor, second, seen_now(roadmap), target=challenge)


def test_an_edit_makes_no_unlawful_link(editor, roadmap, initiative, skill):
    link = initiative.links_out.get(kind="addresses")
    for fields in ({"kind": "depends_on"}, {"kind": "weather"}, {"target": skill}):
        with pytest.raises(ValidationError) as refusal:
            links.edit(editor, link, seen_now(roadmap), **fields)
        assert "kind" in refusal.value.message_dict
    link.refresh_from_db()
    assert (link.kind, link.target_id == skill.pk) == ("addresses", False)


@pytest.mark.parametrize("strength", [0, 4, -1, "strong"])
def test_an_edit_keeps_the_strength_between_one_and_three(strength, editor, roadmap, initiative):
    link = initiative.links_out.get(kind="addresses")
    with pytest.raises(ValidationError):
        links.edit(editor, link, seen_now(roadmap), strength=strength)


def test_no_link_leads_to_what_was_withdrawn(editor, roadmap, initiative, skill, challenge):
    link = initiative.links_out.get(kind="addresses")
    gone = elements.add(editor, roadmap, "challenge", title="Water")
    elements.withdraw(editor, gone)
    with pytest.raises(Refused, match="Restore it first"):
        links.draw(editor, initiative, gone, "addresses")
    with pytest.raises(Refused, match="Restore it first"):
        links.edit(editor, link, seen_now(roadmap), target=gone)
    elements.withdraw(editor, initiative)
    with pytest.raises(Refused, match="Restore it first"):
        links.draw(editor, initiative, challenge, "addresses")


def test_SR_05_no_edit_leads_a_link_to_a_map_one_may_not_see(
    registrar, editor, roadmap, initiative, programme
):
    hidden_map = factories.roadmap(registrar, programme)
    hidden = elements.add(registrar, hidden_map, "challenge", title="Secret")
    link = initiative.links_out.get(kind="addresses")
    with pytest.raises(PermissionDenied):
        links.edit(editor, link, seen_now(roadmap), target=hidden)

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from roadmaps import elements, links
from roadmaps.links import TYPES, lawful_kinds, unlawful
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

"""What a role will allow and no longer allow, as it is shown before it is given."""

import pytest
from django.utils.translation import override

from roadmaps.effects import ACTIONS, effects, ending
from roadmaps.models import Roadmap
from roadmaps.rules import RULES, can
from roadmaps.stages import Role, Stage
from roadmaps.steps import STEPS


def said(roadmap, before, after):
    return [each.sentence for each in effects(roadmap, "Ana", before, after)]


def test_every_rule_has_its_words():
    # Who reads the working copy sees the map; the steps are told together.
    assert ACTIONS.keys() | {"view"} | STEPS.keys() == RULES.keys()


def test_what_an_editor_may(empty_map):
    assert said(empty_map, set(), {"editor"}) == [
        "Ana may from now on read the working copy, at every stage.",
        "Ana may from now on write elements, figures and links, at these stages: "
        "Drafting, Revising.",
        "Ana may from now on propose changes, at these stages: Internal review, In consultation.",
        "Ana may from now on answer what others propose, at these stages: Drafting, Revising.",
        "Ana may from now on talk in the margin of the working copy, at these stages: "
        "Drafting, Internal review, In consultation, Revising, In approval, In force.",
        "Ana may from now on report progress, at these stages: "
        "Drafting, Internal review, In consultation, Revising, In approval, In force.",
        "Ana may from now on read what is meant for partners, at every stage.",
    ]


def test_what_a_reporter_may_depends_on_what_they_lead(empty_map):
    assert said(empty_map, {"observer"}, {"observer", "reporter"}) == [
        "Ana may from now on report progress on what their organisation leads, at these stages: "
        "Drafting, Internal review, In consultation, Revising, In approval, In force."
    ]


def test_what_is_lost_comes_after_what_is_gained(empty_map):
    assert said(empty_map, {"editor"}, {"approver"}) == [
        "Ana may from now on propose changes, at these stages: Drafting, Revising.",
        "Ana may from now on publish what was approved elsewhere, at these stages: Drafting.",
        "Ana may from now on ask for clearance, at these stages: "
        "Drafting, Internal review, In consultation, Revising, In approval.",
        "Ana may from now on go on without a clearance, at these stages: "
        "Drafting, Internal review, In consultation, Revising, In approval.",
        "Ana may from now on invite to a consultation, at these stages: In consultation.",
        "Ana may from now on read and answer what is sent to a consultation, at these stages: "
        "Drafting, Internal review, In consultation, Revising, In approval, In force.",
        "Ana may from now on read what is meant for the government alone, at every stage.",
        "Ana may from now on take these steps: "
        "“Open consultation”, “Close consultation”, “Go to approval without consultation”, "
        "“Return for revision”, “Publish”, “Publish a correction”, “Abandon the refresh”, "
        "“Retire the map”.",
        "Ana may no longer write elements, figures and links, at these stages: Drafting, Revising.",
        "Ana may no longer answer what others propose, at these stages: Drafting, Revising.",
        "Ana may no longer report progress, at these stages: "
        "Drafting, Internal review, In consultation, Revising, In approval, In force.",
    ]


def test_a_role_that_allows_nothing_more_changes_nothing(empty_map):
    assert said(empty_map, {"steward"}, {"steward", "editor"}) == []
    assert said(empty_map, {"observer"}, {"commenter"}) == []


def test_who_loses_everything_is_told_so(empty_map):
    lost = effects(empty_map, "Ana", {"observer"}, set())
    assert [each.is_gain for each in lost] == [False, False, False]
    assert lost[0].sentence == "Ana may no longer read the working copy, at any stage."


@pytest.mark.parametrize("role", Role)
def test_the_sentences_say_what_the_rules_say(role, empty_map, stranger, steward):
    """What is promised to somebody before is what the same person may do after."""
    told = said(empty_map, set(), {role})
    for action, words in ACTIONS.items():
        allowed = set()
        for stage in Stage:
            there = Roadmap.objects.get(pk=empty_map.pk)
            there.stage = stage
            there.know(stranger, {role})
            if can(stranger, action, there):
                allowed.add(stage.label)
        sentences = [each for each in told if f" {words}, at" in each]
        if not allowed:
            assert sentences == []
        elif len(allowed) == len(Stage):
            assert sentences[0].endswith("at every stage.")
        else:
            stages = sentences[0].partition("stages: ")[2].rstrip(".")
            assert set(stages.split(", ")) == allowed


@pytest.mark.parametrize("role", Role)
def test_the_steps_of_a_role_are_told_in_one_sentence(role, empty_map):
    told = [each for each in said(empty_map, set(), {role}) if "take these steps" in each]
    mine = [f"“{step}”" for step in STEPS.values() if role in step.roles]
    assert told == ([f"Ana may from now on take these steps: {', '.join(mine)}."] if mine else [])


def test_to_ask_changes_nothing_and_needs_no_query(empty_map, django_assert_num_queries):
    before = dict(empty_map.__dict__)
    with django_assert_num_queries(0):
        said(empty_map, {"editor"}, {"steward"})
    assert {name: value for name, value in empty_map.__dict__.items() if name in before} == before


def test_a_last_day_is_told(empty_map, steward, clock):
    held = empty_map.roles.model(until=None)
    assert ending(held.until) == ""
    day = held._meta.get_field("until").to_python("2026-05-31")
    assert ending(day) == "The role ends by itself after its last day, 31 May 2026."


def test_they_are_said_in_spanish(empty_map):
    with override("es"):
        assert said(empty_map, set(), {"observer"})[0] == (
            "Ana podrá desde ahora leer la copia de trabajo, en todas las etapas."
        )

"""The thirteen steps: who takes them, from where, with which reason; and what stands in the way."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.rules import Refused
from changes.models import Change
from roadmaps import elements, obstacles, workflow
from roadmaps.models import Roadmap
from roadmaps.stages import Role, Stage
from roadmaps.steps import STEPS
from roadmaps.workflow import Held
from tests import factories
from tests.roadmaps.test_rules import cast  # noqa: F401
from tests.threads import at_once

WHO = {
    "submit_for_review": {"steward"},
    "return_to_draft": {"reviewer", "steward"},
    "open_consultation": {"approver"},
    "extend_consultation": {"steward"},
    "close_consultation": {"approver"},
    "skip_consultation": {"approver"},
    "submit_for_approval": {"steward"},
    "return_to_revision": {"approver"},
    "publish": {"approver"},
    "correct": {"approver"},
    "open_refresh": {"steward"},
    "abandon_refresh": {"approver"},
    "retire": {"approver"},
}


def afresh(roadmap):
    return Roadmap.objects.get(pk=roadmap.pk)


def at(roadmap, stage):
    """The map at a stage, however it came there."""
    Roadmap.objects.filter(pk=roadmap.pk).update(stage=stage)
    return afresh(roadmap)


def test_each_step_is_for_those_of_the_vocabulary():
    assert {code: {str(role) for role in step.roles} for code, step in STEPS.items()} == WHO


@pytest.mark.parametrize("step", STEPS)
def test_SR_11_who_has_not_the_role_takes_no_step(cast, roadmap, step):  # noqa: F811
    there = at(roadmap, next(iter(STEPS[step].begins)))
    for name, actor in cast.items():
        if name not in WHO[step]:
            with pytest.raises(PermissionDenied):
                workflow.take(actor, there, step, reason="Because.")
    assert afresh(roadmap).revision == there.revision


@pytest.mark.parametrize("step", STEPS)
def test_SR_11_no_step_is_taken_from_another_stage(registrar, steward, roadmap, step):
    person = factories.person(registrar, name="Everything")
    for role in Role.values:
        roadmap.roles.model.objects.create(roadmap=roadmap, user=person, role=role)
    for stage in set(Stage.values) - set(STEPS[step].begins):
        there = at(roadmap, stage)
        with pytest.raises(Refused, match="is no step from the stage"):
            workflow.take(person, there, step, reason="Because.")


@pytest.mark.parametrize("step", [code for code, step in STEPS.items() if step.needs_reason])
def test_a_step_back_or_aside_says_why(cast, roadmap, step):  # noqa: F811
    there = at(roadmap, sorted(STEPS[step].begins)[0])
    actor = cast[sorted(WHO[step])[0]]
    with pytest.raises(Refused, match="Say why"):
        workflow.take(actor, there, step, reason="  ")


def test_what_stands_in_the_way_is_said_and_nothing_is_done(steward, roadmap):
    with pytest.raises(Held) as held:
        workflow.take(steward, roadmap, "submit_for_review", reason="Now.")
    assert [each.code for each in held.value.obstacles if each.is_grave] == ["no_measured_goal"]
    assert "No goal has an indicator" in str(held.value)
    assert afresh(roadmap).stage == "draft"


def test_SR_11_nobody_approves_what_they_wrote(steward, approver, editor, published, challenge):
    workflow.take(steward, published, "open_refresh")
    factories.maps.grant(steward, published, "editor", user=approver)
    element = elements.in_full(challenge)
    elements.edit(approver, element, afresh(published).revision, title="By the approver")
    there = at(published, "approval")
    codes = [each.code for each in obstacles.standing(there, "publish", approver)]
    assert "approver_has_written" in codes
    with pytest.raises(Held, match="You wrote on this edition"):
        workflow.take(approver, there, "publish", note="Mine.")
    assert published.editions.count() == 1


def test_a_step_is_one_line_of_the_log_with_its_reason(steward, approver, published):
    workflow.take(approver, published, "retire", reason="It is over.")
    line = Change.objects.within(published).get(verb="retire")
    assert line.fields["stage"] == ["in_force", "retired"]
    assert line.fields["stage_note"] == ["", "It is over."]


@pytest.mark.django_db(transaction=True)
def test_SR_44_of_many_who_take_a_step_at_once_one_takes_it(steward, published):
    there = afresh(published)
    acts = [lambda: workflow.take(steward, there, "open_refresh") for _person in range(4)]
    done = at_once(*acts).outcomes()
    assert sorted(isinstance(each, Refused) for each in done) == [False, True, True, True]
    assert Change.objects.within(published).filter(verb="open_refresh").count() == 1


def test_SR_11_what_was_published_here_is_not_adopted_past_the_steps(story, approver):
    story.reach_approval()
    story.take(approver, "publish", note="The first edition.")
    story.take(story.steward, "open_refresh")
    with pytest.raises(Refused, match="next edition goes by the steps"):
        workflow.adopt(approver, [story.now()], note="Past everybody.")
    assert story.now().editions.current().get().number == "1.0"

"""What follows for a map, its draft and its people when a refresh is given up."""

import pytest

from accounts.rules import Refused
from roadmaps import obstacles, signoffs, workflow
from tests.roadmaps.things import as_it_is


@pytest.mark.parametrize("way", [[], ["submit_for_review"]])
def test_it_is_given_up_from_wherever_it_stands(story, way):
    story.refresh()
    for step in way:
        story.take(story.steward, step, reason="Two leads are still sought.")
    story.write(story.steward, title="Something else")
    story.take(story.approver, "abandon_refresh", reason="The budget fell through.")
    assert story.now().stage == "in_force"
    assert as_it_is(story.challenge).title == "Too few technicians"


def test_while_it_is_consulted_on_it_is_not_given_up(story):
    story.refresh()
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    story.consult()
    with pytest.raises(Refused, match="is no step from the stage"):
        story.take(story.approver, "abandon_refresh", reason="The budget fell through.")


def test_the_draft_that_was_consulted_on_has_had_its_time(story):
    story.refresh()
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    story.consult()
    story.take(story.approver, "close_consultation", reason="Nobody answers.")
    story.take(story.approver, "abandon_refresh", reason="Nobody answers.")
    told = [(each.number, each.status) for each in story.now().editions.all()]
    assert told == [("1.0", "current"), ("0.2", "superseded"), ("0.1", "superseded")]


def test_before_the_first_edition_there_is_nothing_to_go_back_to(story):
    with pytest.raises(workflow.Held, match="no edition to go back to"):
        story.take(story.approver, "abandon_refresh", reason="Enough.")
    assert story.now().stage == "draft"


def test_a_translation_of_what_was_set_back_is_no_older_than_it(story):
    story.refresh()
    story.write(story.editor, title="Something else")
    story.take(story.approver, "abandon_refresh", reason="The budget fell through.")
    story.take(story.steward, "open_refresh")
    found = obstacles.standing(story.now(), "submit_for_approval", story.steward)
    assert [each.sentence for each in found] == []


def test_who_gave_up_a_refresh_wrote_nothing_of_the_next_one(story):
    story.refresh()
    story.write(story.editor, title="Something else")
    story.take(story.approver, "abandon_refresh", reason="The budget fell through.")
    story.take(story.steward, "open_refresh")
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    story.take(story.approver, "skip_consultation", reason="A minor refresh.")
    story.take(story.approver, "publish", note="The second edition.")
    assert story.current().number == "2.0"


def test_what_was_cleared_in_a_refresh_that_was_given_up_is_asked_in_the_next(story):
    story.refresh()
    asked = story.ask(story.steward, signoffs.Purpose.PUBLICATION)
    signoffs.overrule(story.approver, asked, "They are on leave.")
    story.take(story.approver, "abandon_refresh", reason="The budget fell through.")
    story.take(story.steward, "open_refresh")
    asked.refresh_from_db()
    assert (asked.decision, asked.overruled_because) == ("awaited", "")

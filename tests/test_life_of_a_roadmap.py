"""The whole life of a map, as a minister may read it: from the first draft to its end."""

import json

import pytest

from accounts.rules import Refused
from roadmaps import elements, signoffs, workflow
from roadmaps.signoffs import Purpose
from roadmaps.workflow import Held


def test_a_map_from_its_draft_to_its_end(story, clock):
    the_treasury_clears_what_it_has_read(story)
    everybody_is_consulted_for_forty_days(story, clock)
    somebody_else_publishes_what_was_worked_in(story)
    a_slip_of_the_pen_is_corrected_openly(story)
    a_refresh_is_begun_and_given_up(story)
    the_map_is_retired_and_stays_readable(story)


def the_treasury_clears_what_it_has_read(story):
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    asked = story.ask(story.steward, Purpose.CONSULTATION)
    with pytest.raises(Held, match="Treasury has not answered yet"):
        story.consult()

    # The treasury reads, and signs what it has read.
    text = story.read()
    signoffs.sign(story.official, asked, "cleared", text)

    # A steward mends a word: what was signed is no longer what stands there.
    story.write(story.steward, summary="Too few, and too late.")
    with pytest.raises(Held, match="What Treasury cleared has been changed since"):
        story.consult()
    with pytest.raises(Refused, match="changed since you read it"):
        signoffs.sign(story.official, asked, "cleared", text)
    story.sign(asked)


def everybody_is_consulted_for_forty_days(story, clock):
    story.consult()
    draft = story.now().editions.get()
    assert (draft.number, draft.kind, draft.status) == ("0.1", "consultation", "current")
    assert not story.now().is_published
    assert workflow.take_what_is_due() == []
    clock("2026-06-13T09:01")
    assert workflow.take_what_is_due() == [story.roadmap]
    assert workflow.take_what_is_due() == []
    assert str(story.now().consultations.get().answer_due) == "2026-09-05"


def somebody_else_publishes_what_was_worked_in(story):
    story.translate()
    story.take(story.steward, "submit_for_approval")
    asked = story.ask(story.approver, Purpose.PUBLICATION)
    story.sign(asked)
    story.take(story.approver, "publish", note="The first edition.", label="2026")
    assert story.current().number == "1.0"
    assert story.now().is_published


def a_slip_of_the_pen_is_corrected_openly(story):
    element = elements.in_full(story.challenge)
    promise = [{"thing": element, "fields": {"severity": 1}}]
    with pytest.raises(Refused, match="no new promise"):
        story.take(story.approver, "correct", reason="A slip.", edits=promise)
    edits = [{"thing": element, "fields": {"summary": "Too few and too late."}}]
    story.take(story.approver, "correct", reason="A comma too many.", edits=edits)
    assert [each.number for each in story.now().editions.all()] == ["1.1", "1.0", "0.1"]


def a_refresh_is_begun_and_given_up(story):
    """Years later; the working copy is the edition again."""
    story.take(story.steward, "open_refresh")
    story.write(story.editor, title="Something else", severity=1)
    elements.add(story.editor, story.now(), "skill", title="A new one")
    story.take(story.approver, "abandon_refresh", reason="The budget fell through.")
    again = signoffs.text_of(story.now())
    assert without_revisions(again) == without_revisions(text_of(story.current()))
    assert story.now().stage == "in_force"


def the_map_is_retired_and_stays_readable(story):
    current = story.current()
    story.take(story.approver, "retire", reason="The sector went into another one.")
    current.refresh_from_db()
    assert (story.now().stage, current.status) == ("retired", "withdrawn")
    assert story.now().farewell == "The sector went into another one."


def text_of(edition):
    return json.loads(bytes(edition.content))


def without_revisions(document):
    elements_told = [
        {name: value for name, value in element.items() if name != "revision"}
        for element in document["elements"]
    ]
    return document | {"elements": elements_told}

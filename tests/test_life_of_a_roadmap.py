"""The whole life of a map, as a minister may read it: from the first draft to its end."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from accounts import people
from accounts.models import Organisation, User
from accounts.rules import Refused
from roadmaps import elements, map_roles, signoffs, workflow
from roadmaps.elements import Element
from roadmaps.models import Roadmap
from roadmaps.signoffs import Purpose
from roadmaps.workflow import Held
from sectors import indicators
from tests import factories

CLOSES = datetime(2026, 6, 13, 9, tzinfo=UTC)
ROUND = {
    "title": "Round one", "brief": "What is missing?", "audience": "public", "closes_at": CLOSES,
}  # fmt: skip
IN_SPANISH = "Dicho en español"


@pytest.fixture
def treasury(registrar):
    return factories.organisation(registrar, "ministry", name="Treasury")


@pytest.fixture
def official(registrar, treasury, steward, ready):
    """Speaks for the treasury, which reads the map as a reviewer."""
    person = factories.person(registrar, name="Official")
    people.join(registrar, person, treasury, may_submit=True)
    map_roles.grant(steward, ready, "reviewer", organisation=treasury)
    return person


@pytest.fixture
def ready(registrar, programme, editor, roadmap, goal):
    """A draft with everything that a first edition has to have, but for the other language."""
    share = indicators.add(registrar, programme, "ev-share", name="Share", kind="share")
    whole = elements.in_full(goal)
    elements.edit(editor, whole, afresh(roadmap).revision, indicator=share)
    return afresh(roadmap)


def afresh(roadmap):
    return Roadmap.objects.get(pk=roadmap.pk)


def text_of(edition):
    return json.loads(bytes(edition.content))


@dataclass
class Story:
    """A map, and those who carry it through its life."""

    roadmap: Roadmap
    steward: User
    editor: User
    approver: User
    treasury: Organisation
    official: User
    challenge: Element

    def now(self):
        return Roadmap.objects.get(pk=self.roadmap.pk)

    def take(self, who, step, **said):
        return workflow.take(who, self.roadmap, step, **said)

    def read(self):
        """The hash of the text as it stands, as whoever reads it gets it."""
        return signoffs.hash_of(signoffs.text_of(self.now()))

    def write(self, who, **fields):
        element = elements.in_full(self.challenge)
        elements.edit(who, element, self.now().revision, **fields)

    def current(self):
        return self.now().editions.current().exclude(kind="consultation").get()


@pytest.fixture
def story(ready, steward, editor, approver, treasury, official, challenge):
    return Story(ready, steward, editor, approver, treasury, official, challenge)


def test_a_map_from_its_draft_to_its_end(story, clock):
    the_treasury_clears_what_it_has_read(story)
    everybody_is_consulted_for_forty_days(story, clock)
    somebody_else_publishes_what_was_worked_in(story)
    a_slip_of_the_pen_is_corrected_openly(story)
    a_refresh_is_begun_and_given_up(story)
    the_map_is_retired_and_stays_readable(story)


def the_treasury_clears_what_it_has_read(story):
    story.take(story.steward, "submit_for_review", reason="Two leads are still sought.")
    asked = signoffs.ask(
        story.steward, story.now(), Purpose.CONSULTATION, "finance", story.treasury
    )
    with pytest.raises(Held, match="Treasury has not answered yet"):
        story.take(story.approver, "open_consultation", **ROUND)

    # The treasury reads, and signs what it has read.
    text = story.read()
    signoffs.sign(story.official, asked, "cleared", text)

    # A steward mends a word: what was signed is no longer what stands there.
    story.write(story.steward, summary="Too few, and too late.")
    with pytest.raises(Held, match="What Treasury cleared has been changed since"):
        story.take(story.approver, "open_consultation", **ROUND)
    with pytest.raises(Refused, match="changed since you read it"):
        signoffs.sign(story.official, asked, "cleared", text)
    signoffs.sign(story.official, asked, "cleared", story.read())


def everybody_is_consulted_for_forty_days(story, clock):
    story.take(story.approver, "open_consultation", **ROUND)
    draft = story.now().editions.get()
    assert (draft.number, draft.kind, draft.status) == ("0.1", "consultation", "current")
    assert not story.now().is_published
    assert workflow.take_what_is_due() == []
    clock("2026-06-13T09:01")
    assert workflow.take_what_is_due() == [story.roadmap]
    assert workflow.take_what_is_due() == []
    assert str(story.now().consultations.get().answer_due) == "2026-09-05"


def somebody_else_publishes_what_was_worked_in(story):
    translate(story.editor, story.now())
    story.take(story.steward, "submit_for_approval")
    asked = signoffs.ask(
        story.approver, story.now(), Purpose.PUBLICATION, "finance", story.treasury
    )
    signoffs.sign(story.official, asked, "cleared", story.read())
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


def translate(editor, roadmap):
    for element in afresh(roadmap).elements.all():
        whole, now = elements.in_full(element), afresh(roadmap).revision
        texts = {
            name: {"text": IN_SPANISH, "revision": now}
            for name in ("title", "summary")
            if getattr(whole, name)
        }
        elements.edit(editor, whole, now, translations={"es": texts})


def without_revisions(document):
    elements_told = [
        {name: value for name, value in element.items() if name != "revision"}
        for element in document["elements"]
    ]
    return document | {"elements": elements_told}

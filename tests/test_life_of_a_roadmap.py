"""The whole life of a map, as a minister may read it: from the first draft to its end."""

import json
from datetime import UTC, datetime

import pytest

from accounts import people
from accounts.rules import Refused
from roadmaps import elements, map_roles, signoffs, workflow
from roadmaps.models import Roadmap
from roadmaps.signoffs import Purpose
from roadmaps.workflow import Held
from sectors import indicators
from tests import factories

CLOSES = datetime(2026, 6, 13, 9, tzinfo=UTC)
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


def test_a_map_from_its_draft_to_its_end(
    clock, ready, steward, editor, approver, treasury, official, challenge
):
    # The draft goes to review; the treasury is asked before anybody outside is.
    workflow.take(steward, ready, "submit_for_review", reason="Two leads are still sought.")
    asked = signoffs.ask(steward, ready, Purpose.CONSULTATION, "finance", treasury)
    round_ = {"title": "Round one", "brief": "What is missing?", "audience": "public"}
    with pytest.raises(Held, match="Treasury has not answered yet"):
        workflow.take(approver, ready, "open_consultation", **round_, closes_at=CLOSES)

    # The treasury reads, and signs what it has read.
    text = signoffs.hash_of(signoffs.text_of(afresh(ready)))
    signoffs.sign(official, asked, "cleared", text)

    # A steward mends a word: what was signed is no longer what stands there.
    element = elements.in_full(challenge)
    elements.edit(steward, element, afresh(ready).revision, summary="Too few, and too late.")
    with pytest.raises(Held, match="What Treasury cleared has been changed since"):
        workflow.take(approver, ready, "open_consultation", **round_, closes_at=CLOSES)
    with pytest.raises(Refused, match="changed since you read it"):
        signoffs.sign(official, asked, "cleared", text)
    signoffs.sign(official, asked, "cleared", signoffs.hash_of(signoffs.text_of(afresh(ready))))

    # Everybody is consulted for forty days.
    workflow.take(approver, ready, "open_consultation", **round_, closes_at=CLOSES)
    draft = afresh(ready).editions.get()
    assert (draft.number, draft.kind, draft.status) == ("0.1", "consultation", "current")
    assert not afresh(ready).is_published
    assert workflow.take_what_is_due() == []
    clock("2026-06-13T09:01")
    assert workflow.take_what_is_due() == [ready]
    assert workflow.take_what_is_due() == []
    assert str(afresh(ready).consultations.get().answer_due) == "2026-09-05"

    # What was said is worked in, translated, cleared, and published by who did not write it.
    translate(editor, ready)
    workflow.take(steward, ready, "submit_for_approval")
    cleared = signoffs.ask(approver, ready, Purpose.PUBLICATION, "finance", treasury)
    signoffs.sign(official, cleared, "cleared", signoffs.hash_of(signoffs.text_of(afresh(ready))))
    workflow.take(approver, ready, "publish", note="The first edition.", label="2026")
    first = afresh(ready).editions.current().get(kind="approved")
    assert first.number == "1.0"
    assert afresh(ready).is_published

    # A slip of the pen is corrected openly.
    edits = [{"thing": element, "fields": {"summary": "Too few and too late."}}]
    with pytest.raises(Refused, match="no new promise"):
        promise = [{"thing": element, "fields": {"severity": 1}}]
        workflow.take(approver, ready, "correct", reason="A slip.", edits=promise)
    workflow.take(approver, ready, "correct", reason="A comma too many.", edits=edits)
    assert [each.number for each in afresh(ready).editions.all()] == ["1.1", "1.0", "0.1"]

    # Years later a refresh is begun, and given up: the working copy is the edition again.
    workflow.take(steward, ready, "open_refresh")
    elements.edit(editor, element, afresh(ready).revision, title="Something else", severity=1)
    elements.add(editor, afresh(ready), "skill", title="A new one")
    workflow.take(approver, ready, "abandon_refresh", reason="The budget fell through.")
    current = afresh(ready).editions.current().get(kind="correction")
    again = signoffs.text_of(afresh(ready))
    assert without_revisions(again) == without_revisions(text_of(current))
    assert afresh(ready).stage == "in_force"

    # At last it is retired; the edition stays readable, and says why it is no more.
    workflow.take(approver, ready, "retire", reason="The sector went into another one.")
    current.refresh_from_db()
    assert (afresh(ready).stage, current.status) == ("retired", "withdrawn")
    assert afresh(ready).farewell == "The sector went into another one."


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

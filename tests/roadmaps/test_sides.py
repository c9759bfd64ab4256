"""What can be compared, and by whom."""

import json

import pytest
from django.utils import timezone

from changes.models import record
from roadmaps import editions, elements, sides, workflow
from roadmaps.document import build
from roadmaps.moments import NotThen
from tests.roadmaps.things import now


@pytest.fixture
def changed(clock, roadmap, steward, editor, approver, challenge):
    """Edition 1.0 of 10 May 2026, another title since 20 May, edition 2.0 of 30 May."""
    clock("2026-05-10T09:00")
    workflow.adopt(approver, [roadmap], label="First", note="First.")
    clock("2026-05-20T09:00")
    workflow.open_refresh(steward, roadmap)
    elements.edit(editor, challenge, now(roadmap), title="Hardly any technicians")
    clock("2026-05-30T09:00")
    workflow.adopt(approver, [roadmap], label="Second", note="Second.")
    clock("2026-06-15T09:00")
    roadmap.refresh_from_db()
    return roadmap


def find(actor, roadmap, text, is_draft=False):
    return sides.find(actor, roadmap, sides.read(text), is_draft)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.0", "1.0"), ("2.0", "2.0"), ("2026-05-12", "1.0"), ("2026-05-30", "2.0"), ("", "2.0")],
)
def test_everybody_compares_editions(changed, stranger, text, number):
    side = find(stranger, changed, text)
    assert side.edition.number == number
    assert side.name == f"edition {number}"
    assert side.document == json.loads(bytes(side.edition.content))


def test_members_compare_revisions_days_and_now(changed, editor):
    assert find(editor, changed, "5", True).document == build(changed, editor, at=5)
    then = find(editor, changed, "2026-05-12", True)
    assert then.name == f"the working copy on 12 May 2026 (revision {then.revision})"
    assert find(editor, changed, "", True).name == "the working copy as it is now"
    assert find(editor, changed, "1.0", True).edition.number == "1.0"


@pytest.mark.parametrize("text", ["5", "99999"])
def test_SR_05_revisions_are_not_told_to_others_whether_there_are_such_or_not(
    changed, stranger, text
):
    with pytest.raises(NotThen, match=r"^Revisions can be compared only by those who work on"):
        find(stranger, changed, text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("9.9", "This map has no edition 9.9."),
        ("01.0", "This map has no edition 01.0."),
        ("2026-05-04", "No edition of this map had been published by then."),
        ("yesterday", "“yesterday” is no edition, no day and no revision."),
        ("2040-01-01", "has not come yet."),
        ("\0", "is no edition, no day and no revision."),
    ],
)
def test_what_there_is_not_is_said(changed, stranger, text, why):
    with pytest.raises(NotThen, match=why):
        find(stranger, changed, text)


def test_an_edition_that_was_taken_back_is_as_if_it_were_none(changed, approver, stranger):
    edition = changed.editions.get(major=1)
    record(approver, "withdrawn", edition, status="withdrawn")
    with pytest.raises(NotThen, match=r"^This map has no edition 1\.0\.$"):
        find(stranger, changed, "1.0")
    with pytest.raises(NotThen, match="has been withdrawn"):
        find(stranger, changed, "2026-05-12")
    assert find(approver, changed, "1.0", True).edition == edition


def test_what_is_being_consulted_on_is_for_members(changed, approver, stranger):
    fields = {"published_at": timezone.now(), "note": "Say what you think."}
    editions.freeze(approver, changed, (2, 1), "consultation", **fields)
    with pytest.raises(NotThen, match=r"^This map has no edition 2\.1\.$"):
        find(stranger, changed, "2.1")
    assert find(approver, changed, "2.1", True).edition.kind == "consultation"

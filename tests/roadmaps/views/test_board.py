"""The board of a map, and that of all of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadmaps import elements, milestones, workflow
from roadmaps.models import Roadmap
from tests.roadmaps.things import now

HERE = "/roadmaps/electromobility/board"
ELEMENT = "/roadmaps/electromobility/elements/EMO-I01"
SAID = {"as_of": "2026-05-01", "status": "in_delivery", "narrative": "Too few teachers."}
pytestmark = pytest.mark.django_db


@pytest.fixture
def tracked(clock, editor, initiative, published):
    """In force since 4 May, with a report and a milestone that is expected later."""
    Roadmap.objects.filter(pk=published.pk).update(stage="draft")
    step = milestones.plan(editor, initiative, "First course", planned="2026-06")
    Roadmap.objects.filter(pk=published.pk).update(stage="approval")
    milestones.report(editor, initiative, confidence="red", **SAID)
    milestones.edit(editor, step, now(published), forecast="2026-09")
    return published


@pytest.fixture
def empty_board(empty_map, approver):
    workflow.adopt(approver, [empty_map], label="1", note="First.")
    return empty_map


def test_a_member_reads_what_the_lead_says_beside_what_the_milestones_show(
    client, text, tracked, partner
):
    client.force_login(partner)
    page = text(HERE)
    for words in ("Dual training", "In doubt", "Too few teachers.", "Slipping", "First course",
                  "expected September 2026", "planned June 2026", "3 days ago",
                  "next by 30 July 2026", "Ministry of Economy"):  # fmt: skip
        assert words in page, words


def test_an_outsider_reads_the_report_and_no_milestone_that_is_in_no_edition(text, tracked):
    page = text(HERE)
    assert "Too few teachers." in page
    assert "First course" not in page
    assert "Cannot tell" in page


def test_an_outsider_reads_it_on_the_page_of_the_initiative_too(text, tracked):
    page = text(ELEMENT)
    assert "Too few teachers." in page
    assert "told as they come in" in page


def test_what_is_expected_is_told_with_its_day(
    clock, text, client, editor, initiative, roadmap, approver
):
    step = milestones.plan(editor, initiative, "First course", planned="2026-06")
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    clock("2026-06-10T08:00")
    milestones.edit(editor, step, now(roadmap), forecast="2026-09")
    page = text(ELEMENT)
    assert "September 2026" in page
    assert "told on 10 June 2026" in page
    assert "Slipping" in text(HERE)


def test_an_overdue_report_is_to_be_seen(clock, text, tracked):
    clock("2026-07-31T08:00")
    page = text(HERE)
    assert "overdue since 30 July 2026" in page
    assert "Dual training" in text(f"{HERE}?overdue=yes")
    assert "overdue since" in text("/board")


def test_it_is_narrowed_by_what_is_said_and_shown(client, text, tracked):
    assert "Dual training" in text(f"{HERE}?confidence=red")
    page = text(f"{HERE}?confidence=green")
    assert "Dual training" not in page
    assert "No initiative is like that" in page
    assert "No initiative is like that" in text("/board?timeliness=late")
    assert client.get(f"{HERE}?confidence=blue").status_code == 400
    assert client.get("/board?nothing=1").status_code == 400


def test_a_map_without_milestones_says_so(text, published):
    assert "None of these initiatives has a dated milestone yet" in text(HERE)
    assert "Dual training" in text(HERE)


def test_an_empty_map_says_what_will_stand_there(text, empty_board):
    assert "No initiative stands on this map yet" in text(HERE)
    assert "No map with initiatives is in force yet" in text("/board")


def test_without_any_map_the_board_of_all_is_empty(db, text):
    assert "No map with initiatives is in force yet" in text("/board")


def test_it_stands_there_in_spanish(text, tracked):
    page = text(f"/es{HERE}")
    for words in ("Avance", "En duda", "No puede saberse", "hace 3 días"):
        assert words in page, words
    assert "Avance" in text("/es/board")


def test_nobody_else_reads_the_board_of_a_draft(client, roadmap, stranger):
    assert client.get(HERE).status_code == 404
    client.force_login(stranger)
    assert client.get(HERE).status_code == 404


def test_the_board_of_all_tells_nobody_of_drafts(client, text, tracked, steward, editor):
    Roadmap.objects.filter(pk=tracked.pk).update(stage="draft")
    elements.add(editor, tracked, "initiative", title="Secret plan")
    client.force_login(steward)
    assert "Secret plan" not in text("/board")
    assert "Secret plan" in text(HERE)


def test_a_retired_map_stands_on_no_board_of_all(text, tracked):
    Roadmap.objects.filter(pk=tracked.pk).update(stage="retired")
    assert "Dual training" not in text("/board")


def test_the_past_is_told_as_it_was_then(client, text, clock, tracked, editor, initiative):
    clock("2026-08-30T08:00")
    milestones.report(editor, initiative, **SAID | {"as_of": "2026-08-30", "confidence": "green"})
    client.force_login(editor)
    assert "On course" in text(HERE)
    page = text(f"{HERE}?as_of=2026-05-04")
    assert "3 days ago" in page


def test_the_number_of_queries_does_not_depend_on_how_many_initiatives_there_are(
    client, tracked, editor, django_assert_num_queries
):
    with django_assert_num_queries(3):
        client.get("/board")
    Roadmap.objects.filter(pk=tracked.pk).update(stage="draft")
    client.force_login(editor)
    client.get(HERE)
    counted = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(HERE)
        counted.append(len(queries))
        elements.add(editor, tracked, "initiative", title=f"Another {number}")
    assert counted[0] == counted[1]

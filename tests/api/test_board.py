"""The board for programs: by the same rules as the pages."""

import pytest

from roadmaps import elements, milestones, workflow
from roadmaps import roadmap as maps
from tests import factories
from tests.api.conftest import told

HERE = "/roadmaps/electromobility/board"
SAID = {"as_of": "2026-05-01", "status": "in_delivery", "narrative": "Too few teachers."}


@pytest.fixture
def tracked(clock, editor, initiative, published):
    milestones.report(editor, initiative, confidence="red", **SAID)
    return published


def test_it_tells_what_is_said_and_what_is_computed(items, tracked):
    (row,) = items(HERE)
    assert {name: row[name] for name in row if name not in ("leads", "etag", "translations")} == {
        "roadmap": "electromobility", "initiative": "EMO-I01", "title": "Dual training",
        "status": "in_delivery", "confidence": "red", "narrative": "Too few teachers.",
        "as_of": "2026-05-01", "age_days": 3, "report_due": "2026-07-30", "is_overdue": False,
        "timeliness": "no_milestones", "next_milestone": None,
    }  # fmt: skip
    assert [part["role"] for part in row["leads"]] == ["lead"]
    assert items("/board") == [row]


def test_it_is_filtered(items, clock, tracked):
    assert len(items("/board?confidence=red,amber&timeliness=no_milestones&overdue=false")) == 1
    assert items("/board?confidence=green") == []
    assert items("/board?overdue=true") == []
    assert items("/board?roadmap=other") == []
    clock("2026-09-01T08:00")
    assert len(items(f"{HERE}?overdue=true")) == 1


def test_what_cannot_be_asked_is_refused(refused, tracked):
    for wrong in ("confidence=blue", "timeliness=", "overdue=perhaps", "sort=code", "draft=true"):
        refused(f"/board?{wrong}", 400)


def test_long_boards_come_in_pages(get, items, clock, roadmap, editor, approver):
    for number in range(4):
        elements.add(editor, roadmap, "initiative", title=f"Another {number}")
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    first = get("/board?limit=3").json()
    rest = get(first["next"].partition("/api/v1")[2]).json()
    codes = [row["initiative"] for row in [*first["items"], *rest["items"]]]
    assert codes == [f"EMO-I0{number}" for number in range(1, 6)]
    assert rest["next"] is None
    assert get("/board?limit=3&format=csv").content.decode().count("\r\n") == 4


def test_a_page_goes_on_with_the_maps_after_it(get, registrar, programme, monkeypatch, steward):
    monkeypatch.setattr("api.board.AT_ONCE", 2)
    for number in range(5):
        other = factories.roadmap(steward, programme, slug=f"map-a{number}")
        elements.add(steward, other, "initiative", title="Something")
        maps.grant(steward, other, "approver", user=registrar)
        workflow.adopt(registrar, [other], note="First.")
    seen, address = [], "/board"
    while address:
        page = get(address).json()
        seen += [row["roadmap"] for row in page["items"]]
        address = page["next"] and page["next"].partition("/api/v1")[2]
    assert seen == [f"map-a{number}" for number in range(5)]


def test_members_read_the_board_of_the_working_copy(items, get, roadmap, editor, stranger):
    (row,) = items(f"{HERE}?draft=true", editor)
    assert (row["initiative"], row["report_due"]) == ("EMO-I01", None)
    told(get(f"{HERE}?draft=true", stranger), 404)
    told(get(HERE, stranger), 404)
    told(get("/roadmaps/nothing/board", stranger), 404)


def test_it_needs_a_fixed_number_of_queries(get, tracked, django_assert_num_queries):
    with django_assert_num_queries(3):
        get("/board")

"""Words that are looked for on a map over the API."""

import pytest

from roadmaps import elements, narratives, workflow
from roadmaps.narratives import sections
from roadmaps.prose import marking
from tests.roadmaps.things import now

SEARCH = "/roadmaps/electromobility/search"


@pytest.fixture
def body(steward, roadmap, skill):
    made = sections.begin_body(steward, skill)
    narratives.put(steward, made, 0, marking.parse("A needle of a skill.", {}), "page", 1)
    roadmap.refresh_from_db()
    narratives.settle(roadmap)
    return made


def test_a_text_is_found_with_what_stands_around_it(get, steward, body):
    assert get(f"{SEARCH}?q=needle&draft=true", steward).json() == {
        "count": 1,
        "items": [
            {
                "title": "High-voltage work",
                "language": "en",
                "element": "EMO-S01",
                "text": str(body.pk),
                "excerpt": {"before": "A ", "found": "needle", "after": " of a skill."},
            }
        ],
    }


def test_SR_05_others_find_what_is_published_and_nothing_that_is_hidden(
    get, steward, approver, partner, roadmap, skill, body
):
    assert get(f"{SEARCH}?q=needle&draft=true").status_code == 404
    assert get(f"{SEARCH}?q=needle&draft=true", partner).json()["count"] == 1
    elements.edit(steward, elements.in_full(skill), now(roadmap), visibility="internal")
    assert get(f"{SEARCH}?q=needle&draft=true", partner).json()["count"] == 0
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    assert get(f"{SEARCH}?q=needle").json() == {"count": 0, "items": []}
    assert get(f"{SEARCH}?q=technicians").json()["items"][0]["element"] == "EMO-C01"


def test_one_has_to_say_what_one_looks_for(get, published):
    problem = get(SEARCH)
    assert problem.status_code == 400
    assert "q" in problem.json()["errors"][0]["pointer"]


def test_who_has_it_already_gets_304(get, published):
    tag = get(f"{SEARCH}?q=technicians").headers["ETag"]
    assert get(f"{SEARCH}?q=technicians", if_none_match=tag).status_code == 304

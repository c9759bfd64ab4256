"""What changed between two sides of a map, over the API."""

from itertools import product

import pytest

from roadmaps import elements, workflow
from tests.roadmaps.things import now

DIFF = "/roadmaps/electromobility/diff"
SLUGS = ("electromobility", "no-such-map")


@pytest.fixture
def changed(published, steward, editor, approver, challenge):
    """In edition 2.0 the challenge has another title, and a figure of it is new."""
    workflow.open_refresh(steward, published)
    elements.edit(editor, challenge, now(published), title="Hardly any technicians", severity=5)
    workflow.adopt(approver, [published], note="More is known.")
    published.refresh_from_db()
    return published


def test_two_editions_are_compared_as_typed_edits(get, changed):
    told = get(f"{DIFF}?from=1.0&to=2.0").json()
    assert told["from"] == {"edition": "1.0", "revision": None, "day": None, "name": "edition 1.0"}
    assert told["to"]["edition"] == "2.0"
    assert told["count"] == 2
    assert told["edits"][0] == {
        "verb": "edited", "subject": "element", "key": "EMO-C01", "element": "EMO-C01",
        "field": "title", "language": None, "before": "Too few technicians",
        "after": "Hardly any technicians", "behind": None, "passages": [],
        "sentence": "“Hardly any technicians”: “title” changed from “Too few technicians” to "
        "“Hardly any technicians”.",
    }  # fmt: skip


def test_the_sentences_are_in_the_language_that_is_asked_for(get, changed):
    told = get(f"{DIFF}?from=1.0&lang=es").json()
    assert told["edits"][1]["sentence"].endswith("«gravedad» cambió de Grave a Crítico.")
    assert told["edits"][1]["before"] == 4


def test_who_has_it_already_gets_304(get, changed):
    answer = get(f"{DIFF}?from=1.0&to=2.0")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    tag = answer.headers["ETag"]
    assert get(f"{DIFF}?from=1.0&to=2.0", if_none_match=tag).status_code == 304
    assert get(f"{DIFF}?from=1.0&to=1.0", if_none_match=tag).json()["edits"] == []


def test_members_compare_revisions_of_the_working_copy(get, changed, steward, editor, challenge):
    workflow.open_refresh(steward, changed)
    then = now(changed)
    elements.edit(editor, challenge, then, severity=2)
    answer = get(f"{DIFF}?draft=true&from={then}", editor)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    told = answer.json()
    assert [told["from"]["revision"], told["to"]["revision"]] == [then, then + 1]
    assert [each["field"] for each in told["edits"]] == ["severity"]
    assert get(f"{DIFF}?draft=true&from=2.0&to={then}", editor).json()["edits"] == []


def test_SR_03_what_is_internal_is_told_on_neither_side(get, changed, steward, partner, challenge):
    workflow.open_refresh(steward, changed)
    then = now(changed)
    elements.edit(steward, challenge, then, visibility="internal", title="Not for partners")
    for query in (f"from={then}", "from=1.0", "from=1"):
        answer = get(f"{DIFF}?draft=true&{query}", partner)
        assert answer.status_code == 200
        assert b"Not for partners" not in answer.content
    assert get(f"{DIFF}?draft=true&from={then}", partner).json()["count"] == 0
    assert get(f"{DIFF}?draft=true&from={then}", steward).json()["count"] == 2


@pytest.mark.parametrize(
    ("query", "pointer", "why"),
    [
        ("from=9.9", "?from", "This map has no edition 9.9."),
        ("from=1.0&to=x", "?to", "“x” is no edition, no day and no revision."),
        ("from=3", "?from", "Revisions can be compared only by those"),
        ("from=1.0&too=2.0", "?too", "There is no such parameter. Did you mean “to”?"),
    ],
)
def test_what_there_is_not_is_said(refused, changed, query, pointer, why):
    (error,) = refused(f"{DIFF}?{query}", 400)["errors"]
    assert error["pointer"] == pointer
    assert why in error["detail"]


def test_without_from_it_is_what_one_usually_wants_to_know(
    get, refused, published, steward, editor, approver, challenge
):
    (error,) = refused(DIFF, 400)["errors"]
    assert (error["pointer"], error["code"]) == ("?from", "required")
    assert get(f"{DIFF}?draft=true", editor).json()["from"]["edition"] == "1.0"
    workflow.open_refresh(steward, published)
    workflow.adopt(approver, [published], note="The same.")
    assert get(DIFF).json()["from"]["edition"] == "1.0"


@pytest.mark.parametrize("person", [None, "stranger"])
def test_SR_05_a_hidden_map_is_a_missing_one(get, request, roadmap, person):
    actor = person and request.getfixturevalue(person)
    for draft, side in product(("", "&draft=true"), ("1.0", "3", "2026-05-04", "x", "")):
        told = []
        for slug in SLUGS:
            answer = get(f"/roadmaps/{slug}/diff?from={side}{draft}", actor)
            assert answer.status_code in (400, 404)
            told.append(answer.json() | {"request_id": "", "status": answer.status_code})
        assert told[0] == told[1]


def test_SR_05_the_working_copy_of_an_open_map_is_hidden_from_others(refused, changed, stranger):
    refused(f"{DIFF}?from=1.0&draft=true", 404)
    refused(f"{DIFF}?from=1.0&draft=true", 404, as_=stranger)


def test_it_takes_three_queries_to_compare_editions(get, changed, django_assert_num_queries):
    with django_assert_num_queries(3):
        get(f"{DIFF}?from=1.0&to=2.0")

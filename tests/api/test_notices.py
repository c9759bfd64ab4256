"""What one is told of, for programs."""

import pytest

from roadmaps import map_roles, notices
from tests.api.conftest import complaints, told

PACES = "/notices/preferences"
QUERIES = 4


@pytest.fixture
def asked(roadmap, steward, reviewer):
    (notice,) = notices.ask_reviewers(roadmap, steward)
    return notice


def test_it_tells_what_waits_and_what_happened(items, asked, roadmap, steward, reviewer):
    notices.tell_step(roadmap, "submit_for_review", steward, "The figures are in.")
    step, review = items("/notices", reviewer)
    assert (step["kind"], step["waits"], step["reason"]) == (
        "stage_changed", False, "The figures are in.",
    )  # fmt: skip
    assert (review["kind"], review["waits"], review["roadmap"]) == (
        "review_asked", True, "electromobility",
    )  # fmt: skip
    assert review["sentence"] == "Steward asks you to review “Electromobility”."
    assert items("/notices?lang=es&waiting=true", reviewer)[0]["sentence"] == (
        "Steward le pide revisar «Electromobility»."
    )


def test_it_is_filtered(items, asked, roadmap, steward, reviewer):
    notices.tell_step(roadmap, "submit_for_review", steward)
    for query, count in (
        ("kind=review_asked", 1), ("kind=review_asked,stage_changed", 2), ("waiting=true", 1),
        ("waiting=false", 1), ("seen=false", 2), ("seen=true", 0), ("roadmap=other", 0),
    ):  # fmt: skip
        assert len(items(f"/notices?{query}", reviewer)) == count, query


def test_what_cannot_be_asked_is_refused(get, asked, reviewer):
    for wrong in ("kind=nothing", "waiting=perhaps", "person=1"):
        told(get(f"/notices?{wrong}", reviewer), 400)


def test_one_says_that_one_has_seen_it(send, get, items, asked, reviewer):
    here = f"/notices/{asked.pk}"
    answer = send("patch", here, {"seen": True}, reviewer)
    assert answer.status_code == 200, answer.content
    assert answer.json()["seen_at"] is not None
    assert answer.headers["ETag"] == get(here).headers["ETag"]
    assert send("patch", here, {"seen": True}).json()["seen_at"] == answer.json()["seen_at"]
    assert get(here).json()["seen_at"] == answer.json()["seen_at"]
    assert len(items("/notices?seen=true")) == 1
    told(send("patch", here, {"seen": False}), 409)


def test_nothing_else_of_it_can_be_changed(send, asked, reviewer):
    here = f"/notices/{asked.pk}"
    assert list(complaints(send("patch", here, {"seen": True, "kind": "x"}, reviewer))) == ["/kind"]
    assert list(complaints(send("patch", here, {}))) == ["/seen"]
    assert list(complaints(send("patch", here, {"seen": "yes"}))) == ["/seen"]
    told(send("delete", here), 405)


def test_those_of_others_are_not_there(get, send, items, asked, editor):
    assert items("/notices", editor) == []
    told(get(f"/notices/{asked.pk}"), 404)
    told(send("patch", f"/notices/{asked.pk}", {"seen": True}), 404)


def test_who_has_lost_the_role_reads_nothing_of_it(get, items, asked, steward, roadmap, reviewer):
    map_roles.revoke(steward, roadmap.roles.get(user=reviewer))
    assert items("/notices", reviewer) == []
    told(get(f"/notices/{asked.pk}"), 404)


def test_nobody_reads_any_who_does_not_say_who_they_are(refused, db):
    refused("/notices", 401)
    refused(PACES, 401)


def test_one_chooses_how_one_is_told(send, get, reviewer):
    assert get(PACES, reviewer).json()["review_asked"] == "at_once"
    answer = send("patch", PACES, {"review_asked": "none"})
    assert answer.status_code == 200, answer.content
    assert answer.json() == {
        "review_asked": "none", "signoff_asked": "at_once", "stage_changed": "daily",
        "progress_due": "daily",
        "proposal_made": "daily",
        "proposal_answered": "at_once",
        "consultation_closing": "at_once",
        "submission_received": "at_once",
        "comment_answered": "at_once",
        "text_changed": "at_once",
        "answers_published": "daily",
        "mentioned": "at_once",
    }  # fmt: skip
    assert get(PACES).json() == answer.json()
    assert list(complaints(send("patch", PACES, {"review_asked": "hourly"}))) == ["/review_asked"]
    assert list(complaints(send("patch", PACES, {"nothing": "none"}))) == ["/nothing"]


def test_the_number_of_queries_does_not_depend_on_how_much_there_is(
    get, asked, roadmap, steward, reviewer, django_assert_num_queries
):
    get("/notices", reviewer)
    with django_assert_num_queries(QUERIES):
        get("/notices")
    notices.tell_step(roadmap, "submit_for_review", steward)
    with django_assert_num_queries(QUERIES):
        get("/notices")

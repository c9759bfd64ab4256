"""Answers of a round for programs: written, given, judged, and hidden until then."""

import pytest

from roadmaps import answering
from roadmaps.models import Response
from tests.api.conftest import complaints, told

QUERIES = {"responses": 6, "comments": 4}


@pytest.fixture
def over(asked_round):
    asked_round.open().invite()
    asked_round.write(text="Too few technicians for high voltage.")
    asked_round.write(text="High voltage technicians retire.", element="")
    asked_round.reach_the_end()
    return asked_round


@pytest.fixture
def keys(over):
    return [str(each.pk) for each in over.submission.comments.order_by("number")]


@pytest.fixture
def answer(over, keys):
    return {"consultation": str(over.consultation.pk), "comments": keys, "disposition": "noted",
            "text": "We have read it."}  # fmt: skip


def test_a_response_is_written_changed_given_and_judged(get, send, items, over, answer, keys):
    steward, signer = over.story.steward, over.signer
    made = send("post", "/responses", answer, steward)
    assert made.status_code == 201, made.content
    item = made.json()
    there = f"/responses/{item['id']}"
    assert (item["number"], item["comments"], item["is_given"]) == (1, keys, False)
    assert items("/responses", signer) == []
    told(get(there, signer), 404)
    change = {"base": item["revision"], "said": "The north needs people.", "assigned_to": None}
    changed = send("patch", there, change, steward)
    assert changed.status_code == 200, changed.content
    given = send("post", f"{there}/give", {}, steward)
    assert given.status_code == 200, given.content
    assert given.json()["abilities"] == {"edit": True, "give": False, "discard": False}
    (seen,) = items("/responses", signer)
    assert not {"assigned_to", "changes"} & seen.keys()
    (one, _other) = items("/comments?q=technicians&sort=number", signer)
    assert one["response"] == item["id"]
    verdict = {"is_satisfied": False, "note": "A number."}
    judged = send("post", f"/comments/{keys[0]}/judge", verdict, signer)
    assert judged.status_code == 200, judged.content
    assert judged.json()["verdict"] == verdict
    told(send("post", f"/comments/{keys[0]}/judge", verdict, steward), 403)


def test_what_is_missing_or_wrong_is_named(send, over, answer, keys):
    steward = over.story.steward
    assert "/comments" in complaints(send("post", "/responses", answer | {"comments": []}, steward))
    missing = "00000000-0000-4000-8000-000000000000"
    assert "/comments" in complaints(
        send("post", "/responses", answer | {"comments": [missing]}, steward)
    )
    assert "/disposition" in complaints(
        send("post", "/responses", answer | {"disposition": "maybe"}, steward)
    )
    assert "/number" in complaints(send("post", "/responses", answer | {"number": 4}, steward))
    assert "/changes" in complaints(
        send("post", "/responses", answer | {"changes": [9999]}, steward)
    )
    send("post", "/responses", answer | {"disposition": "not_accepted"}, steward)
    response = Response.objects.get()
    problem = told(send("post", f"/responses/{response.pk}/give", {}, steward), 409)
    assert "needs a reason" in problem["detail"]


@pytest.mark.parametrize("who", ["signer", "competitor", "editor", "official"])
def test_SR_09_who_does_not_answer_for_the_map_writes_none(get, send, over, answer, keys, who):
    person = getattr(over, who, None) or getattr(over.story, who)
    assert send("post", "/responses", answer, person).status_code in (403, 404, 422)
    response = answering.answer(
        over.story.steward, over.consultation, over.submission.comments.all()
    )
    told(get(f"/responses/{response.pk}", person), 404)
    told(send("post", f"/responses/{response.pk}/give", {}, person), 404)
    told(get(f"/comments/{keys[0]}/alike", person), 404)


def test_comments_in_the_same_words_are_found_for_those_who_answer(get, over, keys):
    found = get(f"/comments/{keys[0]}/alike", over.story.steward).json()["items"]
    assert [each["comment"] for each in found] == [keys[1]]
    assert found[0]["rank"] > 0


def test_a_response_is_thrown_away_until_it_is_given(send, over, answer):
    steward = over.story.steward
    there = send("post", "/responses", answer, steward).headers["Location"].removeprefix("/api/v1")
    assert send("delete", there, as_=steward).status_code == 204
    assert not Response.objects.get().comments.exists()


@pytest.mark.parametrize(
    ("query", "number"),
    [("is_given=true", 0), ("is_given=false", 1), ("disposition=noted", 1), ("mine=true", 0),
     ("q=read", 1), ("roadmap=electromobility", 1), ("consultation=x", 0)],
)  # fmt: skip
def test_responses_are_filtered(items, send, over, answer, query, number):
    send("post", "/responses", answer, over.story.steward)
    assert len(items(f"/responses?{query}", over.story.steward)) == number


def test_the_outcome_is_for_everybody_once_it_is_out(get, over, answer):
    there = f"/consultations/{over.consultation.pk}/outcome"
    story = over.story
    response = answering.answer(
        story.steward, over.consultation, over.submission.comments.all(), disposition="noted",
        text="We have read it.",
    )  # fmt: skip
    answering.give(story.steward, [response])
    for person in (None, story.steward):
        told(get(there, person), 404)
    story.translate()
    story.take(story.steward, "submit_for_approval")
    story.take(story.approver, "publish", note="The first edition.")
    outcome = get(there).json()
    assert outcome["roadmap"] == "electromobility"
    assert outcome["edition"] == "1.0"
    assert [each["did"] for each in outcome["responses"]] == ["We have read it."]
    assert {each["organisation"]["name"] for each in outcome["comments"]} == {"Chamber"}
    sides = {each["helix"]: each["submitted"] for each in outcome["sides"]}
    assert sum(sides.values()) == 1


@pytest.mark.parametrize("name", ["responses", "comments"])
def test_a_list_asks_as_often_with_one_as_with_many(get, over, name, django_assert_num_queries):
    steward = over.story.steward
    for comment in over.submission.comments.all():
        answering.answer(steward, over.consultation, [comment])
    get(f"/{name}", steward)
    with django_assert_num_queries(QUERIES[name]):
        assert len(get(f"/{name}", steward).json()["items"]) == 2

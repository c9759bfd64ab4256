"""The association desk for programs: asking members, remarking, taking up, and hidden from all."""

import pytest

from roadmaps import answering
from roadmaps import desk as desks
from tests.api.conftest import complaints, told

NOBODY = "00000000-0000-4000-8000-000000000000"
QUERIES = {"consulted": 3, "remarks": 4}


@pytest.fixture
def members(desk):
    return desk.reach_asked()


@pytest.fixture
def remark(members):
    return {"consulted": str(members.of().pk), "type": "factual", "text": "No welders.",
            "element": "EMO-C01", "field": "title", "quote": "technicians"}  # fmt: skip


@pytest.fixture
def there(send, members, remark):
    """The address of a remark of the firm."""
    made = send("post", "/remarks", remark, members.worker)
    assert made.status_code == 201, made.content
    return made.headers["Location"].removeprefix("/api/v1")


def test_from_the_question_to_the_comment(get, send, items, desk):
    desk.open()
    said = {"submission": str(desk.round.submission.pk), "organisation": desk.firm.code}
    asked = send("post", "/consulted", said | {"note": "What do you need?"}, desk.round.drafter)
    assert asked.status_code == 201, asked.content
    (item,) = items("/consulted?mine=true", desk.worker)
    assert (item["association"], item["note"]) == (desk.round.chamber.code, "What do you need?")
    assert get(f"/consulted/{item['id']}").json()["abilities"] == {"remark": True, "take_up": False}
    made = send("post", "/remarks", {"consulted": item["id"], "type": "general", "text": "Well."})
    assert made.json()["fate"] == "open"
    here = f"/remarks/{made.json()['id']}"
    taken = send("post", f"{here}/take-up", {"text": "Well done."}, desk.round.drafter)
    assert taken.status_code == 200, taken.content
    assert taken.json()["comment"] == str(desk.round.comment.pk)
    assert desk.round.comment.text == "Well done."
    mine = get(here, desk.worker).json()
    assert (mine["fate"], mine["comment"]) == ("taken_up", None)
    assert mine["abilities"]["edit"] is False


def test_several_go_together_and_into_what_lies_there(send, members, there):
    other = members.say(members.fitter)
    comment = members.round.write()
    said = {"together_with": [str(other.pk)], "into": str(comment.pk)}
    assert send("post", f"{there}/take-up", said, members.round.drafter).status_code == 200
    assert comment.remarks.count() == 2
    told(send("post", f"{there}/take-up", {}, members.round.drafter), 409)
    for name, wrong in (("together_with", [NOBODY]), ("into", NOBODY)):
        answer = send("post", f"{there}/take-up", {name: wrong}, members.round.drafter)
        assert any(each.startswith(f"/{name}") for each in complaints(answer))


def test_a_remark_is_left_with_a_reason_and_looked_at_again(get, send, members, there):
    told(send("post", f"{there}/leave", {}, members.round.drafter), 422)
    answer = send("post", f"{there}/leave", {"reason": "Not ours."}, members.round.drafter)
    assert (answer.json()["fate"], answer.json()["left_because"]) == ("left", "Not ours.")
    assert get(there, members.worker).json()["left_because"] == "Not ours."
    answer = send("post", f"{there}/reopen", {}, members.round.drafter)
    assert answer.json()["fate"] == "open"


def test_a_remark_is_changed_taken_back_and_put_back(get, send, members, there):
    base = get(there, members.worker).json()["revision"]
    assert send("patch", there, {"base": base, "text": "Far too few."}).status_code == 200
    told(send("patch", there, {"base": base, "text": "Enough."}), 409, "clashes", "revision")
    assert send("delete", there).status_code == 204
    told(get(there, members.round.drafter), 404)
    assert send("post", f"{there}/restore", {}, members.worker).json()["is_withdrawn"] is False


def test_lists_are_filtered(items, members, there):
    other = members.say(members.fitter, "No fitters.", element="", type="support")
    desks.leave(members.round.drafter, other, "No.")
    desk = members.round.drafter
    for query, count in (
        ("", 2), ("?fate=open", 1), ("?fate=left,open", 2), ("?fate=taken_up", 0),
        ("?type=support", 1), ("?element=EMO-C01", 1), (f"?organisation={members.other.code}", 1),
        (f"?consulted={members.of().pk}", 1), (f"?submission={members.round.submission.pk}", 2),
        ("?submission=x", 0), ("?q=fitters", 1),
    ):  # fmt: skip
        assert len(items(f"/remarks{query}", desk)) == count, query
    for query, count in (
        ("", 2), ("?mine=true", 0), (f"?organisation={members.firm.code}", 1),
        (f"?consultation={members.round.consultation.pk}", 2), ("?consultation=x", 0),
        (f"?association={members.round.chamber.code}", 2),
    ):  # fmt: skip
        assert len(items(f"/consulted{query}", desk)) == count, query


def test_what_is_wrong_is_named(send, members, remark):
    for name, wrong in (("quote", "Nobody"), ("type", "rant"), ("consulted", NOBODY)):
        answer = send("post", "/remarks", remark | {name: wrong}, members.worker)
        assert f"/{name}" in complaints(answer)
    assert "/fate" in complaints(send("post", "/remarks", remark | {"fate": "left"}))


def test_SR_05_for_the_ministry_rivals_and_other_firms_there_is_nothing(
    get, items, send, members, there, remark, anonymous
):
    story, mine = members.round.story, f"/consulted/{members.of().pk}"
    for who in (story.steward, story.approver, story.editor, members.round.competitor):
        assert items("/remarks", who) == items("/consulted", who) == []
        told(get(mine, who), 404)
        told(get(there, who), 404)
        for step in ("take-up", "reopen", "restore"):
            told(send("post", f"{there}/{step}", {}, who), 404)
        told(send("post", f"{there}/leave", {"reason": "x"}, who), 404)
        assert "/consulted" in complaints(send("post", "/remarks", remark, who))
    assert [each["organisation"] for each in items("/consulted", members.fitter)] == [
        members.other.code
    ]
    told(get(there, members.fitter), 404)
    told(send("post", f"{there}/take-up", {}, members.worker), 403)
    told(get("/remarks", anonymous), 401)
    told(get("/consulted", anonymous), 401)


def test_a_firm_reads_the_answer_once_it_is_given(get, members, there):
    row = members.of().remarks.get()
    comment = desks.take_up(members.round.drafter, members.round.submission, [row])
    members.round.describe()
    members.round.send()
    members.round.close()
    approver = members.round.story.approver
    said = {"disposition": "noted", "text": "We know.", "reason": "It is known."}
    response = answering.answer(approver, members.round.consultation, [comment], **said)
    assert get(there, members.worker).json()["answer"] is None
    answering.give(approver, [response])
    assert get(there, members.worker).json()["answer"] == said


@pytest.mark.parametrize("name", QUERIES)
def test_the_number_of_queries_is_pinned(get, members, there, name, django_assert_num_queries):
    members.say()
    get(f"/{name}", members.round.drafter)
    with django_assert_num_queries(QUERIES[name]):
        assert len(get(f"/{name}").json()["items"]) == 2

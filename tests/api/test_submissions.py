"""Submissions and remarks for programs: begun, written, sent, and hidden from everybody else."""

import hashlib

import pytest

from roadmaps.elements import Element
from tests.api.conftest import complaints, told

QUERIES = {"submissions": 8, "comments": 8}


@pytest.fixture
def asked(asked_round):
    asked_round.open().invite()
    return asked_round


@pytest.fixture
def here(asked):
    return f"/submissions/{asked.submission.pk}"


@pytest.fixture
def remark(asked):
    return {"submission": str(asked.submission.pk), "type": "factual", "text": "Too few.",
            "element": "EMO-C01", "field": "title", "quote": "technicians"}  # fmt: skip


def test_from_the_invitation_to_the_receipt(get, send, items, asked, here, remark):
    (item,) = items("/submissions?mine=true&status=invited", asked.signer)
    assert item["organisation"] == asked.chamber.code
    made = send("post", "/comments", remark, asked.drafter)
    assert made.status_code == 201, made.content
    assert (made.json()["number"], made.json()["element"]) == (1, "EMO-C01")
    one = get(here, asked.signer).json()
    assert one["status"] == "drafting"
    assert one["missing"] == ["Say what may be published of it."]
    said = {"publication": "named", "formed": "By the board.", "base": one["revision"]}
    changed = send("patch", here, said, asked.drafter)
    assert changed.status_code == 200, changed.content
    base = changed.json()["revision"]
    told(send("post", f"{here}/submit", {"base": base}, asked.drafter), 403)
    sent = send("post", f"{here}/submit", {"base": base}, asked.signer)
    assert sent.status_code == 200, sent.content
    receipt = sent.json()["receipt"]
    content = get(f"{here}/sent", asked.drafter).content
    assert hashlib.sha256(content).hexdigest() == receipt
    assert sent.json()["abilities"]["take_back"] is True
    for step, status in (("take-back", "drafting"),):
        assert send("post", f"{here}/{step}", {}, asked.signer).json()["status"] == status
    told(get(f"{here}/sent", asked.drafter), 404)


def test_what_is_missing_or_wrong_is_named(send, asked, here, remark):
    assert "/confidential_because" in complaints(
        send("post", "/comments", remark | {"is_confidential": True}, asked.drafter)
    )
    assert "/quote" in complaints(
        send("post", "/comments", remark | {"quote": "Nobody"}, asked.drafter)
    )
    assert "/number" in complaints(send("post", "/comments", remark | {"number": 4}))
    assert "/type" in complaints(send("post", "/comments", remark | {"type": "rant"}))
    send("post", "/comments", remark, asked.drafter)
    base = asked.submission.revision
    assert "/publication" in complaints(
        send("post", f"{here}/submit", {"base": base}, asked.signer)
    )


def test_a_remark_is_changed_taken_out_and_put_back(get, send, asked, remark):
    there = send("post", "/comments", remark, asked.drafter).headers["Location"]
    there = there.removeprefix("/api/v1")
    base = get(there).json()["revision"]
    first = send("patch", there, {"base": base, "text": "Far too few."})
    assert first.status_code == 200, first.content
    second = send("patch", there, {"base": base, "text": "Enough."}, asked.signer)
    told(second, 409, "clashes", "revision")
    assert send("delete", there).status_code == 204
    assert get(there).json()["is_withdrawn"] is True
    assert send("post", f"{there}/restore", {}).json()["is_withdrawn"] is False


def test_stewards_invite_remind_and_learn_no_more_than_that_it_is_a_draft(
    get, items, send, asked, here, remark
):
    send("post", "/comments", remark, asked.drafter)
    steward = asked.story.steward
    (item,) = items("/submissions", steward)
    assert item["status"] == "drafting"
    assert not {"formed", "receipt", "publication"} & item.keys()
    assert items("/comments", steward) == []
    assert send("post", f"{here}/remind", {}, steward).status_code == 200
    said = {"consultation": str(asked.consultation.pk), "organisation": asked.rival.code}
    assert send("post", "/submissions", said, steward).json()["status"] == "invited"
    told(send("post", f"{here}/decline", {}, steward), 403)


def test_stewards_read_what_was_sent_and_attach_it(get, items, send, asked_round):
    asked_round.reach_sent()
    steward = asked_round.story.steward
    (item,) = items("/comments?element=EMO-C01", steward)
    assert item["text"] == "It is too little."
    attached = send("post", f"/comments/{item['id']}/attach", {"element": "EMO-S01"}, steward)
    assert attached.json()["moved_to"] == "EMO-S01"
    told(
        send("post", f"/comments/{item['id']}/attach", {"element": "EMO-S01"}, asked_round.signer),
        422,  # of a map that is hidden from them there are no elements
    )


def test_SR_02_SR_06_for_rivals_and_partners_there_is_nothing(
    get, items, send, asked, here, remark, anonymous
):
    there = send("post", "/comments", remark, asked.drafter).headers["Location"]
    there = there.removeprefix("/api/v1")
    asked.describe()
    asked.send()
    for who in (asked.competitor, asked.story.editor, asked.story.official):
        for lists in (
            "/submissions",
            "/comments",
            f"/comments?consultation={asked.consultation.pk}",
        ):
            assert items(lists, who) == []
        for address in (here, there, f"{here}/sent"):
            told(get(address, who), 404)
        told(send("post", f"{here}/withdraw", {}), 404)
        assert "/submission" in complaints(send("post", "/comments", remark))
    told(get("/submissions", anonymous), 401)
    told(get("/comments", anonymous), 401)


def test_SR_05_a_hidden_round_is_as_unknown_as_a_missing_one(send, asked):
    said = {"organisation": asked.rival.code}
    answers = []
    for key in (str(asked.consultation.pk), "00000000-0000-4000-8000-000000000000"):
        answer = send("post", "/submissions", said | {"consultation": key}, asked.competitor)
        answers.append(answer.content.decode().replace(key, "key"))
        assert "/consultation" in complaints(answer)
    strip = [each.partition('"request_id"')[0] for each in answers]
    assert strip[0] == strip[1]


def test_in_a_public_round_one_begins_by_oneself_and_after_the_end_nobody(
    clock, send, sign_in, asked_round, here_of
):
    asked_round.open("public")
    said = {
        "consultation": str(asked_round.consultation.pk), "organisation": asked_round.rival.code,
    }  # fmt: skip
    made = send("post", "/submissions", said, asked_round.competitor)
    assert (made.status_code, made.json()["status"]) == (201, "drafting")
    clock("2026-09-01T09:00")
    sign_in(asked_round.drafter)  # every session has ended since
    refused = send("patch", here_of(made), {"base": 1, "formed": "Late."}, asked_round.competitor)
    assert told(refused, 409)["detail"].startswith("This consultation is over")


@pytest.fixture
def here_of():
    return lambda made: made.headers["Location"].removeprefix("/api/v1")


def test_the_same_intent_sent_twice_has_one_effect(send, asked, remark):
    for _time in range(2):
        send("post", "/comments", remark, asked.drafter, Idempotency_Key="the-same")
    assert asked.submission.comments.count() == 1


def test_remarks_are_filtered(items, send, asked, remark):
    send("post", "/comments", remark, asked.drafter)
    figure = Element.objects.get(code="EMO-G01").figures.get()
    more = {"submission": remark["submission"], "type": "support", "action": "keep"}
    send("post", "/comments", more | {"text": "Good.", "figure": str(figure.pk)})
    for query, count in (
        ("type=support", 1), ("action=keep", 1), ("element=EMO-C01", 1), ("q=too few", 1),
        ("is_confidential=false", 2), (f"submission={remark['submission']}", 2),
        ("submission=x", 0), ("consultation=x", 0), (f"organisation={asked.chamber.code}", 2),
    ):  # fmt: skip
        assert len(items(f"/comments?{query}", asked.drafter)) == count, query


@pytest.mark.parametrize("name", QUERIES)
def test_a_list_asks_the_same_number_of_queries(get, asked, name, django_assert_max_num_queries):
    asked.invite(asked.rival)
    for number in range(5):
        asked.write(text=f"Remark {number}")
    get(f"/{name}", asked.drafter)
    with django_assert_max_num_queries(QUERIES[name]):
        assert get(f"/{name}", asked.drafter).status_code == 200

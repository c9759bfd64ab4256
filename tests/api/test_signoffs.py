"""Clearance for programs: who is asked, what they said, and whether it still holds."""

import pytest
from django.test import Client

from accounts import keys
from roadmaps.models import Roadmap, Signoff
from roadmaps.signoffs import Purpose
from tests.api.conftest import complaints, told, write_as
from tests.threads import at_once

MAP = "electromobility"
QUERIES = 5
REMARK = "The money is not there yet."


@pytest.fixture
def asked(story):
    return story.ask(story.steward, Purpose.PUBLICATION)


@pytest.fixture
def here(asked):
    return f"/signoffs/{asked.pk}"


@pytest.fixture
def question(story):
    return {"roadmap": MAP, "purpose": "publication", "kind": "finance",
            "organisation": story.treasury.code}  # fmt: skip


def sees(get, address, who):
    response = get(address, who)
    assert response.status_code == 200, response.content
    return response.json()


def signature(get, here, who, decision="cleared", **more):
    return {"decision": decision, "sha256": sees(get, here, who)["sha256_now"], **more}


def test_an_organisation_is_asked_and_answers(get, send, story, question):
    made = send("post", "/signoffs", question, story.steward)
    assert made.status_code == 201, made.content
    here = made.headers["Location"].removeprefix("/api/v1")
    item = made.json()
    assert {name: item[name] for name in ("decision", "note", "sha256", "holds", "is_stale")} == {
        "decision": "awaited", "note": None, "sha256": None, "holds": False, "is_stale": False,
    }  # fmt: skip
    body = signature(get, here, story.official, "cleared_with_note", note=REMARK)
    signed = send("post", f"{here}/sign", body, story.official)
    assert signed.status_code == 200, signed.content
    assert signed.headers["ETag"] == get(here).headers["ETag"] == signed.json()["etag"]
    assert (signed.json()["holds"], signed.json()["note"]) == (True, REMARK)
    assert signed.json()["changes"]["edits"] == []


def test_what_was_signed_is_stale_once_the_text_is_touched(get, send, story, here):
    send("post", f"{here}/sign", signature(get, here, story.official), story.official)
    story.write(story.editor, summary="Too few, and too late.")
    item = sees(get, here, story.official)
    assert (item["holds"], item["is_stale"]) == (False, True)
    assert item["sha256_now"] != item["sha256"]
    (edit,) = item["changes"]["edits"]
    assert (edit["element"], edit["field"]) == ("EMO-C01", "summary")
    assert "Too few, and too late" in edit["sentence"]
    more = sees(get, item["changes"]["diff"].removeprefix("/api/v1"), story.official)
    assert [each["sentence"] for each in more["edits"]] == [edit["sentence"]]
    spanish = sees(get, f"{here}?lang=es", story.official)["changes"]["edits"][0]["sentence"]
    assert spanish != edit["sentence"]


def test_it_is_told_what_changed_even_when_it_is_asked_anew(get, story):
    story.reach_approval()
    asked = story.ask(story.approver, Purpose.PUBLICATION)
    story.sign(asked)
    story.take(story.approver, "return_to_revision", reason="A number is wrong.")
    story.write(story.editor, summary="Too few, and too late.")
    item = sees(get, f"/signoffs/{asked.pk}", story.official)
    assert (item["decision"], item["map_revision"]) == ("awaited", None)
    assert len(item["changes"]["edits"]) == 1


def test_a_text_that_was_not_read_is_not_signed(get, send, story, here, asked):
    body = signature(get, here, story.official)
    story.write(story.editor, summary="Too few, and too late.")
    problem = told(send("post", f"{here}/sign", body, story.official), 409)
    assert "changed since you read it" in problem["detail"]
    asked.refresh_from_db()
    assert (asked.decision, asked.sha256) == ("awaited", "")


def test_SR_11_nothing_is_signed_once_it_is_published(get, send, story):
    story.reach_approval()
    asked = story.ask(story.approver, Purpose.PUBLICATION)
    story.sign(asked)
    story.take(story.approver, "publish", note="First.")
    here = f"/signoffs/{asked.pk}"
    item = sees(get, here, story.official)
    assert item["abilities"] == {"sign": False, "overrule": False, "drop": False}
    assert "sha256_now" not in item
    body = {"decision": "objected", "note": REMARK, "sha256": story.read()}
    problem = told(send("post", f"{here}/sign", body, story.official), 409)
    assert problem["detail"] == (
        "No clearance is awaited: the map is not on its way to be published."
    )
    told(send("post", f"{here}/overrule", {"reason": "Now."}, story.approver), 403)
    told(send("delete", here, None, story.steward), 403)
    asked.refresh_from_db()
    assert asked.decision == "cleared"


def test_an_objection_is_passed_over_with_a_reason(get, send, story, here):
    body = signature(get, here, story.official, "objected", note=REMARK)
    assert not send("post", f"{here}/sign", body, story.official).json()["holds"]
    assert list(complaints(send("post", f"{here}/overrule", {}, story.approver))) == ["/reason"]
    done = send("post", f"{here}/overrule", {"reason": "The cabinet decided."}).json()
    assert (done["holds"], done["is_overruled"]) == (True, True)
    assert done["overruled_because"] == "The cabinet decided."


def test_it_is_asked_for_no_longer(get, send, story, here):
    assert send("delete", here, None, story.steward).status_code == 204
    told(get(here), 404)
    told(send("delete", here), 404)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/decision", "/sha256"]),
        ({"decision": "awaited", "sha256": "x"}, ["/decision"]),
        ({"decision": "cleared", "sha256": 5}, ["/sha256"]),
        ({"decision": "cleared", "sha256": "x" * 65}, ["/sha256"]),
        ({"decision": "cleared", "sha256": "x", "holds": True}, ["/holds"]),
    ],
)
def test_what_is_wrong_with_a_signature_is_said(send, story, here, body, pointers):
    found = complaints(send("post", f"{here}/sign", body, story.official))
    assert sorted(found) == pointers


def test_who_objects_says_why(get, send, story, here):
    body = signature(get, here, story.official, "objected")
    assert "Say what you remark" in told(send("post", f"{here}/sign", body), 409)["detail"]


def test_who_is_asked_has_to_be_able_to_read_it(send, story, question, stranger):
    other = stranger.memberships.get().organisation
    body = question | {"organisation": other.code}
    assert "has no role" in told(send("post", "/signoffs", body, story.steward), 409)["detail"]
    assert send("post", "/signoffs", question).status_code == 201
    problem = told(send("post", "/signoffs", question), 422)
    assert problem["detail"] == "This organisation was asked for that already."


def test_SR_09_each_does_what_is_theirs_and_nothing_else(get, send, story, here, question, partner):
    body = {"decision": "cleared", "sha256": story.read()}
    for who in (story.steward, story.editor, story.approver, partner):
        told(send("post", f"{here}/sign", body, who), 403)
    for who in (story.steward, story.editor, story.official, partner):
        told(send("post", f"{here}/overrule", {"reason": "So."}, who), 403)
    for who in (story.editor, story.official, partner):
        told(send("delete", here, None, who), 403)
        told(send("post", "/signoffs", question, who), 403)


def test_SR_05_of_another_map_they_are_missing(get, send, items, story, here, question, stranger):
    assert items("/signoffs", stranger) == []
    assert items(f"/signoffs?roadmap={MAP}") == []
    told(get(here), 404)
    for step in ("sign", "overrule"):
        told(send("post", f"{here}/{step}", {}), 404)
    told(send("delete", here), 404)
    assert list(complaints(send("post", "/signoffs", question))) == ["/roadmap"]


def test_nobody_reads_one_who_does_not_say_who_they_are(get, send, here, question, anonymous):
    told(get("/signoffs", anonymous), 401)
    told(get(here), 401)
    told(send("post", "/signoffs", question), 401)


def test_SR_03_remarks_are_for_those_who_answer_for_the_map(
    client, get, send, items, story, here, partner
):
    body = signature(get, here, story.official, "objected", note=REMARK)
    send("post", f"{here}/sign", body, story.official)
    send("post", f"{here}/overrule", {"reason": "The cabinet decided."}, story.approver)
    for who in (story.steward, story.approver, story.official):
        (item,) = items("/signoffs", who)
        assert (item["note"], item["overruled_because"]) == (REMARK, "The cabinet decided.")
    for who in (story.editor, partner):
        (item,) = items("/signoffs", who)
        assert item["is_overruled"]
        assert {"note", "overruled_because"}.isdisjoint({*item, *sees(get, here, who)})
        page = client.get(f"/roadmaps/{MAP}/steps").content.decode()
        assert "Passed over" in page
        assert REMARK not in page
        assert "cabinet" not in page


def test_they_are_filtered(items, get, story, asked):
    code = story.treasury.code
    for query, count in (
        (f"roadmap={MAP}", 1), ("roadmap=other", 0), ("purpose=publication", 1),
        ("purpose=consultation", 0), ("decision=awaited", 1), ("decision=cleared,objected", 0),
        (f"organisation={code}", 1), ("organisation=nobody", 0), ("kind=finance", 1),
        ("mine=true", 1), ("mine=false", 0), ("waiting=true", 1), ("waiting=false", 0),
    ):  # fmt: skip
        assert len(items(f"/signoffs?{query}", story.official)) == count, query
    story.sign(asked)
    assert items("/signoffs?waiting=true") == []
    assert items("/signoffs?mine=true", story.steward) == []
    for wrong in ("decision=maybe", "mine=perhaps", "note=x"):
        told(get(f"/signoffs?{wrong}"), 400)


def test_where_nobody_was_asked_there_is_none(items, get, story):
    assert items("/signoffs", story.official) == []
    told(get("/signoffs/00000000-0000-4000-8000-000000000000"), 404)


def test_SR_28_a_key_needs_the_scope_to_publish(client, get, story, here):
    body = {"decision": "cleared", "sha256": story.read()}
    for scopes, status in ((["read", "write"], 403), (["read", "publish"], 200)):
        _key, secret = keys.make(story.official, "A program", scopes)
        headers = {"Authorization": f"Bearer {secret}"}
        assert write_as(client, "post", f"{here}/sign", body, **headers).status_code == status


def test_the_same_key_signs_once(get, send, story, here):
    body = signature(get, here, story.official)
    first, again = (
        send("post", f"{here}/sign", body, story.official, Idempotency_Key="one") for _time in "12"
    )
    assert again.content == first.content
    assert again.headers["Idempotent-Replayed"] == "true"
    lines = story.now().revision
    assert lines == Signoff.objects.get().revision


def test_a_tag_that_is_old_is_refused(get, send, story, here):
    tag = get(here, story.official).headers["ETag"]
    body = signature(get, here, story.official)
    assert send("post", f"{here}/sign", body, If_Match=tag).status_code == 200
    told(send("post", f"{here}/sign", body, If_Match=tag), 412)


@pytest.mark.django_db(transaction=True)
def test_SR_44_of_two_who_ask_at_once_one_has_asked(story, question):
    def ask():
        client = Client()
        client.force_login(story.steward)
        return write_as(client, "post", "/signoffs", question).status_code

    assert sorted(at_once(ask, ask).outcomes()) == [201, 422]
    assert Signoff.objects.count() == 1


def test_the_number_of_queries_does_not_depend_on_how_many_there_are(
    get, story, asked, django_assert_num_queries
):
    get("/signoffs", story.official)
    with django_assert_num_queries(QUERIES):
        get("/signoffs")
    for purpose in Purpose.values:
        for kind in ("legal", "statistics"):
            Signoff.objects.create(
                roadmap=Roadmap.objects.get(), purpose=purpose, kind=kind,
                organisation=story.treasury,
            )  # fmt: skip
    with django_assert_num_queries(QUERIES):
        assert len(get("/signoffs").json()["items"]) == 5
    page = get("/signoffs?limit=2").json()
    following = get(page["next"].partition("/api/v1")[2]).json()["items"]
    assert len({each["id"] for each in [*page["items"], *following]}) == 4

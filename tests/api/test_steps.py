"""Each step in the life of a map has an address; what is said there if it is not taken."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts import keys
from changes.models import Change
from roadmaps import elements
from roadmaps import roadmap as maps
from roadmaps.models import Edition, Roadmap
from roadmaps.steps import STEPS
from tests.api.conftest import complaints, told, write_as
from tests.life import FORTY_DAYS, ROUND
from tests.threads import at_once

MAP = "/roadmaps/electromobility"
QUERIES = 22
WHY = {"reason": "A lead is still sought."}


def address_of(step):
    return f"{MAP}/{step.replace('_', '-')}"


def whole(step):
    """A body to which nothing is missing."""
    closes_at = (timezone.now() + FORTY_DAYS).isoformat()
    more = {
        "open_consultation": ROUND | {"closes_at": closes_at},
        "extend_consultation": {"closes_at": closes_at},
        "publish": {"note": "New."},
        "correct": {"edits": [{"element": "EMO-C01", "fields": {"summary": "Too few."}}]},
    }
    return more.get(step, {}) | {"reason": "Because."}


def test_where_it_stands_is_told_to_those_who_work_on_it(get, story):
    told_now = get(f"{MAP}/steps", story.steward).json()
    assert (told_now["stage"], told_now["reason"], told_now["edition"]) == ("draft", None, None)
    assert told_now["sha256"] == story.read()
    steps = {each["code"]: each for each in told_now["steps"]}
    assert set(steps) == {"submit_for_review", "abandon_refresh", "retire"}
    review = steps["submit_for_review"]
    assert review["address"] == f"/api/v1{MAP}/submit-for-review"
    assert (review["label"], review["may_take"]) == ("Send to review", True)
    assert {each["code"] for each in review["obstacles"]} == {"element_without_statement"}
    assert not steps["retire"]["may_take"]
    spanish = get(f"{MAP}/steps?lang=es").json()["steps"][0]["label"]
    assert spanish == "Enviar a revisión"


def test_SR_05_nobody_else_is_told_where_it_stands(get, story, stranger, anonymous, published):
    for who in (stranger, anonymous):
        told(get(f"{MAP}/steps", who), 404)


@pytest.mark.parametrize("step", STEPS)
def test_SR_11_who_has_not_the_role_takes_no_step(send, story, published, stranger, partner, step):
    before = story.now().revision
    told(send("post", address_of(step), whole(step), story.editor), 403)
    told(send("post", address_of(step), whole(step), partner), 403)
    told(send("post", address_of(step), whole(step), stranger), 403)  # one knows of it
    assert story.now().revision == before


@pytest.mark.parametrize("step", STEPS)
def test_SR_05_on_a_map_that_is_hidden_there_is_no_step(send, story, stranger, anonymous, step):
    told(send("post", address_of(step), whole(step), stranger), 404)
    told(send("post", address_of(step), whole(step), anonymous), 401)


@pytest.mark.parametrize("step", [step for step in STEPS if "in_force" not in STEPS[step].begins])
def test_SR_11_out_of_order_it_says_where_the_map_stands(send, story, published, step):
    who = story.approver if "approver" in STEPS[step].roles else story.steward
    before = story.now().revision
    problem = told(send("post", address_of(step), whole(step), who), 409, "stage")
    assert problem["stage"] == "in_force"
    assert "is no step from the stage “In force”" in problem["detail"]
    assert story.now().revision == before


def test_what_is_no_step_is_not_there(send, story):
    for step in ("submit_for_review", "steps/publish", "adopt", "approve"):
        told(send("post", f"{MAP}/{step}", {}, story.steward), 404)
    told(send("post", f"{MAP}/steps", {}), 405)


def test_twice_without_a_key_it_is_taken_once(send, story):
    here = address_of("submit_for_review")
    sent = [send("post", here, WHY, story.steward, Idempotency_Key=None) for _time in range(2)]
    assert sent[0].status_code == 200, sent[0].content
    assert told(sent[1], 409, "stage")["stage"] == "review"
    assert Change.objects.within(story.roadmap).filter(verb="submit_for_review").count() == 1


def test_twice_under_one_key_it_is_taken_once_and_told_again(send, story):
    here = address_of("submit_for_review")
    first, again = (
        send("post", here, WHY, story.steward, Idempotency_Key="one") for _time in range(2)
    )
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    told(send("post", here, {"reason": "Other."}, Idempotency_Key="one"), 422)
    assert Change.objects.within(story.roadmap).filter(verb="submit_for_review").count() == 1


@pytest.mark.parametrize("step", ["publish", "correct"])
def test_what_makes_an_edition_needs_a_key(send, story, published, step):
    problem = told(
        send("post", address_of(step), whole(step), story.approver, Idempotency_Key=None), 400
    )
    assert problem["errors"][0]["code"] == "idempotency-key-required"


def test_what_stands_in_the_way_is_listed(send, story):
    problem = told(
        send("post", address_of("submit_for_review"), {}, story.steward), 409, "obstacles"
    )
    codes = {each["code"] for each in problem["obstacles"]}
    assert codes == {"element_without_statement"}
    assert not any(each["is_grave"] for each in problem["obstacles"])
    assert {each["element"] for each in problem["obstacles"]} >= {"EMO-C01"}
    assert problem["obstacles"][0]["sentence"] in problem["detail"]
    spanish = send("post", f"{address_of('submit_for_review')}?lang=es", {}).json()
    assert spanish["obstacles"][0]["sentence"] != problem["obstacles"][0]["sentence"]


def test_a_step_that_needs_a_reason_is_not_taken_without_one(send, story, published):
    problem = told(send("post", address_of("retire"), {}, story.approver), 409)
    assert problem["detail"].startswith("Say why")


@pytest.mark.parametrize(
    ("step", "body", "pointers"),
    [
        ("open_consultation", {}, ["/audience", "/brief", "/closes_at", "/title"]),
        ("open_consultation", ROUND | {"closes_at": "tomorrow"}, ["/closes_at"]),
        ("open_consultation", ROUND | {"closes_at": "2026-07-31T18:00:00"}, ["/closes_at"]),
        ("open_consultation", ROUND | {"closes_at": "2026-02-31T18:00:00Z"}, ["/closes_at"]),
        ("open_consultation", ROUND | {"closes_at": "0001-01-01T00:00:00+14:00"}, ["/closes_at"]),
        ("open_consultation", ROUND | {"closes_at": 1790000000}, ["/closes_at"]),
        ("publish", {}, ["/note"]),
        ("publish", {"note": " ", "sha256": ["x"]}, ["/note", "/sha256"]),
        ("publish", {"note": "New.", "number": "7.0"}, ["/number"]),
        ("retire", {"reason": 7}, ["/reason"]),
        ("retire", {"stage": "draft"}, ["/stage"]),
    ],
)
def test_what_is_wrong_with_what_is_said_is_said(send, story, step, body, pointers):
    assert sorted(complaints(send("post", address_of(step), body, story.approver))) == pointers


def test_a_round_is_longer_than_four_weeks(send, story):
    story.take(story.steward, "submit_for_review", **WHY)
    body = ROUND | {"closes_at": (timezone.now() + FORTY_DAYS / 2).isoformat()}
    problem = told(send("post", address_of("open_consultation"), body, story.approver), 409)
    assert problem["detail"] == "A consultation lasts 28 days or more."
    assert not Edition.objects.exists()


def test_SR_11_a_text_that_the_approver_has_not_read_is_not_published(send, story):
    story.reach_approval()
    read = story.read()
    Roadmap.objects.filter(pk=story.roadmap.pk).update(vision="Written by nobody knows whom.")
    before = story.now().revision
    body = {"note": "First.", "sha256": read}
    problem = told(send("post", address_of("publish"), body, story.approver), 409)
    assert problem["detail"].startswith("The text has changed since you read it.")
    assert (story.now().stage, story.now().revision) == ("approval", before)
    assert not Edition.objects.exclude(kind="consultation").exists()
    done = send("post", address_of("publish"), body | {"sha256": story.read()})
    assert done.json()["edition"] == "1.0"


def test_SR_28_a_key_needs_the_scope_to_publish(client, story):
    maps.grant(story.steward, story.roadmap, "steward", user=story.editor)
    here = address_of("submit_for_review")
    for scopes, status in ((["read", "write"], 403), (["read", "publish"], 200)):
        _key, secret = keys.make(story.editor, "A program", scopes)
        answer = write_as(client, "post", here, WHY, Authorization=f"Bearer {secret}")
        assert answer.status_code == status, answer.content
        assert status == 200 or "“publish”" in told(answer, 403)["detail"]


@pytest.mark.django_db(transaction=True)
def test_SR_44_of_four_who_publish_at_once_one_does(story):
    story.reach_approval()

    def publish():
        client = Client()
        client.force_login(story.approver)
        return write_as(client, "post", address_of("publish"), {"note": "First."}).status_code

    assert sorted(at_once(*[publish] * 4).outcomes()) == [200, 409, 409, 409]
    assert Edition.objects.exclude(kind="consultation").count() == 1


def test_the_number_of_queries_does_not_depend_on_the_map(get, story, django_assert_num_queries):
    get(f"{MAP}/steps", story.steward)
    with django_assert_num_queries(QUERIES):
        get(f"{MAP}/steps")
    for number in range(5):
        elements.add(story.editor, story.now(), "skill", title=f"Skill {number}")
    with django_assert_num_queries(QUERIES):
        get(f"{MAP}/steps")

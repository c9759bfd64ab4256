"""To propose by program, and to answer what was proposed."""

import pytest

from accounts import keys
from changes.models import Change
from roadmaps import elements, proposals
from roadmaps.models import Element, Proposal
from tests.api.conftest import complaints, told

MAP = "electromobility"
WHY = "Our members count them otherwise."
QUERIES = 3
TITLE = {"method": "PATCH", "path": "/elements/EMO-C01",
         "body": {"title": "Far too few technicians"}}  # fmt: skip


def body(roadmap, *operations, **more):
    roadmap.refresh_from_db()
    written = []
    for each in operations:
        is_patch = each["method"] == "PATCH"
        base = {"base": roadmap.revision} if is_patch else {}
        written.append(each | {"body": each["body"] | base})
    return {"roadmap": MAP, "reason": WHY, "operations": written} | more


@pytest.fixture
def made(send, roadmap, partner):
    response = send("post", "/proposals", body(roadmap, TITLE), partner)
    assert response.status_code == 201, response.content
    return response.json()


@pytest.fixture
def here(made):
    return f"/proposals/{made['id']}"


def test_what_one_would_send_to_do_it_is_proposed(get, made, challenge, partner):
    assert (made["author"], made["reason"], made["outcome"], made["count"]) == (
        "Partner", WHY, "open", 1,
    )  # fmt: skip
    (edit,) = made["edits"]
    assert (edit["number"], edit["stand"], edit["field"]) == (0, "fits", "title")
    assert (edit["before"], edit["after"]) == ("Too few technicians", "Far too few technicians")
    assert "“title” changed from" in edit["sentence"]
    assert made["abilities"] == {"accept": False, "decline": False, "withdraw": True}
    assert Element.objects.get(pk=challenge.pk).title == "Too few technicians"
    spanish = get(f"/proposals/{made['id']}?lang=es", partner).json()["edits"][0]["sentence"]
    assert spanish != edit["sentence"]


def test_a_list_of_edits_is_proposed(send, roadmap, partner):
    edit = {"verb": "edited", "subject": "element", "key": "EMO-C01", "element": "EMO-C01",
            "field": "severity", "before": 4, "after": 2}  # fmt: skip
    said = {"roadmap": MAP, "reason": WHY, "edits": [edit]}
    made = send("post", "/proposals", said, partner)
    assert made.status_code == 201, made.content
    assert made.json()["edits"][0]["after"] == 2
    stale = send("post", "/proposals", said | {"edits": [edit | {"before": 5}]}, partner)
    (wrong,) = told(stale, 409, "outdated")["outdated"]
    assert (wrong["stand"], wrong["base"], wrong["theirs"], wrong["mine"]) == ("clashes", 5, 4, 2)


def test_it_is_accepted_and_the_log_names_the_author(send, here, editor, partner, challenge):
    done = send("post", f"{here}/accept", {"note": "Thank you."}, editor)
    assert done.status_code == 200, done.content
    item = done.json()
    assert (item["outcome"], item["taken"], item["answered_by"]) == ("accepted", [0], "Editor")
    assert item["answer"] == "Thank you."
    assert Element.objects.get(pk=challenge.pk).title == "Far too few technicians"
    line = Change.objects.filter(subject__startswith="roadmaps.element:").last()
    assert (line.actor, line.proposed_by) == (editor, partner)
    told(send("post", f"{here}/accept", {}, editor), 409)


def test_a_clash_is_told_field_by_field_and_taken_if_meant(send, here, editor, challenge):
    whole = elements.in_full(Element.objects.get(pk=challenge.pk))
    elements.edit(editor, whole, whole.roadmap.revision, title="Hardly any technicians")
    problem = told(send("post", f"{here}/accept", {}, editor), 409, "outdated")
    assert problem["outdated"] == [
        {"number": 0, "stand": "clashes", "base": "Too few technicians",
         "theirs": "Hardly any technicians", "mine": "Far too few technicians"}
    ]  # fmt: skip
    assert send("post", f"{here}/accept", {"over": [0]}, editor).status_code == 200
    assert Element.objects.get(pk=challenge.pk).title == "Far too few technicians"


def test_some_of_it_is_accepted(send, roadmap, partner, editor):
    skill = {"method": "POST", "path": "/skills",
             "body": {"roadmap": MAP, "title": "Batteries"}}  # fmt: skip
    made = send("post", "/proposals", body(roadmap, TITLE, skill), partner).json()
    assert {each["element"] for each in made["edits"]} == {"EMO-C01", "new-1"}
    number = next(each["number"] for each in made["edits"] if each["element"] == "new-1")
    done = send("post", f"/proposals/{made['id']}/accept", {"edits": [number]}, editor).json()
    assert (done["outcome"], done["taken"]) == ("accepted_in_part", [number])
    assert Element.objects.get(title="Batteries").code == "EMO-S02"


def test_to_decline_needs_a_reason(send, here, editor):
    assert complaints(send("post", f"{here}/decline", {}, editor)) == {
        "/reason": "This is missing."
    }
    done = send("post", f"{here}/decline", {"reason": "The survey says so."}, editor).json()
    assert (done["outcome"], done["answer"]) == ("declined", "The survey says so.")


def test_its_author_withdraws_it_and_nobody_else(send, here, editor, partner):
    told(send("post", f"{here}/withdraw", {}, editor), 403)
    assert send("post", f"{here}/withdraw", {}, partner).json()["outcome"] == "withdrawn"


def test_the_list_is_filtered_and_its_queries_are_counted(
    send, items, roadmap, partner, editor, made, django_assert_num_queries, get
):
    send("post", "/proposals", body(roadmap, TITLE, reason="Once more."), partner)
    send("post", f"/proposals/{made['id']}/decline", {"reason": "No."}, editor)
    for query, count in (("", 2), ("outcome=open", 1), ("element=EMO-C01", 2),
                         ("element=EMO-S01", 0), ("mine=true", 0), (f"roadmap={MAP}", 2),
                         ("organisation=nowhere", 0)):  # fmt: skip
        assert len(items(f"/proposals?{query}", editor)) == count, query
    with django_assert_num_queries(QUERIES):
        get("/proposals", editor)
    told(get("/proposals?author=x", editor), 400)


def test_SR_03_strangers_find_neither_list_nor_proposal(get, items, here, stranger, anonymous):
    assert items("/proposals", stranger) == []
    told(get(here, stranger), 404)
    told(get(here, anonymous), 401)


def test_who_may_write_proposes_nothing(send, roadmap, editor, stranger):
    told(send("post", "/proposals", body(roadmap, TITLE), editor), 403)
    assert complaints(send("post", "/proposals", body(roadmap, TITLE), stranger)) == {
        "/roadmap": f"“{MAP}” is not there, or you may not see it."
    }


def test_what_is_wrong_is_told_at_its_place(send, roadmap, partner):
    for said, pointer in (
        ({"roadmap": MAP, "reason": WHY}, ""),
        ({"roadmap": MAP, "reason": WHY, "edits": []}, "/edits"),
        ({"roadmap": MAP, "reason": WHY, "edits": [{"verb": "x", "subject": "link"}]},
         "/edits/0/verb"),
        ({"roadmap": MAP, "reason": WHY, "operations": [{"method": "GET", "path": "/x"}]},
         "/operations/0/method"),
        (body(roadmap, TITLE | {"body": {"severity": 9}}), "/operations/0/body/severity"),
        (body(roadmap, TITLE, outcome="accepted"), "/outcome"),
    ):  # fmt: skip
        response = send("post", "/proposals", said, partner)
        assert pointer in complaints(response), (said, response.content)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "edit",
    [
        {"verb": "added", "subject": "element", "key": "x", "after": None},
        {"verb": "added", "subject": "element", "key": "x", "after": {"kind": "wish"}},
        {"verb": "added", "subject": "link", "key": "x", "after": {"target": ["a"]}},
        {"verb": "edited", "subject": "element", "key": "EMO-C01", "field": "code", "after": "X"},
        {"verb": "edited", "subject": "element", "key": "EMO-C01", "field": "title", "after": {}},
        {"verb": "reordered", "subject": "element", "key": "skill", "field": "order", "after": 3},
        {"verb": "edited", "subject": "figure", "key": "x", "field": "number", "after": 1},
        {"verb": "edited", "subject": "roadmap", "field": "stage", "after": "in_force"},
        {"verb": "removed", "subject": "relation", "before": 7},
    ],
)
def test_SR_21_hostile_edits_are_refused_in_a_sentence(send, roadmap, partner, edit):
    said = {"roadmap": MAP, "reason": WHY, "edits": [edit]}
    response = send("post", "/proposals", said, partner)
    assert response.status_code in (404, 409, 422), response.content
    assert not Proposal.objects.exists()


def test_SR_28_a_key_to_comment_proposes_and_does_not_accept(
    client, here, roadmap, partner, editor
):
    def status(person, scopes, address, said):
        _key, secret = keys.make(person, "K", scopes)
        headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": address + scopes[-1]}
        kind = "application/json"
        return client.post(f"/api/v1{address}", said, kind, headers=headers).status_code

    assert status(partner, ["read"], "/proposals", body(roadmap, TITLE)) == 403
    assert status(partner, ["read", "comment"], "/proposals", body(roadmap, TITLE)) == 201
    assert status(editor, ["read", "comment"], f"{here}/accept", {}) == 403
    assert status(editor, ["read", "write"], f"{here}/accept", {}) == 200


def test_the_same_request_sent_twice_proposes_once(send, roadmap, partner):
    said = body(roadmap, TITLE)
    for _time in range(2):
        response = send("post", "/proposals", said, partner, Idempotency_Key="one")
        assert response.status_code == 201
    assert Proposal.objects.count() == 1


def test_many_that_wait_do_not_slow_one_another(send, roadmap, partner, editor, made, get):
    for _number in range(3):
        send("post", "/proposals", body(roadmap, TITLE), partner)
    done = proposals.many(
        Proposal.objects.open().near(), lambda each: proposals.decline(editor, each, "No.")
    )
    assert [why for _proposal, why in done] == [None] * 4

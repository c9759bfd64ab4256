"""Many writes in one request: all of them or none, and each mistake with its place."""

import pytest
from django.test import Client

from changes.models import Change
from roadmaps import roadmap as maps
from roadmaps.models import Element
from tests import factories
from tests.api.conftest import complaints, told, write_as
from tests.api.things import DISPUTED, MAP, NEW, address_of
from tests.threads import at_once

SKILL = {"roadmap": MAP, "title": "Robotics"}
CHALLENGE = "/elements/EMO-C01"
MISSING = "/elements/00000000-0000-4000-8000-000000000000"


@pytest.fixture
def bulk(send, editor):
    """Sends operations, each a method, a path and perhaps a body and a tag."""

    def write(*operations, as_=editor, **headers):
        return send("post", "/bulk", {"operations": list(map(one, operations))}, as_, **headers)

    return write


@pytest.fixture
def other(steward, editor, programme):
    """Another map of the same people."""
    other = factories.roadmap(steward, programme, slug="other", prefix="OTH")
    maps.grant(steward, other, "editor", user=editor)
    return other


def one(operation):
    method, path, body, tag = (*operation, None, None)[:4]
    said = {"method": method, "path": path, "body": body, "if_match": tag}
    return {name: value for name, value in said.items() if value is not None}


def test_one_of_everything_is_written_at_once_and_told_in_order(bulk, draft, roadmap, editor):
    before = Change.objects.count()
    response = bulk(*[("POST", f"/{name}", NEW[name][0]) for name in NEW])
    assert response.status_code == 200, response.content
    results = response.json()["results"]
    assert [each["status"] for each in results] == [201] * len(NEW)
    for name, result in zip(NEW, results, strict=True):
        item = draft(address_of(name, result["body"]), editor)
        assert item | {"etag": "", "abilities": {}} == result["body"] | {
            "etag": "",
            "abilities": {},
        }
    assert Change.objects.count() == before + len(NEW)


@pytest.mark.parametrize("name", NEW)
def test_what_can_be_done_alone_can_be_done_among_others(bulk, written, name):
    here, item = written(name)
    member, value, _other, _beside = DISPUTED[name]
    response = bulk(
        ("PATCH", here, {member: value, "base": item["revision"]}),
        ("DELETE", here),
        ("POST", f"/api/v1{here}/restore"),
        ("PATCH", here, {member: value}, f'"{item["revision"] + 3}-{"0" * 20}"'),
    )
    assert response.status_code == 200, response.content
    bodies = [each["body"] for each in response.json()["results"]]
    assert [body["is_withdrawn"] for body in bodies] == [False, True, False, False]
    assert bodies[-1][member] == value


def test_an_operation_sees_what_those_before_it_did(bulk, roadmap):
    response = bulk(
        ("POST", "/skills", SKILL),
        ("PATCH", "/elements/EMO-S02", {"summary": "For cells.", "base": roadmap.revision + 1}),
        ("POST", "/links", {"source": "EMO-I01", "target": "EMO-S02", "kind": "delivers"}),
        ("POST", "/elements/EMO-S02/reorder", {"after": None}),
        ("PATCH", f"/roadmaps/{MAP}", {"vision": "Cells.", "base": roadmap.revision}),
    )
    assert response.status_code == 200, response.content
    results = response.json()["results"]
    assert [each["status"] for each in results] == [201, 200, 201, 200, 200]
    assert [results[1]["body"]["summary"], results[4]["body"]["vision"]] == ["For cells.", "Cells."]
    skills = Element.objects.filter(kind="skill").order_by("position")
    assert list(skills.values_list("code", flat=True)) == ["EMO-S02", "EMO-S01"]


def test_they_are_one_request_which_one_undo_takes_back(bulk, send, roadmap, challenge):
    first = roadmap.revision
    response = bulk(
        ("POST", "/skills", SKILL),
        ("PATCH", CHALLENGE, {"title": "Water", "base": first}),
        ("DELETE", "/elements/EMO-S01"),
    )
    number = response.headers["X-Request-ID"]
    lines = Change.objects.within(roadmap).after(first)
    assert {str(line.request) for line in lines} == {number}
    undone = send("post", f"/roadmaps/{MAP}/undo", {"request": number})
    assert undone.status_code == 200, undone.content
    assert [each["verb"] for each in undone.json()["changes"]] == ["undone"] * 3
    challenge.refresh_from_db()
    assert challenge.title == "Too few technicians"
    standing = Element.objects.standing().filter(kind="skill")
    assert list(standing.values_list("code", flat=True)) == ["EMO-S01"]


def test_they_may_write_on_several_maps(bulk, roadmap, other):
    response = bulk(("POST", "/skills", SKILL), ("POST", "/skills", SKILL | {"roadmap": "other"}))
    bodies = [each["body"] for each in response.json()["results"]]
    assert [body["code"] for body in bodies] == ["EMO-S02", "OTH-S01"]
    assert {body["roadmap"] for body in bodies} == {MAP, "other"}


def test_they_are_done_once_if_they_are_sent_twice(bulk, roadmap):
    before = Change.objects.count()
    answers = [bulk(("POST", "/skills", SKILL), Idempotency_Key="once") for _time in range(2)]
    assert answers[0].content == answers[1].content
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    assert Change.objects.count() == before + 1
    other_body = bulk(("POST", "/skills", SKILL), ("DELETE", CHALLENGE), Idempotency_Key="once")
    told(other_body, 422)
    told(bulk(("POST", "/skills", SKILL), Idempotency_Key=None), 400)


@pytest.mark.parametrize(
    ("wrong", "status", "where"),
    [
        (("PATCH", CHALLENGE, {"title": "Mine"}), 428, ""),
        (("PATCH", CHALLENGE, {"title": "Mine"}, '"1-00000000000000000000"'), 412, ""),
        (("DELETE", CHALLENGE, None, 'W/"3-x"'), 412, ""),
        (("PATCH", MISSING, {"title": "Mine", "base": 1}), 404, ""),
        (("POST", f"{CHALLENGE}/restore"), 409, ""),
        (("PATCH", CHALLENGE, {"severity": 9, "base": 1}), 422, "/body/severity"),
        (("PATCH", CHALLENGE, {"title": "Mine", "base": "1"}), 422, "/body/base"),
        (("POST", "/challenges", {"roadmap": MAP}), 422, "/body/title"),
        (("POST", "/links", {"source": "EMO-I01", "target": "EMO-C01", "kind": "delivers"}), 422,
         "/body/kind"),
        (("DELETE", "/elements/EMO-S01", {"title": "Mine"}), 422, "/body/title"),
        (("POST", "/elements/EMO-S01/reorder", {}), 422, "/body/after"),
    ],
)  # fmt: skip
def test_all_of_them_are_done_or_none(bulk, roadmap, challenge, wrong, status, where):
    before, lines = roadmap.revision, Change.objects.count()
    response = bulk(("POST", "/skills", SKILL), wrong, ("DELETE", "/elements/EMO-G01"))
    said = complaints(response, status)
    assert list(said) == [f"/operations/1{where}"]
    assert all(sentence.endswith((".", "?")) for sentence in said.values())
    assert Change.objects.count() == lines
    assert not Element.objects.filter(title="Robotics").exists()
    roadmap.refresh_from_db()
    assert roadmap.revision == before


def test_a_clash_says_which_operation_and_which_values(bulk, send, roadmap, challenge, steward):
    base = roadmap.revision
    send("patch", CHALLENGE, {"title": "Theirs", "base": base}, steward)
    lines = Change.objects.count()
    response = bulk(
        ("POST", "/skills", SKILL), ("PATCH", CHALLENGE, {"title": "Mine", "base": base})
    )
    problem = told(response, 409, "clashes", "revision")
    clash = {"base": "Too few technicians", "theirs": "Theirs", "mine": "Mine"}
    assert problem["clashes"] == {"title": clash}
    assert problem["errors"][0]["pointer"] == "/operations/1"
    assert problem["revision"] == base + 1
    assert Change.objects.count() == lines


def test_who_may_not_write_writes_nothing_in_this_way(bulk, roadmap, partner, approver, anonymous):
    before = Change.objects.count()
    for person in (partner, approver):
        problem = told(bulk(("POST", "/skills", SKILL), as_=person), 403)
        assert problem["errors"][0]["pointer"] == "/operations/0"
    told(bulk(("POST", "/skills", SKILL), as_=anonymous), 401)
    assert Change.objects.count() == before


def test_SR_05_what_is_hidden_is_as_if_it_were_not_there(bulk, new, roadmap, stranger):
    items = {name: new(name) for name in NEW}
    missing = {"id": MISSING.rpartition("/")[2]}
    for name, item in items.items():
        for method, end, body in (
            ("PATCH", "", None), ("POST", "/restore", None), ("POST", "/reorder", {"after": None}),
        ):  # fmt: skip
            answers = [
                told(bulk((method, address_of(name, each) + end, body), as_=stranger), 404)
                for each in (item, missing)
            ]
            assert answers[0] | {"request_id": ""} == answers[1] | {"request_id": ""}
    for slug in (MAP, "nowhere"):
        response = bulk(("POST", "/skills", {"roadmap": slug, "title": "Mine"}), as_=stranger)
        sentence = f"“{slug}” is not there, or you may not see it."
        assert complaints(response) == {"/operations/0/body/roadmap": sentence}
        change = ("PATCH", f"/roadmaps/{slug}", {"title": "Mine", "base": 1})
        told(bulk(change, as_=stranger), 404)


@pytest.mark.parametrize(
    "operation",
    [
        ("GET", CHALLENGE), ("PUT", CHALLENGE, {}), ("patch", CHALLENGE, {}), ("", "/skills", {}),
    ],
)  # fmt: skip
def test_unknown_methods_are_refused(bulk, roadmap, operation):
    said = complaints(bulk(operation))
    assert list(said) == ["/operations/0/method"]


def test_unknown_operations_are_refused(bulk, roadmap):
    wrong = [
        ("POST", "/nothing"), ("POST", "/bulk"), ("POST", f"/roadmaps/{MAP}/undo"),
        ("POST", "/roadmaps"), ("DELETE", f"/roadmaps/{MAP}"), ("POST", CHALLENGE),
        ("PATCH", "/elements"), ("DELETE", "/elements"), ("PATCH", f"{CHALLENGE}/restore"),
        ("POST", f"{CHALLENGE}/explode"), ("DELETE", "/challenges/EMO-C01"), ("POST", "/sectors"),
        ("POST", "/tokens"), ("DELETE", "/tokens/1"), ("POST", "elements"), ("POST", "/elements/"),
        ("POST", "/elements?lang=es"), ("POST", "/api/v2/elements"), ("POST", "//elements"),
        ("POST", "https://elsewhere.example/elements"), ("POST", "/../elements"), ("POST", "/ñ"),
        ("POST", "/api/v1/api/v1/elements"), ("PATCH", "/elements/EMO%2DC01"),
    ]  # fmt: skip
    said = complaints(bulk(*wrong))
    assert list(said) == [f"/operations/{number}/path" for number in range(len(wrong))]
    assert set(said.values()) == {"There is nothing that could be written in this way."}


def test_what_is_no_list_of_operations_is_refused(send, roadmap, editor):
    wrong = [
        None, {}, {"operations": None}, {"operations": {}}, {"operations": []}, {"operation": []},
        {"operations": "x"}, {"operations": [], "more": 1}, {"operations": [None]},
        {"operations": ["x"]}, {"operations": [[]]}, {"operations": [{}]}, {"operations": [7]},
        {"operations": [{"method": "POST", "path": "/skills", "body": []}]},
        {"operations": [{"method": "POST", "path": "/skills", "body": None}]},
        {"operations": [{"method": "POST", "path": ["/skills"], "body": SKILL}]},
        {"operations": [{"method": ["POST"], "path": "/skills", "body": SKILL}]},
        {"operations": [{"method": {"POST": 1}, "path": "/skills", "body": SKILL}]},
        {"operations": [{"method": "POST", "path": "/skills", "body": SKILL, "if_match": 3}]},
        {"operations": [{"method": "POST", "path": "/skills", "body": SKILL, "if_match": None}]},
        {"operations": [{"method": "POST", "path": "/" + "x" * 300, "body": SKILL}]},
    ]  # fmt: skip
    for body in wrong:
        assert complaints(send("post", "/bulk", body, editor))
    assert not Element.objects.filter(title="Robotics").exists()


def test_SR_22_a_mistyped_member_of_an_operation_is_refused(send, roadmap, editor):
    operation = {"method": "POST", "path": "/skills", "body": SKILL, "ifmatch": "x", "path\0": ""}
    response = send("post", "/bulk", {"operations": [operation]}, editor)
    told(response, 400)
    del operation["path\0"]
    response = send("post", "/bulk", {"operations": [operation]})
    sentence = "There is no such member. Did you mean “if_match”?"
    assert complaints(response) == {"/operations/0/ifmatch": sentence}


def test_every_operation_that_cannot_be_read_is_named_but_no_more_than_fifty(bulk, roadmap):
    assert len(told(bulk(*[("POST", "/nothing")] * 200), 422)["errors"]) == 50


def test_two_hundred_are_written_and_one_more_is_refused(bulk, roadmap):
    there_and_back = [("DELETE", "/elements/EMO-S01"), ("POST", "/elements/EMO-S01/restore")]
    before = Change.objects.count()
    assert bulk(*there_and_back * 100).status_code == 200
    assert Change.objects.count() == before + 200
    said = complaints(bulk(*there_and_back * 100, ("DELETE", "/elements/EMO-S01")))
    assert said == {"/operations": "Send from 1 to 200 operations at once."}
    assert Change.objects.count() == before + 200


@pytest.mark.django_db(transaction=True)
def test_SR_44_two_who_write_on_the_same_maps_in_another_order_do_not_stop_one_another(
    roadmap, other, editor, steward
):
    browsers = []
    for person in (editor, steward) * 4:
        browsers.append(Client())
        browsers[-1].force_login(person)
    adds = [one(("POST", "/skills", SKILL | {"roadmap": slug})) for slug in (MAP, "other")] * 2

    def write(browser, operations):
        return write_as(browser, "post", "/bulk", {"operations": operations})

    answers = at_once(
        *[
            lambda browser=browser, turn=turn: write(browser, adds[turn:] + adds[:turn])
            for turn, browser in enumerate(browsers)
        ]
    ).outcomes()
    assert {answer.status_code for answer in answers} == {200}
    for roadmap_of in (roadmap, other):
        skills = Element.objects.filter(roadmap=roadmap_of, title="Robotics")
        assert len(set(skills.values_list("number", flat=True))) == 16

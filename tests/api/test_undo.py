"""Taking back by the API: one line of the log, or all that one request did."""

import uuid

import pytest

from changes.models import Change
from roadmaps import elements
from roadmaps.models import Roadmap
from tests import factories
from tests.api.conftest import complaints, told
from tests.api.things import DISPUTED, MAP, NEW, address_of

UNDO = f"/roadmaps/{MAP}/undo"
CHALLENGE = "/elements/EMO-C01"
NOTHING = "There is no such line in the log of this map."


@pytest.fixture
def undo(send, editor):
    def take_back(as_=editor, **which):
        return send("post", UNDO, which, as_)

    return take_back


@pytest.mark.parametrize("name", DISPUTED)
def test_an_edit_is_taken_back_and_the_taking_back_too(send, draft, undo, written, editor, name):
    here, item = written(name)
    member, one, _other, beside = DISPUTED[name]
    edited = send("patch", here, {member: one, **beside, "base": item["revision"]}).json()
    response = undo(revision=edited["revision"])
    assert response.status_code == 200, response.content
    done = response.json()
    assert done["revision"] == edited["revision"] + 1
    (line,) = done["changes"]
    assert (line["verb"], line["actor"]) == ("undone", editor.name)
    assert line["request"] == response.headers["X-Request-ID"]
    assert line["fields"][member] == [one, item[member]]
    assert line["sentence"].endswith(".")
    told_now = draft(here, editor)
    told_now = told_now.get("roadmap") if name == "roadmaps" else told_now
    assert {each: told_now[each] for each in (member, *beside)} == {
        each: item[each] for each in (member, *beside)
    }
    again = undo(revision=done["revision"]).json()["changes"][0]
    assert again["fields"][member] == [item[member], one]


@pytest.mark.parametrize("name", NEW)
def test_what_was_added_is_withdrawn(draft, undo, new, editor, name):
    item = new(name)
    response = undo(revision=item["revision"])
    assert response.json()["changes"][0]["fields"] == {"is_withdrawn": [False, True]}
    assert draft(address_of(name, item), editor)["is_withdrawn"]


def test_a_whole_request_is_taken_back_by_its_number(send, undo, challenge, roadmap, steward):
    body = {"title": "Mine", "severity": 1, "base": roadmap.revision}
    number = send("patch", CHALLENGE, body, steward).headers["X-Request-ID"]
    response = undo(request=number)
    assert response.status_code == 200
    assert response.json()["revision"] == roadmap.revision + 2
    challenge.refresh_from_db()
    assert (challenge.title, challenge.severity) == ("Too few technicians", 4)


def test_what_others_changed_since_clashes_and_nothing_is_taken_back(
    send, undo, challenge, roadmap, steward
):
    base = roadmap.revision
    send("patch", CHALLENGE, {"title": "Mine", "note": "Mine", "base": base}, steward)
    send("patch", CHALLENGE, {"title": "Theirs", "base": base + 1})
    lines = Change.objects.count()
    problem = told(undo(revision=base + 1), 409, "clashes", "revision")
    clash = {"base": "Mine", "theirs": "Theirs", "mine": "Too few technicians"}
    assert problem["clashes"] == {"title": clash}
    assert problem["revision"] == base + 2
    assert Change.objects.count() == lines


def test_the_clash_of_a_whole_request_names_a_revision_that_there_is(
    send, undo, challenge, roadmap, steward, draft, editor
):
    base = roadmap.revision
    operations = [
        {"method": "PATCH", "path": path, "body": {"title": "Mine", "base": base}}
        for path in (CHALLENGE, "/elements/EMO-S01", "/elements/EMO-G01")
    ]
    done = send("post", "/bulk", {"operations": operations}, editor)
    number = done.headers["X-Request-ID"]
    send("patch", CHALLENGE, {"title": "Theirs", "base": base + 3}, steward)
    problem = told(undo(request=number), 409, "clashes", "revision")
    assert problem["revision"] == base + 4
    assert draft("/elements/EMO-S01", editor)["title"] == "Mine"
    body = {"title": "Too few technicians", "base": problem["revision"]}
    assert send("patch", CHALLENGE, body).status_code == 200


def test_who_may_not_write_takes_nothing_back(send, undo, new, roadmap, partner, approver):
    item = new("elements")
    lines = Change.objects.count()
    for person in (partner, approver):
        for which in ({"revision": item["revision"]}, {"request": last_request(roadmap)}):
            told(undo(person, **which), 403)
    assert Change.objects.count() == lines


def last_request(roadmap):
    return str(Change.objects.within(roadmap).last().request)


def test_nobody_takes_anything_back_while_the_contents_are_locked(undo, new, roadmap, steward):
    item, report = new("elements"), new("progress-updates")
    lines = Change.objects.count()
    for stage in ("approval", "in_force", "retired"):
        Roadmap.objects.filter(pk=roadmap.pk).update(stage=stage)
        told(undo(steward, revision=item["revision"]), 403)
    assert Change.objects.count() == lines
    Roadmap.objects.filter(pk=roadmap.pk).update(stage="in_force")
    assert undo(revision=report["revision"]).status_code == 200


def test_what_is_no_change_of_contents_is_not_taken_back(undo, roadmap, steward):
    granted = Change.objects.within(roadmap).filter(verb="granted").last()
    begun = Change.objects.within(roadmap).first()
    for line in (granted, begun):
        problem = told(undo(steward, revision=line.revision), 409)
        assert "cannot be undone" in problem["detail"]


def test_SR_05_a_hidden_map_is_as_if_it_were_not_there(send, get, new, stranger, anonymous):
    item = new("elements")
    bodies = [{"revision": item["revision"]}, {"revision": 10**9}, {}, {"nonsense": 1}]
    for body in bodies:
        answers = [
            told(send("post", f"/roadmaps/{slug}/undo", body, stranger), 404) | {"request_id": ""}
            for slug in (MAP, "nowhere")
        ]
        assert answers[0] == answers[1]
    told(send("post", UNDO, bodies[0], anonymous), 401)


def test_a_published_map_is_seen_and_not_written_by_strangers(send, undo, published, stranger):
    for body in ({"revision": 3}, {"revision": 10**9}, {}):
        told(send("post", UNDO, body, stranger), 403)


def test_SR_05_a_line_that_one_may_not_see_is_none(send, undo, roadmap, steward, editor):
    hidden = elements.add(steward, roadmap, "challenge", title="Inside", visibility="internal")
    roadmap.refresh_from_db()
    line = Change.objects.of(hidden).get()
    seen = complaints(undo(steward, revision=10**9))
    assert complaints(undo(revision=line.revision)) == seen == {"/revision": NOTHING}
    assert undo(steward, revision=line.revision).status_code == 200


def test_a_request_of_which_one_sees_only_a_part_is_none(send, undo, roadmap, steward, challenge):
    skill = {"roadmap": MAP, "title": "Robotics"}
    operations = [
        {"method": "POST", "path": "/skills", "body": body}
        for body in (skill, skill | {"visibility": "internal"})
    ]
    done = send("post", "/bulk", {"operations": operations}, steward)
    number = done.headers["X-Request-ID"]
    assert complaints(undo(request=number)) == {"/request": NOTHING}
    assert undo(steward, request=number).status_code == 200


def test_what_was_done_to_another_map_is_not_in_the_log_of_this_one(
    send, undo, roadmap, steward, programme
):
    factories.roadmap(steward, programme, slug="other")
    body = {"title": "Theirs", "base": 2}
    number = send("patch", "/roadmaps/other", body, steward).headers["X-Request-ID"]
    for which in (number, str(uuid.uuid4()), "x", "0" * 32, "-"):
        assert complaints(undo(steward, request=which)) == {"/request": NOTHING}
    assert complaints(undo(steward, revision=10**6)) == {"/revision": NOTHING}


def test_one_says_exactly_one_line_or_request(undo, roadmap):
    either = "Say exactly one of these: revision, request."
    assert complaints(undo()) == {"/revision": either}
    assert complaints(undo(revision=1, request="x")) == {"/revision": either}
    wrong = [
        ({"revision": None}, "/revision"), ({"revision": "1"}, "/revision"),
        ({"revision": 0}, "/revision"), ({"revision": -1}, "/revision"),
        ({"revision": 1.0}, "/revision"), ({"revision": True}, "/revision"),
        ({"revision": [1]}, "/revision"), ({"revision": 10**30}, "/revision"),
        ({"request": None}, "/request"), ({"request": 1}, "/request"),
        ({"request": ""}, "/request"), ({"request": "x" * 37}, "/request"),
        ({"request": ["x"]}, "/request"), ({"revison": 1}, "/revison"),
    ]  # fmt: skip
    for body, where in wrong:
        assert list(complaints(undo(**body))) == [where]

"""To talk in the margin by program, and who finds nothing there."""

import pytest

from changes.models import Change
from roadmaps import elements, threads
from roadmaps.models import Element, Note, Notice, Roadmap, Thread
from tests.api.conftest import complaints, told

MAP = "electromobility"
QUERIES = 3
SAID = {"roadmap": MAP, "element": "EMO-C01", "field": "title", "quote": "technicians",
        "text": "Is this so?"}  # fmt: skip


@pytest.fixture
def made(send, roadmap, editor, steward):
    response = send("post", "/threads", SAID | {"mentions": [str(steward.pk)]}, editor)
    assert response.status_code == 201, response.content
    return response.json()


@pytest.fixture
def here(made):
    return f"/threads/{made['id']}"


def test_one_begins_and_mentions_somebody(made, steward, approver, editor):
    assert (made["element"], made["field"], made["quote"]) == ("EMO-C01", "title", "technicians")
    (note,) = made["notes"]
    assert (note["number"], note["author"], note["text"]) == (1, "Editor", "Is this so?")
    assert note["mentions"] == [{"id": str(steward.pk), "name": "Steward"}]
    assert {each["name"] for each in made["readers"]} == {"Steward", "Editor", "Approver"}
    assert made["is_at_its_place"] is True
    assert made["abilities"] == {"notes": True, "resolve": True, "reopen": False, "attach": True}
    assert Notice.objects.get(kind="mentioned").person == steward


def test_the_notice_leads_to_the_thread(items, made, steward):
    notice = next(each for each in items("/notices", steward) if each["kind"] == "mentioned")
    assert notice["thread"] == made["id"]
    assert notice["sentence"].startswith("Editor mentions you")


def test_one_goes_on_resolves_and_reopens(send, here, steward, editor):
    item = send("post", f"{here}/notes", {"text": "It is."}, steward).json()
    assert [each["text"] for each in item["notes"]] == ["Is this so?", "It is."]
    item = send("post", f"{here}/resolve", {}, steward).json()
    assert item["resolved_by"] == "Steward"
    assert item["abilities"]["notes"] is False
    told(send("post", f"{here}/resolve", {}, editor), 409)
    told(send("post", f"{here}/notes", {"text": "More."}, editor), 409)
    assert send("post", f"{here}/reopen", {}, editor).json()["resolved_at"] is None
    told(send("post", f"{here}/reopen", {}, editor), 409)


def test_a_note_is_changed_by_its_author(send, made, editor, steward):
    address = f"/notes/{made['notes'][0]['id']}"
    told(send("patch", address, {"text": "Second."}, editor), 428)
    base = {"base": made["revision"]}
    item = send("patch", address, {"text": "Second.", **base}, editor).json()
    assert item["notes"][0]["text"] == "Second."
    assert item["notes"][0]["edited_at"]
    told(send("patch", address, {"text": "Third.", **base}, editor), 409, "clashes", "revision")
    told(send("patch", address, {"text": "Mine.", "base": item["revision"]}, steward), 403)
    line = Change.objects.get(subject__startswith="roadmaps.note:", verb="edited")
    assert line.fields["text"] == ["Is this so?", "Second."]


def test_what_lost_its_place_is_attached(send, get, here, editor, challenge):
    whole = elements.in_full(Element.objects.get(pk=challenge.pk))
    elements.edit(editor, whole, Roadmap.objects.get(slug=MAP).revision, title="Too few engineers")
    assert get(here, editor).json()["is_at_its_place"] is False
    item = send("post", f"{here}/attach", {"element": "EMO-S01"}, editor).json()
    assert (item["element"], item["spoke_of"], item["is_at_its_place"]) == (
        "EMO-S01", "EMO-C01", True,
    )  # fmt: skip
    assert complaints(send("post", f"{here}/attach", {"element": "EMO-C99"}, editor)) == {
        "/element": "“EMO-C99” is not there, or you may not see it."
    }


def test_the_list_is_filtered_and_its_queries_are_counted(
    get, send, items, made, roadmap, editor, steward, django_assert_num_queries
):
    second = send("post", "/threads", {"roadmap": MAP, "text": "All well."}, steward).json()
    send("post", f"/threads/{second['id']}/resolve", {}, steward)
    for query, count in (("", 2), ("is_open=true", 1), ("is_open=false", 1),
                         ("element=EMO-C01", 1), ("element=EMO-S01", 0), (f"roadmap={MAP}", 2),
                         ("roadmap=nowhere", 0)):  # fmt: skip
        assert len(items(f"/threads?{query}", editor)) == count, query
    assert [each["id"] for each in items("/threads?mine=true", editor)] == [made["id"]]
    assert [each["id"] for each in items("/threads?mine=false", editor)] == [second["id"]]
    with django_assert_num_queries(QUERIES):
        get("/threads", editor)
    told(get("/threads?author=x", editor), 400)


def test_where_nobody_talks_the_list_is_empty(items, roadmap, editor):
    assert items("/threads", editor) == []


@pytest.mark.parametrize("name", ["partner", "stranger"])
def test_SR_03_who_only_looks_on_finds_no_thread(get, send, items, made, here, request, name):
    person = request.getfixturevalue(name)
    assert items("/threads", person) == []
    told(get(here, person), 404)
    for step in ("notes", "resolve", "reopen", "attach"):
        told(send("post", f"{here}/{step}", {"text": "x"}, person), 404)
    told(send("patch", f"/notes/{made['notes'][0]['id']}", {"base": 1, "text": "x"}, person), 404)
    told(send("post", "/threads", SAID, person), 403 if name == "partner" else 422)
    assert Note.objects.count() == 1


def test_SR_05_who_could_not_read_it_is_mentioned_as_somebody_who_is_not_there(
    send, roadmap, editor, partner
):
    found = [
        complaints(send("post", "/threads", SAID | {"mentions": [key]}, editor))
        for key in (str(partner.pk), "00000000-0000-4000-8000-000000000000", "nobody")
    ]
    assert found[0] == found[1] == found[2]
    assert list(found[0]) == ["/mentions"]
    assert not Thread.objects.exists()


def test_SR_05_a_hidden_place_is_a_missing_one(send, roadmap, steward, editor):
    hidden = elements.add(
        steward, Roadmap.objects.get(slug=MAP), "challenge", title="Secret", visibility="internal"
    )
    thread = threads.begin(steward, Roadmap.objects.get(slug=MAP), "Hm.", element=hidden.code)
    found = [
        complaints(send("post", "/threads", {"roadmap": MAP, "text": "x", "element": code}, editor))
        for code in (hidden.code, "EMO-C99")
    ]
    assert found[0] == found[1]
    told(send("post", f"/threads/{thread.pk}/notes", {"text": "x"}, editor), 404)


def test_what_is_wrong_is_told_at_its_place(send, roadmap, editor):
    for said, pointer in (
        ({"roadmap": MAP}, "/text"),
        ({"text": "x"}, "/roadmap"),
        (SAID | {"quote": "Not there"}, "/quote"),
        (SAID | {"field": "secret"}, "/field"),
        (SAID | {"resolved_at": None}, "/resolved_at"),
        (SAID | {"text": " "}, "/text"),
    ):
        assert list(complaints(send("post", "/threads", said, editor))) == [pointer]


def test_a_thread_that_moved_on_is_not_resolved_by_its_old_tag(send, get, here, editor, steward):
    tag = get(here, editor)["ETag"]
    send("post", f"{here}/notes", {"text": "It is."}, steward)
    told(send("post", f"{here}/resolve", {}, editor, **{"If-Match": tag}), 412)

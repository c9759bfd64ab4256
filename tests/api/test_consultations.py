"""Rounds of consultation for programs, and who reads the draft that was frozen for one."""

import json

import pytest
from django.utils import timezone

from roadmaps import workflow
from tests.api.conftest import told
from tests.life import FORTY_DAYS, ROUND

MAP = "/roadmaps/electromobility"
DRAFT = f"{MAP}/editions/0.1"
QUERIES = {"nobody": 3, "member": 5}


@pytest.fixture
def begin(story):
    """Opens a round on a map that was never published."""

    def open_round(audience="public"):
        story.take(story.steward, "submit_for_review", reason="A lead is still sought.")
        said = ROUND | {"audience": audience, "closes_at": timezone.now() + FORTY_DAYS}
        story.take(story.approver, "open_consultation", **said)
        return story.now().consultations.get()

    return open_round


def close(story):
    story.take(story.approver, "close_consultation", reason="Everybody has answered.")


def test_who_is_asked_reads_what_is_asked_and_the_draft(items, get, begin, anonymous):
    begin()
    (one,) = items("/consultations", anonymous)
    assert {name: one[name] for name in ("roadmap", "title", "audience", "is_open")} == {
        "roadmap": "electromobility", "title": "Round one", "audience": "public", "is_open": True,
    }  # fmt: skip
    assert one["draft"]["number"] == "0.1"
    assert one["draft"]["address"] == f"/api/v1{DRAFT}"
    response = get(DRAFT)
    assert json.loads(response.content)["roadmap"]["title"] == "Electromobility"
    assert response.headers["Rumbo-Sha256"] == one["draft"]["sha256"]
    assert response.headers["Cache-Control"] == "public, max-age=60"  # it will not stay
    single = get(f"/consultations/{one['id']}")
    assert single.json() == {name: value for name, value in one.items() if name != "etag"}


def test_the_map_itself_stays_hidden_while_its_draft_is_read(get, items, begin, anonymous):
    begin()
    told(get(MAP, anonymous), 404)
    told(get(f"{MAP}/picture.svg"), 404)
    told(get(f"{MAP}?draft=true"), 404)
    assert items("/roadmaps") == items("/elements") == []
    (edition,) = items(f"{MAP}/editions")
    assert (edition["number"], edition["kind"]) == ("0.1", "consultation")


def test_SR_03_the_draft_is_read_by_nobody_else_once_the_round_is_closed(
    get, items, begin, story, anonymous, stranger
):
    begin()
    close(story)
    for who in (anonymous, stranger):
        (one,) = items("/consultations", who)
        assert (one["is_open"], one["draft"]) == (False, None)
        told(get(DRAFT), 404)
        told(get(f"{MAP}/editions"), 404)
    assert get(DRAFT, story.editor).status_code == 200
    assert items("/consultations", story.editor)[0]["draft"]["number"] == "0.1"


def test_SR_05_a_round_of_those_who_are_invited_is_hidden_from_everybody_else(
    get, items, begin, story, anonymous, stranger
):
    consultation = begin("invited")
    for who in (anonymous, stranger):
        assert items("/consultations", who) == []
        assert items("/consultations?roadmap=electromobility&open=true") == []
        told(get(f"/consultations/{consultation.pk}"), 404)
        told(get(DRAFT), 404)
        told(get(f"{MAP}/editions"), 404)
    assert items("/consultations", story.official)[0]["draft"]["number"] == "0.1"
    response = get(DRAFT, story.official)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-cache")


def test_they_are_filtered(items, get, begin, story, anonymous):
    begin()
    for query, count in (
        ("roadmap=electromobility", 1), ("roadmap=other", 0), ("open=true", 1), ("open=false", 0),
    ):  # fmt: skip
        assert len(items(f"/consultations?{query}", anonymous)) == count, query
    close(story)
    assert len(items("/consultations?open=false", anonymous)) == 1
    for wrong in ("open=perhaps", "audience=public", "map=x"):
        told(get(f"/consultations?{wrong}"), 400)


def test_where_there_is_none_there_is_none(items, get, story, anonymous):
    assert items("/consultations", anonymous) == items("/consultations", story.steward) == []
    told(get("/consultations/00000000-0000-4000-8000-000000000000"), 404)


def test_nobody_writes_one_but_by_a_step(send, begin, story):
    here = f"/consultations/{begin().pk}"
    for method, address in (("post", "/consultations"), ("patch", here), ("delete", here)):
        told(send(method, address, {}, story.approver), 405)


@pytest.mark.parametrize("who", QUERIES)
def test_the_number_of_queries_does_not_depend_on_how_many_there_are(
    get, begin, story, anonymous, who, django_assert_num_queries
):
    actor = {"nobody": anonymous, "member": story.editor}[who]
    begin()
    get("/consultations", actor)
    with django_assert_num_queries(QUERIES[who]):
        get("/consultations")
    close(story)
    closes_at = timezone.now() + FORTY_DAYS
    story.take(story.approver, "open_consultation", **ROUND, closes_at=closes_at)
    with django_assert_num_queries(QUERIES[who]):
        assert len(get("/consultations", actor).json()["items"]) == 2


def test_the_page_of_the_draft_is_read_by_those_who_are_asked(client, begin, story):
    begin()
    page = client.get(DRAFT).content.decode()
    assert "This is the draft for consultation until" in page
    assert "Too few technicians" in page
    assert f'href="{MAP}"' not in page  # the map has no page for them
    assert client.get(f"/es{DRAFT}").status_code == 200
    close(story)
    assert client.get(DRAFT).status_code == 404
    client.force_login(story.editor)
    assert client.get(DRAFT).status_code == 200


def test_the_page_of_the_draft_of_the_invited_is_missing_for_others(client, begin, stranger):
    begin("invited")
    assert client.get(DRAFT).status_code == 404
    client.force_login(stranger)
    assert client.get(DRAFT).status_code == 404


def test_a_draft_of_a_refresh_stands_beside_the_edition_in_force(
    get, items, client, story, published, anonymous
):
    workflow.take(story.steward, published, "open_refresh")
    story.write(story.editor, title="Hardly any technicians", severity=3)
    story.take(story.steward, "submit_for_review", reason="A lead is still sought.")
    story.consult()
    assert [each["number"] for each in items(f"{MAP}/editions", anonymous)] == ["1.0", "0.1"]
    assert b"Too few technicians" in get(MAP).content
    assert b"Hardly any technicians" in get(DRAFT).content
    diff = get(f"{MAP}/diff?from=1.0&to=0.1").json()
    assert any("Hardly any technicians" in each["sentence"] for each in diff["edits"])
    page = client.get(DRAFT).content.decode()
    assert f'href="{MAP}/editions/1.0"' in page  # what changed since the one in force
    assert "Too few technicians" in client.get(MAP).content.decode()

"""Comments and remarks on running texts, for programs: with the words, or with their place."""

import uuid

import pytest

from roadmaps import consulted
from tests import factories
from tests.api.conftest import complaints, told


@pytest.fixture
def vision(asked_round):
    vision = asked_round.begin_vision()
    asked_round.open().invite()
    return vision


@pytest.fixture
def said(asked_round, vision):
    return {"submission": str(asked_round.submission.pk), "type": "factual", "text": "Whom?",
            "narrative": str(vision.pk)}  # fmt: skip


def test_words_and_their_place_are_told_back(send, items, asked_round, vision, said):
    made = send("post", "/comments", said | {"quote": "many people"}, asked_round.drafter)
    assert made.status_code == 201, made.content
    place = {name: made.json()[name] for name in ("narrative", "quote", "start", "end", "element")}
    assert place == {
        "narrative": str(vision.pk), "quote": "many people", "start": 10, "end": 21,
        "element": None,
    }  # fmt: skip
    second = send("post", "/comments", said | {"start": 27, "end": 38}, asked_round.drafter)
    assert second.json()["quote"] == "many people"
    whole = send("post", "/comments", said, asked_round.drafter)
    assert (whole.json()["quote"], whole.json()["start"]) == (None, None)
    found = items(f"/comments?narrative={vision.pk}", asked_round.drafter)
    assert [each["number"] for each in found] == [1, 2, 3]
    assert items("/comments?narrative=vision", asked_round.drafter) == []


@pytest.mark.parametrize(
    ("where", "member"),
    [
        ({"quote": "other words"}, "/quote"),
        ({"quote": "We train", "start": 27, "end": 38}, "/quote"),
        ({"start": 10**9, "end": 2 * 10**9}, "/quote"),
        ({"start": "x", "end": 3}, "/start"),
        ({"end": 0}, "/end"),
        ({"field": "title"}, "/field"),
        ({"element": "EMO-C01"}, "/narrative"),
        ({"narrative": str(uuid.UUID(int=1))}, "/narrative"),
        ({"narrative": "vision"}, "/narrative"),
    ],
)
def test_SR_20_a_place_that_is_none_is_named(send, asked_round, said, where, member):
    assert member in complaints(send("post", "/comments", said | where, asked_round.drafter))


def test_SR_06_a_rival_neither_reads_nor_writes_there(get, send, items, asked_round, said, vision):
    made = send("post", "/comments", said | {"quote": "many people"}, asked_round.drafter)
    rival = asked_round.competitor
    told(get(f"/comments/{made.json()['id']}", rival), 404)
    assert items(f"/comments?narrative={vision.pk}", rival) == []
    assert "/submission" in complaints(send("post", "/comments", said, rival))
    assert items(f"/comments?narrative={vision.pk}", asked_round.story.steward) == []


def test_a_firm_remarks_on_words_and_its_association_takes_them_up(
    send, asked_round, vision, registrar
):
    firm, worker = factories.organisation(registrar), factories.person(registrar)
    factories.people.join(registrar, worker, firm)
    asked = consulted.ask(asked_round.drafter, asked_round.submission, firm, "")
    said = {"consulted": str(asked.pk), "type": "factual", "text": "Whom?"}
    where = {"narrative": str(vision.pk), "start": 27, "end": 38}
    made = send("post", "/remarks", said | where, worker)
    assert made.status_code == 201, made.content
    assert {name: made.json()[name] for name in where} == where
    assert made.json()["quote"] == "many people"
    taken = send("post", f"/remarks/{made.json()['id']}/take-up", {}, asked_round.drafter)
    assert taken.status_code == 200, taken.content
    comment = asked_round.comment
    assert (str(comment.narrative_id), comment.start, comment.quote) == (
        where["narrative"], 27, "many people",
    )  # fmt: skip

"""Corrections by the API: many at once or none, and each mistake with its place."""

import pytest
from django.test import Client

from roadmaps import elements
from roadmaps.models import Edition, Figure
from tests import factories
from tests.api.conftest import complaints, told, write_as
from tests.threads import at_once

HERE = "/roadmaps/electromobility/correct"
CHALLENGE = "EMO-C01"
WHY = {"reason": "A slip."}


@pytest.fixture
def correct(send, approver, published):
    def post(*edits, as_=approver, **more):
        return send("post", HERE, WHY | {"edits": list(edits)} | more, as_)

    return post


def of(element, **fields):
    return {"element": element, "fields": fields}


def of_figure(figure, **fields):
    return {"figure": str(figure.pk), "fields": fields}


def numbers():
    return [edition.number for edition in Edition.objects.all()]


def test_what_is_corrected_is_in_the_next_edition(correct, get, goal):
    figure = goal.figures.get()
    done = correct(of(CHALLENGE, summary="Too few."), of_figure(figure, label="Electric share"))
    assert done.status_code == 200, done.content
    assert (done.json()["edition"], done.json()["stage"]) == ("1.1", "in_force")
    edition = get("/roadmaps/electromobility/editions/1.1").content
    assert b"Too few." in edition
    assert b"Electric share" in edition
    assert Edition.objects.get(minor=1).note == "A slip."


def test_of_a_fact_the_number_is_corrected_too(correct, editor, steward, goal, source, send):
    stated = Figure.objects.get(pk=goal.figures.get().pk)
    refused = complaints(correct(of_figure(stated, low="26")))
    assert list(refused) == ["/edits/0/fields/low"]  # a target is a promise
    assert "waits for a refresh" in refused["/edits/0/fields/low"]
    Figure.objects.filter(pk=stated.pk).update(basis="actual")
    assert correct(of_figure(stated, low="26")).status_code == 200
    stated.refresh_from_db()
    assert stated.low == 26


def test_every_mistake_is_named_with_its_place(correct, goal):
    figure = goal.figures.get()
    found = complaints(
        correct(
            of(CHALLENGE, severity=1, summary="Too few."),
            of("EMO-C99", summary="x"),
            {"element": CHALLENGE, "figure": str(figure.pk), "fields": {"label": "x"}},
            {"fields": {"label": "x"}},
            of(CHALLENGE, sumary="x"),
            of(CHALLENGE, title=""),
            of_figure(figure, label="x" * 5000),
            of(CHALLENGE),
            "nothing",
            of(CHALLENGE, translations={"es": {"colour": {"text": "x"}}}),
            reason="",
        )
    )
    assert list(found) == [
        "/reason", "/edits/0/fields/severity", "/edits/1/element", "/edits/2/element",
        "/edits/3/element", "/edits/4/fields/sumary", "/edits/5/fields/title",
        "/edits/6/fields/label", "/edits/7", "/edits/8", "/edits/9/fields/translations/es/colour",
    ]  # fmt: skip
    assert "“summary”" in found["/edits/4/fields/sumary"]
    assert numbers() == ["1.0"]


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/edits"]),
        ({"edits": []}, ["/edits"]),
        ({"edits": {}}, ["/edits"]),
        ({"edits": [1] * 101}, ["/edits"]),
        ({"edits": [{"element": 5, "fields": {"title": "x"}}]}, ["/edits/0/element", "/reason"]),
        ({"edits": [of(CHALLENGE, title="x")], "stage": "draft"}, ["/reason", "/stage"]),
    ],
)
def test_what_is_wrong_with_the_whole_is_said(send, published, approver, body, pointers):
    assert sorted(complaints(send("post", HERE, body, approver))) == pointers


def test_where_one_cannot_be_made_none_is(correct, goal, editor):
    stated = goal.figures.get()
    Figure.objects.filter(pk=stated.pk).update(basis="actual", operator="range", high=40)
    found = complaints(correct(of(CHALLENGE, summary="Too few."), of_figure(stated, low="90")))
    assert list(found) == ["/edits/1/fields/high"]
    assert "Too few." not in elements.in_full(goal.roadmap.elements.get(kind="challenge")).summary
    assert numbers() == ["1.0"]


def test_what_says_nothing_new_is_no_correction(correct, challenge):
    problem = told(correct(of(CHALLENGE, title=challenge.title)), 409)
    assert problem["detail"].startswith("This changes nothing of what everybody reads.")
    assert numbers() == ["1.0"]


def test_what_was_withdrawn_is_not_corrected(correct, published, skill, steward):
    skill.roadmap.elements.filter(pk=skill.pk).update(is_withdrawn=True)
    problem = told(correct(of(CHALLENGE, summary="x"), of("EMO-S01", summary="x")), 409)
    assert [each["pointer"] for each in problem["errors"]] == ["/edits/1"]
    assert numbers() == ["1.0"]


def test_what_stands_on_another_map_is_not_there(correct, steward, approver, programme):
    other = factories.roadmap(steward, programme, slug="other", prefix="OTH")
    factories.maps.grant(steward, other, "approver", user=approver)
    elements.add(steward, other, "skill", title="Elsewhere")
    there = complaints(correct(of("OTH-S01", title="Here")))
    assert list(there) == ["/edits/0/element"]
    missing = complaints(correct(of("OTH-S99", title="Here")))
    assert there["/edits/0/element"].replace("S01", "S99") == missing["/edits/0/element"]


def test_two_who_correct_the_same_clash(correct, published, challenge):
    base = published.revision
    assert correct(of(CHALLENGE, summary="One.", base=base)).status_code == 200
    problem = told(correct(of(CHALLENGE, summary="Two.", base=base)), 409, "clashes", "revision")
    assert problem["clashes"]["summary"] == {"base": None, "theirs": "One.", "mine": "Two."}
    assert [each["pointer"] for each in problem["errors"]] == ["/edits/0"]
    assert numbers() == ["1.1", "1.0"]


def test_translations_are_put_in(correct, published, challenge):
    texts = {"es": {"title": {"text": "Faltan técnicos", "revision": published.revision}}}
    assert correct(of(CHALLENGE, translations=texts)).status_code == 200
    challenge.refresh_from_db()
    assert challenge.translations["es"]["title"]["text"] == "Faltan técnicos"


def test_SR_11_only_an_approver_corrects(correct, editor, steward, stranger, anonymous):
    for who, status in ((editor, 403), (steward, 403), (stranger, 403), (anonymous, 401)):
        told(correct(of(CHALLENGE, summary="x"), as_=who), status)


@pytest.mark.django_db(transaction=True)
def test_SR_44_two_at_once_make_one_edition_each(published, approver, challenge):
    def correct(word):
        client = Client()
        client.force_login(approver)
        body = WHY | {"edits": [of(CHALLENGE, summary=word)]}
        return write_as(client, "post", HERE, body).status_code

    done = at_once(lambda: correct("One."), lambda: correct("Two.")).outcomes()
    assert done == [200, 200]
    assert numbers() == ["1.2", "1.1", "1.0"]

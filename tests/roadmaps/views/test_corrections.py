"""Correcting an edition in force on a page: what may be touched, why, and what follows."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadmaps import elements, figures, workflow
from tests import factories
from tests.roadmaps.test_steps import at
from tests.roadmaps.things import now
from tests.roadmaps.views.writing.forms import Form

MAP = "/roadmaps/electromobility"
HERE = f"{MAP}/elements/EMO-C01/correct"
WHY = "A slip of the pen."


@pytest.fixture
def open_form(client):
    def read(person, address=HERE):
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return Form(answer.content.decode())

    return read


@pytest.fixture
def send(client):
    def post(form, address=HERE, reason=WHY, **typed):
        return client.post(address, form.filled(reason=reason, **typed))

    return post


@pytest.fixture
def fact(editor, empty_map, source, goal, initiative):
    """A figure that says what is, and promises nothing."""
    said = {"metric": "jobs", "label": "Jobs", "kind": "count", "unit": "jobs", "basis": "actual"}
    return figures.state(editor, goal, low="3000", period="2024", source=source, **said)


@pytest.fixture
def in_force(fact, approver, roadmap):
    """The map, published with the fact."""
    return factories.publish(approver, roadmap)


def numbers(roadmap):
    return [each.number for each in roadmap.editions.all()]


def test_a_word_is_corrected_and_the_edition_says_why(client, open_form, send, approver, published):
    form = open_form(approver)
    answer = send(form, title="Too few engineers")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{MAP}/elements/EMO-C01")
    assert numbers(published) == ["1.1", "1.0"]
    edition = published.editions.first()
    assert (edition.kind, edition.status, edition.note) == ("correction", "current", WHY)
    client.logout()
    assert "Too few engineers" in client.get(MAP).content.decode()
    page = client.get(f"{MAP}/editions/1.1").content.decode()
    assert WHY in page
    assert "to “Too few engineers”." in page


def test_the_page_says_what_will_happen_and_offers_what_may_be_touched(
    client, open_form, approver, published
):
    form = open_form(approver)
    shown = {name for name in form.values if "initial" not in name and "csrf" not in name}
    assert {"title", "title__es", "summary", "summary__es", "note", "source", "reason"} <= shown
    assert not shown & {"severity", "period", "pillar", "visibility", "category"}
    page = client.get(HERE).content.decode()
    for words in (
        "A correction, edition 1.1, takes the place of edition 1.0",
        "The map stays at the stage “In force”.",
        "people with a role on the map are told of it: Editor, Steward.",
    ):
        assert words in page, words


def test_of_a_fact_the_number_may_be_corrected_and_of_a_target_it_may_not(
    open_form, send, approver, fact, goal, in_force
):
    there = f"{MAP}/figures/{fact.pk}/correct"
    form = open_form(approver, there)
    assert {"low", "unit", "period"} <= form.values.keys()
    answer = send(form, there, low="3500")
    assert answer.headers["Location"] == f"{MAP}/figures#figure-{fact.pk}"
    fact.refresh_from_db()
    assert (fact.low, numbers(in_force)) == (3500, ["1.1", "1.0"])
    target = goal.figures.get(metric="ev_share")
    form = open_form(approver, f"{MAP}/figures/{target.pk}/correct")
    assert not form.values.keys() & {"low", "high", "period", "baseline_value"}
    assert "label" in form.values


def test_what_is_not_offered_is_not_taken(open_form, send, approver, published, challenge):
    form = open_form(approver)
    sent = send(form, title="Too few engineers", severity="1", period="2040")
    assert sent.status_code == 303
    challenge.refresh_from_db()
    assert (challenge.severity, challenge.period) == (4, "2025/2030")


def test_without_a_reason_nothing_is_corrected_and_what_was_typed_stays(
    open_form, send, approver, published
):
    answer = send(open_form(approver), reason=" ", title="Too few engineers")
    form = Form(answer.content.decode())
    assert answer.status_code == 422
    assert form.errors == ["Why it is corrected: This field is required."]
    assert form.values["title"] == ["Too few engineers"]
    assert numbers(published) == ["1.0"]


def test_a_correction_that_changes_nothing_makes_no_edition(open_form, send, approver, published):
    answer = send(open_form(approver))
    form = Form(answer.content.decode())
    assert answer.status_code == 422
    assert form.errors == ["This changes nothing of what everybody reads."]
    assert form.values["reason"] == [WHY]
    assert numbers(published) == ["1.0"]


def test_what_cannot_be_is_said_beside_its_field(open_form, send, approver, fact, in_force):
    there = f"{MAP}/figures/{fact.pk}/correct"
    answer = send(open_form(approver, there), there, low="many", currency="XXXX")
    assert answer.status_code == 422
    assert len(Form(answer.content.decode()).errors) == 2
    answer = send(open_form(approver, there), there, currency="QQQ")
    assert "is no currency of ISO 4217" in answer.content.decode()
    assert numbers(in_force) == ["1.0"]


def test_sent_twice_it_is_done_once(open_form, send, approver, published):
    form = open_form(approver)
    assert send(form, title="Too few engineers").status_code == 303
    again = send(form, title="Too few engineers")
    assert again.status_code == 422
    assert numbers(published) == ["1.1", "1.0"]


def test_SR_44_two_who_correct_the_same_are_shown_both(
    open_form, send, client, approver, published
):
    form = open_form(approver)
    edits = [{"thing": elements.in_full(published.elements.get(code="EMO-C01")),
              "fields": {"title": "Not enough people"}}]  # fmt: skip
    workflow.take(approver, published, "correct", reason="First.", edits=edits)
    answer = send(form, title="Too few engineers")
    clash = Form(answer.content.decode())
    assert answer.status_code == 409
    assert clash.theirs == ["“Not enough people”"]
    assert clash.values["title"] == ["Too few engineers"]
    assert clash.values["reason"] == [WHY]
    assert numbers(published) == ["1.1", "1.0"]
    assert client.post(HERE, clash.filled()).status_code == 303  # to send it again is to mean it
    assert numbers(published) == ["1.2", "1.1", "1.0"]


def test_two_who_correct_different_fields_both_do(open_form, send, approver, published, challenge):
    form = open_form(approver)
    edits = [{"thing": elements.in_full(challenge), "fields": {"summary": "In the north."}}]
    workflow.take(approver, published, "correct", reason="First.", edits=edits)
    assert send(form, title="Too few engineers").status_code == 303
    challenge.refresh_from_db()
    assert (challenge.title, challenge.summary) == ("Too few engineers", "In the north.")


@pytest.mark.parametrize("person", ["steward", "editor", "partner"])
def test_SR_11_who_does_not_approve_corrects_nothing(client, request, published, person):
    client.force_login(request.getfixturevalue(person))
    assert client.get(HERE).status_code == 403
    assert client.post(HERE, {"title": "Mine", "reason": WHY}).status_code == 403
    assert "/correct" not in client.get(f"{MAP}/elements/EMO-C01").content.decode()


@pytest.mark.parametrize("stage", ["draft", "approval", "retired"])
def test_SR_11_only_what_is_in_force_is_corrected(client, approver, published, stage):
    at(published, stage)
    client.force_login(approver)
    assert client.get(HERE).status_code == 403
    assert client.post(HERE, {"title": "Mine", "reason": WHY}).status_code == 403


def test_SR_05_for_strangers_and_for_what_is_not_there_it_is_missing(
    client, approver, stranger, steward, published
):
    at(published, "draft")
    hidden = elements.add(steward, now_of(published), "skill", title="x", visibility="internal")
    at(published, "in_force")
    client.force_login(stranger)
    assert client.get(HERE).status_code == 404
    client.force_login(approver)
    for address in (
        f"{MAP}/elements/EMO-C77/correct",
        f"{MAP}/elements/{hidden.code}/correct",
        f"{MAP}/figures/{uuid.uuid4()}/correct",
    ):
        assert client.get(address).status_code == 404, address


def now_of(roadmap):
    roadmap.refresh_from_db()
    return roadmap


def test_it_is_begun_from_an_element_and_from_a_figure(client, approver, goal, published):
    client.force_login(approver)
    figure = goal.figures.get()
    for page in (f"{MAP}/elements/EMO-G01", f"{MAP}/figures"):
        assert f'href="{MAP}/figures/{figure.pk}/correct"' in client.get(page).content.decode()
    page = client.get(f"{MAP}/elements/EMO-G01").content.decode()
    assert f'href="{MAP}/elements/EMO-G01/correct"' in page
    client.logout()
    assert "/correct" not in client.get(f"{MAP}/figures").content.decode()


def test_it_stands_there_in_spanish(client, approver, published):
    client.force_login(approver)
    page = client.get(f"/es{HERE}").content.decode()
    for words in ("Corregir", "Una corrección, la edición 1.1, sustituye", "Por qué se corrige"):
        assert words in page, words
    said = Form(page).filled(title="Pocos", reason=WHY)
    assert client.post(f"/es{HERE}", said).status_code == 303


def test_SR_45_the_number_of_queries_does_not_depend_on_the_map(
    client, approver, editor, published
):
    client.force_login(approver)
    client.get(HERE)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(HERE)
        counts.append(len(queries))
        at(published, "draft")
        for number in range(4):
            elements.add(editor, now_of(published), "challenge", title=f"One more {number}")
        at(published, "in_force")
    assert counts[0] == counts[1] <= 40


def test_the_revision_that_was_seen_goes_along(open_form, approver, published):
    form = open_form(approver)
    assert form.values["base"] == [str(now(published))]
    assert re.fullmatch(r"[0-9a-f-]{36}", form.values["once"][0])

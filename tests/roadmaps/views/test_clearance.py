"""Clearance on pages: who is asked, who signs which text, who goes on without it."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import people
from roadmaps import elements, signoffs
from roadmaps.models import MapRole
from roadmaps.signoffs import Purpose, Signoff
from tests import factories
from tests.roadmaps.test_steps import at

MAP = "/roadmaps/electromobility"
STEPS = f"{MAP}/steps"
ASK = f"{MAP}/clearance/ask"
HASH = re.compile(r'name="sha256" value="([0-9a-f]{64})"')
LONG = (
    "Every year 1,200 technicians retire, and only 700 come out of the schools of the region. " * 2
)


@pytest.fixture
def asked(story):
    """The treasury is asked before the map is published."""
    return story.ask(story.steward, Purpose.PUBLICATION)


@pytest.fixture
def page(client):
    def read(person, address):
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    return read


@pytest.fixture
def send(client):
    def post(person, address, **said):
        client.force_login(person)
        return client.post(address, said)

    return post


def here(signoff, ending=""):
    return f"{MAP}/clearance/{signoff.pk}{ending}"


def asks(treasury):
    return {"purpose": "publication", "kind": "finance", "organisation": treasury.pk}


def test_a_steward_asks_an_organisation_that_works_on_the_map(page, send, story):
    form = page(story.steward, ASK)
    assert ">Treasury</option>" in form
    assert ">Ministry of Economy</option>" not in form  # it has no role on the map
    answer = send(story.steward, ASK, **asks(story.treasury))
    assert (answer.status_code, answer.headers["Location"]) == (303, STEPS)
    told = page(story.official, STEPS)
    assert "Awaited" in told
    assert f'href="{here(Signoff.objects.get())}"' in told


def test_the_same_is_asked_once(send, story, asked):
    answer = send(story.steward, ASK, **asks(story.treasury))
    assert answer.status_code == 422
    assert "This organisation was asked for that already." in answer.content.decode()
    assert Signoff.objects.count() == 1


def test_nothing_is_asked_of_nobody(send, story, ministry):
    assert send(story.steward, ASK).status_code == 422
    said = asks(ministry)
    assert send(story.steward, ASK, **said).status_code == 422
    assert not Signoff.objects.exists()


@pytest.mark.parametrize("ending", ["", "/overrule", "/drop"])
def test_SR_11_each_door_is_for_those_whom_it_concerns(send, client, story, asked, ending):
    outside = {"": 404, "/overrule": 403, "/drop": 403}[ending]
    said = {"decision": "cleared", "sha256": story.read(), "reason": "Because."}
    wrong = {"": "steward", "/overrule": "steward", "/drop": "official"}[ending]
    assert send(story.editor, here(asked, ending), **said).status_code == outside
    assert send(getattr(story, wrong), here(asked, ending), **said).status_code == outside
    asked.refresh_from_db()
    assert (asked.decision, asked.overruled_because) == ("awaited", "")


@pytest.mark.parametrize("ending", ["", "/overrule", "/drop"])
def test_SR_05_for_outsiders_a_clearance_is_a_missing_one(
    send, client, story, asked, stranger, ending
):
    for address in (here(asked, ending), f"{MAP}/clearance/{uuid.uuid4()}{ending}"):
        assert send(stranger, address, reason="x").status_code == 404
        assert client.get(address).status_code in (404, 405)
    assert client.get(ASK).status_code == 404


@pytest.mark.parametrize("stage", ["in_force", "retired"])
def test_once_the_text_is_out_nobody_is_asked(send, story, asked, stage):
    at(story.roadmap, stage)
    for address in (ASK, here(asked, "/overrule"), here(asked, "/drop")):
        answer = send(story.approver, address, **asks(story.treasury), reason="Because.")
        assert answer.status_code == 403, address
    assert "Ask for clearance" not in send(story.steward, STEPS).content.decode()


def test_who_signs_for_the_first_time_is_told_that_all_is_new(page, send, story, asked):
    form = page(story.official, here(asked))
    assert "all of it is new to you" in form
    sha256 = HASH.search(form)[1]
    assert sha256 == story.read()
    answer = send(story.official, here(asked), decision="cleared", sha256=sha256)
    assert answer.status_code == 303
    asked.refresh_from_db()
    assert (asked.decision, asked.sha256) == ("cleared", sha256)
    assert "Cleared" in page(story.steward, STEPS)


def test_what_has_changed_since_is_told_in_sentences_words_and_on_the_picture(page, story, asked):
    story.write(story.editor, summary=LONG)
    story.sign(asked, "cleared_with_note", "The numbers were right.")
    story.write(story.editor, summary=LONG.replace("1,200", "1,300"))
    told = page(story.official, here(asked))
    for words in (
        "You said last: <strong>Cleared with remarks</strong>",
        "The numbers were right.",
        "What has changed since you signed last",
        "Of the elements: changed: 1.",
        '<del><span class="hidden">Taken out: </span> 1,200</del>',
        '<ins><span class="hidden">Put in: </span> 1,300</ins>',
        'class="sign changed"',
        'href="#of-EMO-C01"',
    ):
        assert words in told, words
    assert "Changed since" in page(story.steward, STEPS)


def test_nothing_changed_since_is_said_too(page, story, asked):
    story.sign(asked)
    assert "Nothing that stands on the map is different." in page(story.official, here(asked))


def test_before_a_second_edition_it_is_told_what_changed_since_the_first(page, story):
    story.reach_approval()
    story.take(story.approver, "publish", note="The first.")
    story.take(story.steward, "open_refresh")
    story.write(story.editor, title="Hardly any technicians")
    asked = story.ask(story.steward, Purpose.PUBLICATION)
    told = page(story.official, here(asked))
    assert f'What changed since <a href="{MAP}/editions/1.0">edition 1.0</a>' in told
    assert "to “Hardly any technicians”." in told


def test_SR_03_what_is_not_meant_for_everybody_is_not_signed(page, story, asked):
    story.sign(asked)
    element = elements.in_full(story.challenge)
    elements.add(story.steward, element.roadmap, "skill", title="For us", visibility="internal")
    told = page(story.official, here(asked))
    assert "For us" not in told
    assert "Nothing that stands on the map is different." in told


def test_a_stale_hash_signs_nothing_and_keeps_what_was_typed(page, send, story, asked):
    sha256 = HASH.search(page(story.official, here(asked)))[1]
    story.write(story.editor, summary="Too few, and too late.")
    said = {"decision": "cleared_with_note", "note": "Mind the schools."}
    answer = send(story.official, here(asked), **said, sha256=sha256)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "The text has changed since you read it." in told
    assert "Mind the schools." in told
    assert re.search(r'value="cleared_with_note"[^>]*checked', told)
    fresh = HASH.search(told)[1]
    assert fresh == story.read() != sha256
    asked.refresh_from_db()
    assert asked.decision == "awaited"
    assert send(story.official, here(asked), **said, sha256=fresh).status_code == 303


@pytest.mark.parametrize("decision", ["objected", "cleared_with_note"])
def test_who_objects_or_remarks_says_what(send, story, asked, decision):
    answer = send(story.official, here(asked), decision=decision, sha256=story.read())
    assert "Say what you remark or object to." in answer.content.decode()
    said = {"decision": decision, "note": "Too dear.", "sha256": story.read()}
    assert send(story.official, here(asked), **said).status_code == 303


def test_nothing_is_signed_without_a_decision(send, story, asked):
    for said in ({}, {"decision": "awaited"}, {"decision": "perhaps"}):
        answer = send(story.official, here(asked), **said, sha256=story.read())
        assert answer.status_code == 422
    asked.refresh_from_db()
    assert asked.decision == "awaited"


def test_an_approver_passes_over_with_a_reason_for_those_who_answer_for_the_map(
    page, send, story, asked
):
    assert send(story.approver, here(asked, "/overrule"), reason=" ").status_code == 422
    answer = send(story.approver, here(asked, "/overrule"), reason="Said by word of mouth.")
    assert answer.status_code == 303
    for reader, is_told in ((story.steward, True), (story.official, True), (story.editor, False)):
        told = page(reader, STEPS)
        assert "Passed over" in told
        assert ("Said by word of mouth." in told) is is_told


def test_what_is_dropped_is_asked_no_longer_and_cannot_be_signed(send, client, story, asked):
    assert send(story.steward, here(asked, "/drop")).status_code == 303
    assert not Signoff.objects.exists()
    assert send(story.steward, here(asked, "/drop")).status_code == 404
    said = {"decision": "cleared", "sha256": story.read()}
    assert send(story.official, here(asked), **said).status_code == 404
    client.force_login(story.steward)
    assert client.get(here(asked, "/drop")).status_code == 405


def test_SR_44_of_two_who_sign_for_one_house_the_last_word_stands(send, registrar, story, asked):
    colleague = factories.person(registrar, name="Colleague")
    people.join(registrar, colleague, story.treasury, may_submit=True)
    sha256 = story.read()
    assert send(story.official, here(asked), decision="cleared", sha256=sha256).status_code == 303
    said = {"decision": "objected", "note": "It is too dear.", "sha256": sha256}
    assert send(colleague, here(asked), **said).status_code == 303
    asked.refresh_from_db()
    assert (asked.decision, asked.note) == ("objected", "It is too dear.")


def test_a_house_without_a_role_any_more_reads_and_signs_nothing(send, client, story, asked):
    MapRole.objects.get(organisation=story.treasury, roadmap=story.roadmap)
    held = story.roadmap.roles.get(organisation=story.treasury)
    factories.maps.revoke(story.steward, held)
    said = {"decision": "cleared", "sha256": "0" * 64}
    assert send(story.official, here(asked), **said).status_code == 404
    assert client.get(here(asked)).status_code == 404


def test_it_stands_there_in_spanish(page, story, asked):
    story.sign(asked)
    told = page(story.official, f"/es{here(asked)}")
    for words in ("Qué decimos", "Lo último que dijo:", "Se firma el texto que lee aquí"):
        assert words in told, words


def test_SR_45_the_number_of_queries_does_not_depend_on_what_changed(client, story, asked):
    story.sign(asked)
    client.force_login(story.official)
    client.get(here(asked))
    counts = []
    for _round in range(2):
        for number in range(4):
            elements.add(story.editor, story.roadmap, "challenge", title=f"One more {number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(here(asked))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 60


def test_my_work_leads_to_the_page_on_which_one_signs(page, story, asked):
    assert f'href="{here(asked)}"' in page(story.official, "/account/work")
    story.ask(story.steward, Purpose.CONSULTATION)
    assert f'href="{STEPS}#clearance"' in page(story.official, "/account/work")
    signoffs.overrule(story.approver, asked, "It was said.")
    other = Signoff.objects.exclude(pk=asked.pk).get()
    assert f'href="{here(other)}"' in page(story.official, "/account/work")

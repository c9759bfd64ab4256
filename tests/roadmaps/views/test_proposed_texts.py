"""Proposing for a text on its pages: in Markdown, seen in its text, answered on its page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadmaps import narratives, proposals
from roadmaps.models import Narrative, Proposal
from roadmaps.narratives import sections
from tests.roadmaps.test_proposed_texts import suggest, write

HERE = "/roadmaps/electromobility"
WHY = "Nobody is trained by force."


@pytest.fixture
def vision(steward, roadmap):
    vision = sections.add(steward, roadmap, "vision")
    write(steward, vision, 1, 1, "We train many people.")
    return vision


@pytest.fixture
def ask(client):
    def ask(person, address, said=None):
        client.force_login(person)
        return client.get(address) if said is None else client.post(address, said)

    return ask


def says(vision):
    return narratives.text_of(Narrative.objects.get(pk=vision.pk)).document.text_content


def test_without_scripts_a_change_is_proposed_in_markdown_seen_and_taken_up(
    ask, partner, editor, vision
):
    address = f"{HERE}/texts/{vision.pk}"
    assert f"{address}/propose" in ask(partner, f"{HERE}/text").content.decode()
    assert f"{address}/propose" in ask(partner, address).content.decode()
    page = ask(partner, f"{address}/propose").content.decode()
    assert "We train many people." in page
    assert "prose.js" in page
    said = {"markdown": "We educate many people.", "base": 1, "why": WHY}
    answer = ask(partner, f"{address}/propose", said)
    made = Proposal.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{HERE}/proposals/{made.pk}")
    assert says(vision) == "We train many people."
    page = ask(editor, f"{HERE}/proposals/{made.pk}").content.decode()
    assert "The text “Vision” is written otherwise." in page
    assert "train</del>" in page
    assert "educate</ins>" in page
    page = ask(editor, address).content.decode()
    assert WHY in page
    assert '"text": "educate"' in page
    answer = ask(editor, f"{HERE}/proposals/{made.pk}/accept", {"edit": ["0"]})
    assert answer.status_code == 303
    assert says(vision) == "We educate many people."
    page = ask(partner, f"{address}/history").content.decode()
    assert "Partner, taken up by Editor" in page
    assert "<strong>Partner</strong>" in page


def test_what_stands_in_the_way_is_said_and_what_was_typed_stays(ask, partner, vision):
    address = f"{HERE}/texts/{vision.pk}/propose"
    for said, sentence in (
        ({"markdown": "We train many people.", "base": 1, "why": WHY}, "changes nothing"),
        ({"markdown": "See [[EMO-C99]].", "base": 1, "why": WHY}, "See [[EMO-C99]]."),
        ({"markdown": "Mine.", "base": 1, "why": ""}, "Mine."),
        ({"markdown": "Mine.", "base": 9, "why": WHY}, "no such version"),
    ):
        answer = ask(partner, address, said)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), said
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("editor", 403), ("stranger", 404)])
def test_SR_02_the_page_is_for_those_who_may_propose(ask, request, vision, who, status):
    person = request.getfixturevalue(who)
    address = f"{HERE}/texts/{vision.pk}/propose"
    assert ask(person, address).status_code == status
    said = {"markdown": "Mine.", "base": 1, "why": WHY}
    assert ask(person, address, said).status_code == status
    assert not Proposal.objects.exists()


def test_a_text_that_was_withdrawn_is_not_proposed_for(ask, partner, steward, vision):
    sections.withdraw(steward, vision)
    assert ask(partner, f"{HERE}/texts/{vision.pk}/propose").status_code == 403


def test_its_page_says_when_its_words_are_gone_and_what_was_written_instead(
    ask, partner, editor, vision
):
    made = suggest(partner, vision)
    write(editor, vision, 6, 6, "xx")
    page = ask(editor, f"{HERE}/proposals/{made.pk}").content.decode()
    assert "Somebody has changed the same since" in page
    assert "We trxxain many people." in page
    write(editor, vision, 1, 24)
    for address in (f"proposals/{made.pk}", f"texts/{vision.pk}"):
        page = ask(editor, f"{HERE}/{address}").content.decode()
        assert "The words that it changes are no longer there" in page
    answer = ask(editor, f"{HERE}/proposals/{made.pk}/accept", {"over": ["0"]})
    assert answer.status_code == 409


def test_each_open_proposal_for_a_text_asks_nothing_more(ask, partner, reviewer, editor, vision):
    address = f"{HERE}/texts/{vision.pk}"
    suggest(partner, vision)
    ask(editor, address)
    with CaptureQueriesContext(connection) as one:
        ask(editor, address)
    for _number in range(3):
        suggest(reviewer, vision)
    with CaptureQueriesContext(connection) as four:
        ask(editor, address)
    assert len(four) == len(one)


def test_SR_05_a_proposal_is_told_in_its_text_to_those_who_read_it(
    ask, partner, reviewer, editor, vision
):
    made = suggest(partner, vision)
    address = f"{HERE}/texts/{vision.pk}"
    assert WHY in ask(editor, address).content.decode()
    assert WHY in ask(partner, address).content.decode()
    assert WHY not in ask(reviewer, address).content.decode()
    proposals.decline(editor, made, "No.")
    assert WHY not in ask(editor, address).content.decode()

"""What is typed goes over the socket: stored before anybody is told, and refused to one alone."""

import json
import time
from contextlib import suppress
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from api.live import protocol
from changes.models import record
from roadmaps import elements, narratives
from roadmaps import roadmap as maps
from roadmaps.models import Element, Narrative, Step
from roadmaps.narratives import sections
from tests.api.live.conftest import Server, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vision(steward, roadmap):
    return sections.add(steward, roadmap, "vision")


@pytest.fixture
def writes(open_page):
    """The page of somebody who has been welcomed."""

    def open_as(person):
        page = open_page(person)
        page.hear_of("welcome")
        page.client = str(uuid4())
        return page

    return open_as


def message(text, words, at=1, base=0, number=1, client="page"):
    step = {"stepType": "replace", "from": at, "to": at}
    step["slice"] = {"content": [{"type": "text", "text": words}]}
    return {"type": "typed", "text": str(text.pk), "base": base, "steps": [step],
            "holding": [], "client": client, "number": number}  # fmt: skip


def says(text):
    return narratives.text_of(Narrative.objects.get(pk=text.pk)).document.text_content


def test_what_one_types_is_told_to_all_together_with_its_version(writes, vision, editor, steward):
    mine, other = writes(editor), writes(steward)
    mine.say(**message(vision, "We lead.", client=mine.client))
    for page in (mine, other):
        (row,) = page.hear_of("text")["rows"]
        assert (row["text"], row["version"], row["number"]) == (str(vision.pk), 1, 1)
        assert row["client"] == mine.client
        assert row["steps"][0]["slice"]["content"][0]["text"] == "We lead."
    assert says(vision) == "We lead."


def test_a_message_that_comes_again_is_answered_and_not_taken_again(writes, vision, editor):
    page = writes(editor)
    page.say(**message(vision, "Once."))
    page.hear_of("text")
    page.say(**message(vision, "Once."))
    assert page.hear_of("taken") == {"type": "taken", "text": str(vision.pk), "number": 1}
    assert says(vision) == "Once."


def test_what_does_not_fit_is_refused_with_a_reason_and_nobody_else_notices(
    writes, vision, editor, steward
):
    bad, good = writes(editor), writes(steward)
    bad.say(**message(vision, "x", at=99))
    good.say(**message(vision, "Fine.", client="other"))
    refused = bad.hear_of("refused")
    assert (refused["number"], refused["why"]) == (1, "This step does not fit the text.")
    assert good.hear_of("text")["rows"][0]["version"] == 1
    bad.say(**message(vision, "Mended. ", base=1, number=2))
    assert good.hear_of("text")["rows"][0]["version"] == 2
    assert says(vision) == "Mended. Fine."


@pytest.mark.parametrize(
    "change",
    [
        {"text": "x"}, {"text": None}, {"base": -1}, {"base": True}, {"base": 2**40},
        {"steps": {}}, {"holding": ["1"]}, {"client": "x" * 37}, {"client": 5}, {"number": 1.5},
        {"more": 1},
    ],
)  # fmt: skip
def test_a_message_that_nobody_means_who_means_well_ends_its_socket_alone(
    writes, vision, editor, steward, change
):
    bad, good = writes(editor), writes(steward)
    bad.say(**message(vision, "x") | change)
    assert bad.is_closed_with() == protocol.NOT_UNDERSTOOD
    good.say(**message(vision, "Fine.", client="other"))
    assert good.hear_of("text")["rows"][0]["version"] == 1


def test_SR_40_a_thousand_messages_a_second_end_one_socket_and_nothing_else(
    writes, vision, editor, steward
):
    bad, good = writes(editor), writes(steward)
    text = json.dumps(message(vision, "x", number=7, client="flood"))
    with suppress(ConnectionClosed):
        for _number in range(1000):
            bad.line.send(text)
    assert bad.is_closed_with() == protocol.TOO_MANY
    good.say(**message(vision, "Calm.", client="other"))
    until(lambda: "Calm." in says(vision))
    assert says(vision).count("x") <= 1  # the same message is taken once


def test_SR_40_two_megabytes_end_one_socket_and_nothing_else(writes, vision, editor, steward):
    bad, good = writes(editor), writes(steward)
    bad.say(**message(vision, "x" * 2_000_000))
    assert bad.is_closed_with() == protocol.TOO_LARGE
    good.say(**message(vision, "Fine.", client="other"))
    assert good.hear_of("text")["rows"][0]["version"] == 1


def test_SR_14_SR_37_whose_right_is_taken_away_stores_nothing_more_and_keeps_their_place(
    writes, vision, editor, steward, roadmap
):
    mine, other = writes(editor), writes(steward)
    mine.say(**message(vision, "Before. "))
    mine.hear_of("text")
    begun = time.monotonic()
    maps.revoke(steward, roadmap.roles.get(user=editor))
    with suppress(ConnectionClosed):
        mine.say(**message(vision, "After. ", base=1, number=2))
        mine.say(**message(vision, "Long after. ", base=1, number=3))
    assert mine.is_closed_with() == protocol.FORBIDDEN
    assert time.monotonic() - begun < 5
    other.say(**message(vision, "Others go on. ", base=1, client="other"))
    until(lambda: "Others go on." in says(vision))
    assert says(vision) == "Others go on. Before. "
    assert not Step.objects.filter(author=editor, version__gt=1).exists()


def test_SR_37_who_may_only_read_now_is_refused_while_the_socket_stays(
    writes, vision, editor, steward, roadmap
):
    page = writes(editor)
    page.say(**message(vision, "Before."))
    page.hear_of("text")
    maps.grant(steward, roadmap, "reviewer", user=editor)
    maps.revoke(steward, roadmap.roles.get(user=editor, role="editor"))
    page.say(**message(vision, "After.", base=1, number=2))
    assert page.hear_of("refused")["why"] == "You may not do this."
    assert says(vision) == "Before."


@pytest.fixture
def hidden(steward, roadmap):
    """The body of an element that is for the government only."""
    element = elements.add(steward, roadmap, "challenge", title="Secret")
    made = sections.begin_body(steward, Element.objects.get(pk=element.pk))
    record(steward, "edited", Element.objects.get(pk=element.pk), visibility="internal")
    return made


def test_SR_01_what_is_hidden_is_missing_also_here(writes, hidden, editor, steward):
    inside, outside = writes(steward), writes(editor)
    inside.say(**message(hidden, "Secret plans."))
    assert inside.hear_of("text")["rows"][0]["version"] == 1
    assert outside.hears_nothing_of("text")
    outside.say(**message(hidden, "x", number=2))
    for_hidden = outside.hear_of("refused")["why"]
    missing = message(hidden, "x", number=2) | {"text": str(uuid4())}
    outside.say(**missing)
    assert outside.hear_of("refused")["why"] == for_hidden == "There is no such text."


def caret(text, at, version=0):
    return {"type": "caret", "text": str(text.pk), "version": version, "anchor": at, "head": at}


def test_carets_are_told_to_the_others_and_end_with_the_page(writes, vision, editor, steward):
    mine, other = writes(editor), writes(steward)
    mine.say(**caret(vision, 1))
    (told,) = other.hear_of("carets")["carets"]
    assert (told["text"], told["anchor"], told["head"]) == (str(vision.pk), 1, 1)
    assert "degree" not in told
    late = writes(steward)
    late.say(**caret(vision, None))
    assert told["id"] in [each["id"] for each in late.hear_of("carets")["carets"]]
    mine.line.close()
    gone = (told["id"], None)
    while gone not in [(each["id"], each["anchor"]) for each in other.hear_of("carets")["carets"]]:
        pass


def test_SR_03_carets_in_a_hidden_text_are_told_to_those_alone_who_read_it(
    writes, hidden, editor, steward
):
    inside, outside, second = writes(steward), writes(editor), writes(steward)
    inside.say(**caret(hidden, 1))
    assert second.hear_of("carets")["carets"][0]["text"] == str(hidden.pk)
    assert outside.hears_nothing_of("carets")
    outside.say(**caret(hidden, 1))
    assert second.hears_nothing_of("carets")


def test_two_processes_without_a_bus_between_them_come_to_the_same_by_the_rows(
    writes, vision, editor, steward, monkeypatch
):
    mine, other = writes(editor), writes(steward)
    monkeypatch.setattr("changes.bus._bus.hand_out", lambda notice: None)  # what Redis would lose
    mine.say(**message(vision, "We lead."))
    until(lambda: says(vision) == "We lead.")
    told = other.hear_of("text", timeout=8)["rows"]
    assert [(row["version"], row["steps"]) for row in told] == [(1, None)]


def test_texts_are_let_go_when_nobody_has_the_map_open(server: Server, writes, vision, editor):
    page = writes(editor)
    page.say(**message(vision, "We lead."))
    page.hear_of("text")
    page.line.close()
    until(lambda: server.listeners() == 0)

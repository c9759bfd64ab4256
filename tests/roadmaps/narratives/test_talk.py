"""Threads on passages of a text: at their words, or in the tray with what they quoted."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from roadmaps import document, elements, narratives, threads
from roadmaps.models import Thread
from roadmaps.narratives import Message, sections
from tests.roadmaps.narratives.test_writing import typed
from tests.roadmaps.things import now


@pytest.fixture
def vision(steward, roadmap):
    vision = sections.add(steward, roadmap, "vision")
    narratives.write(steward, vision, typed(1, "We train many people."))
    return vision


def speak(who, roadmap, vision, **where):
    place = {"narrative": vision.pk, "version": 1, "start": 4, "end": 9} | where
    return threads.begin(who, roadmap, "How many?", **place)


def tray(roadmap, actor):
    rows = list(Thread.objects.visible_to(actor).near())
    return threads.tray(rows, document.build(roadmap, actor))


def test_a_thread_stays_at_its_words_and_waits_with_its_quote_when_they_go(
    vision, steward, editor, roadmap
):
    thread = speak(editor, roadmap, vision)
    assert (thread.quote, tray(roadmap, steward)) == ("train", [])
    narratives.write(steward, vision, typed(1, "Today: ", base=1, client="other"))
    assert tray(roadmap, steward) == []
    cut = [{"stepType": "replace", "from": 11, "to": 16}]
    narratives.write(editor, vision, Message(2, cut, "page", 3))
    assert tray(roadmap, steward) == [thread]
    assert Thread.objects.get().quote == "train"


def test_it_is_attached_again(vision, steward, editor, roadmap, challenge):
    thread = speak(editor, roadmap, vision)
    sections.withdraw(steward, vision)
    assert tray(roadmap, steward) == [thread]
    threads.attach(steward, thread, challenge)
    assert tray(roadmap, steward) == []


@pytest.mark.parametrize(
    "where", [{"narrative": uuid.UUID(int=1)}, {"start": 9, "end": 9}, {"version": 9}]
)
def test_a_place_that_is_not_there_is_refused(vision, editor, roadmap, where):
    with pytest.raises(ValidationError):
        speak(editor, roadmap, vision, **where)
    assert not Thread.objects.exists()


def test_SR_05_what_is_said_of_the_body_of_a_hidden_element_is_for_those_who_see_it(
    steward, editor, roadmap, challenge
):
    body = sections.begin_body(steward, challenge)
    narratives.write(steward, body, typed(1, "We train many people."))
    speak(steward, roadmap, body)
    assert Thread.objects.visible_to(editor).exists()
    whole = elements.in_full(challenge)
    elements.edit(steward, whole, now(roadmap), visibility="internal")
    assert not Thread.objects.visible_to(editor).exists()
    with pytest.raises(ValidationError, match="does not stand in the text"):
        speak(editor, roadmap, body)

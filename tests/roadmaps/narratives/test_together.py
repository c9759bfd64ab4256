"""What many people write in many texts is stored in one go, and nobody's fault is another's."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from roadmaps import narratives
from roadmaps import roadmap as maps
from roadmaps.models import Narrative, Roadmap, Snapshot, Step
from roadmaps.narratives import Message, passages, sections, taking, together
from roadmaps.narratives.narrative import EVERY
from roadmaps.narratives.together import Letter
from tests import factories
from tests.roadmaps.narratives.test_writing import says, typed
from tests.threads import at_once


@pytest.fixture
def vision(steward, roadmap):
    return sections.add(steward, roadmap, "vision")


def now(narrative):
    return Narrative.objects.select_related("roadmap").get(pk=narrative.pk)


def letter(writer, narrative, message, epoch=None, language="en"):
    return Letter(writer.pk, narrative.roadmap_id, narrative.pk, message, language, epoch)


def test_letters_of_several_people_in_several_texts_are_taken_in_one_commit(
    vision,
    steward,
    editor,
    registrar,
    programme,
):
    other = factories.roadmap(registrar, programme)
    maps.grant(registrar, other, "editor", user=editor)
    there = sections.add(editor, other, "vision")
    answers = together.take(
        [
            letter(steward, vision, typed(1, "A sector that leads.")),
            letter(editor, there, typed(1, "Elsewhere.")),
            letter(editor, vision, typed(1, "Vision: ", client="other")),
        ]
    )
    assert [each.is_told for each in answers] == [True, True, True]
    assert (says(vision), says(there)) == ("A sector that leads.Vision: ", "Elsewhere.")
    rows = Step.objects.filter(narrative=vision).order_by("version")
    assert [(row.version, row.author) for row in rows] == [(1, steward), (2, editor)]


def test_the_number_of_questions_does_not_grow_with_the_letters(vision, editor, monkeypatch):
    def questions(letters):
        with CaptureQueriesContext(connection) as asked:
            together.take(letters)
        return len(asked)

    monkeypatch.setattr(taking, "EVERY", 10**40)  # now and then a text is kept whole besides
    epoch = now(vision).roadmap.epoch
    narratives.write(editor, vision, typed(1, "Begun."))
    one = questions([letter(editor, vision, typed(1, "a", base=1, number=2), epoch)])
    many = [
        letter(editor, vision, typed(1, "b", base=2, client=str(uuid4())), epoch)
        for _number in range(30)
    ]
    assert questions(many) == one
    assert Step.objects.filter(narrative=vision).count() == 32


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (
            Message(0, [{"stepType": "bomb"}], "page", 1),
            "This is no step that the text could take.",
        ),
        (Message(9, [{}], "page", 1), "There is no such version of this text yet."),
        (typed(77, "x"), "This step does not fit the text."),
        (typed(1, "\ud800"), "This is no step that the text could take."),
        (typed(1, "\x00"), "There is a character in it that no text holds."),
        (typed(1, "x" * 300_000), "A text has 250,000 characters at most."),
    ],
)
def test_what_does_not_fit_is_refused_to_its_sender_alone(vision, steward, editor, message, why):
    bad, good = together.take(
        [letter(editor, vision, message), letter(steward, vision, typed(1, "Good."))]
    )
    assert (bad.refusal, bad.is_told) == (why, False)
    assert (good.refusal, good.is_told) == ("", True)
    assert says(vision) == "Good."


def test_a_reason_is_given_in_the_language_of_the_writer(vision, editor):
    (answer,) = together.take([letter(editor, vision, typed(77, "x"), language="es")])
    assert answer.refusal == "Este paso no cabe en el texto."


def test_a_letter_that_comes_twice_is_taken_once(vision, editor):
    once = letter(editor, vision, typed(1, "Once."))
    assert [each.is_told for each in together.take([once])] == [True]
    assert [(each.is_told, each.refusal) for each in together.take([once])] == [(False, "")]
    twice = letter(editor, vision, typed(1, "Twice. ", base=1, number=2))
    assert [each.is_told for each in together.take([twice, twice])] == [True, False]
    assert says(vision) == "Twice. Once."


@pytest.mark.parametrize("person", ["stranger", "official"])
def test_SR_01_who_does_not_read_the_text_is_told_that_there_is_none(vision, person, request):
    writer = request.getfixturevalue(person)
    (answer,) = together.take([letter(writer, vision, typed(1, "Mine."))])
    assert answer.refusal in ("There is no such text.", "You may not do this.")
    assert not Step.objects.exists()


def test_SR_01_a_text_is_not_found_from_another_map(vision, editor, registrar, programme):
    other = factories.roadmap(registrar, programme)
    asked = Letter(editor.pk, other.pk, vision.pk, typed(1, "x"), "en")
    assert together.take([asked])[0].refusal == "There is no such text."


def test_SR_37_who_was_let_in_before_rights_moved_is_asked_again(vision, steward, editor):
    (first,) = together.take([letter(editor, vision, typed(1, "Before. "))])
    maps.revoke(steward, vision.roadmap.roles.get(user=editor))
    late = letter(editor, vision, typed(1, "After. ", base=1, number=2), first.epoch)
    good = letter(steward, vision, typed(1, "Still here. ", base=1), first.epoch)
    refused, taken = together.take([late, good])
    assert refused.refusal == "There is no such text."
    assert taken.is_told
    assert says(vision) == "Still here. Before. "


def test_what_was_withdrawn_takes_nothing_more(vision, steward, editor):
    (first,) = together.take([letter(editor, vision, typed(1, "Before."))])
    sections.withdraw(steward, vision)
    late = letter(editor, vision, typed(1, "After.", base=1, number=2), first.epoch)
    (answer,) = together.take([late])
    assert "withdrawn" in answer.refusal
    assert says(vision) == "Before."


def test_passages_move_with_what_is_taken_together(vision, editor):
    narratives.write(editor, vision, typed(1, "One two three."))
    with transaction.atomic():
        marked = passages.mark(now(vision), 1, 5, 8)
    together.take([letter(editor, vision, typed(1, "Zero ", base=1, number=2))])
    marked.refresh_from_db()
    assert (marked.start, marked.end, marked.quote) == (10, 13, "two")


def test_a_long_history_is_kept_as_a_whole_now_and_then(vision, editor):
    letters = [letter(editor, vision, typed(1, "a", client=str(uuid4()))) for _number in range(201)]
    assert all(each.is_told for each in together.take(letters))
    kept = Snapshot.objects.filter(narrative=vision).earliest("version")
    assert (kept.version + vision.pk.int) % EVERY == 0
    assert len(kept.document["content"][0]["content"][0]["text"]) == kept.version
    (span,) = narratives.signed(now(vision)).authors
    assert (span.author, span.end - span.start) == (str(editor.pk), 201)


@pytest.mark.django_db(transaction=True)
def test_a_map_that_somebody_holds_delays_only_its_own_writers(
    vision,
    steward,
    editor,
    registrar,
    programme,
):
    other = factories.roadmap(registrar, programme)
    maps.grant(registrar, other, "editor", user=editor)
    there = sections.add(editor, other, "vision")
    letters = [letter(editor, vision, typed(1, "Here.")), letter(editor, there, typed(1, "There."))]
    with transaction.atomic():
        Roadmap.objects.select_for_update(no_key=True).get(pk=vision.roadmap_id)
        (answers,) = at_once(lambda: together.take(letters)).outcomes()
    assert [each.is_late for each in answers] == [True, False]
    assert says(there) == "There."
    assert together.take(letters[:1])[0].is_told


@pytest.mark.django_db(transaction=True)
def test_several_processes_write_in_one_text_and_nothing_is_lost(vision, editor, steward):
    def write(person, word):
        def act():
            taken = 0
            while taken < 10:
                mine = letter(person, vision, typed(1, f"{word}{taken} ", client=f"{word}{taken}"))
                taken += together.take([mine])[0].is_told
            return taken

        return act

    assert at_once(write(editor, "a"), write(steward, "b")).outcomes() == [10, 10]
    said = says(Narrative.objects.get(pk=vision.pk)).split()
    assert sorted(said) == sorted(f"{word}{number}" for word in "ab" for number in range(10))

"""Comments of a round on a running text: on all of it, or on some of its words."""

import uuid
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import prefetch_related_objects

from roadmaps import anchors, comments, document, elements, narratives, receipts
from roadmaps.models import Comment, Narrative, Passage
from roadmaps.narratives import sections
from tests.roadmaps.narratives.test_writing import typed
from tests.threads import at_once


@pytest.fixture
def vision(asked_round):
    """A section that was written before the round, and is asked about in it."""
    vision = asked_round.begin_vision()
    asked_round.open().invite()
    return vision


def tray(asked):
    return comments.tray(asked.story.now(), Comment.objects.all())


def place(comment):
    return Comment.objects.get(pk=comment.pk).passage.now


def test_words_are_found_where_they_stand_first_whatever_the_white_space(asked_round, vision):
    comment = asked_round.speak(vision, quote=" many \n people")
    assert (comment.narrative, comment.quote) == (vision, " many \n people")
    assert (comment.start, comment.end) == (10, 21)
    assert (place(comment), comment.passage.quote) == ((10, 21), "many people")
    assert tray(asked_round) == []


def test_words_that_stand_there_twice_are_told_apart_by_their_place(asked_round, vision):
    comment = asked_round.speak(vision, start=27, end=38)
    assert comment.quote == "many people"
    again = asked_round.speak(vision, quote="many people", start=27, end=38)
    assert (again.start, again.end, place(again)) == (27, 38, (27, 38))


def test_a_text_is_commented_on_as_a_whole(asked_round, vision):
    comment = asked_round.speak(vision)
    assert (comment.narrative, comment.passage, comment.end) == (vision, None, None)
    sections.withdraw(asked_round.story.steward, vision)
    assert tray(asked_round) == [comment]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"quote": "other words"}, "do not stand there"),
        ({"quote": "We train", "start": 27, "end": 38}, "do not stand there"),
        ({"start": 9, "end": 9}, "do not stand there"),
        ({"start": 1, "end": 9999}, "do not stand there"),
        ({"start": 4}, "do not stand there"),
        ({"start": 3, "end": 4}, "do not stand there"),
        ({"field": "title"}, "nothing of this name"),
        ({"narrative": str(uuid.UUID(int=1))}, "does not stand in the text"),
        ({"narrative": "vision"}, "does not stand in the text"),
        ({"element": "EMO-C01"}, "Name one thing"),
        ({"narrative": "", "start": 1, "end": 5}, "Only words of a text"),
    ],
)
def test_a_place_that_is_not_there_is_refused_in_a_sentence(asked_round, vision, where, said):
    with pytest.raises(ValidationError, match=said):
        asked_round.write(**{"element": "", "narrative": str(vision.pk)} | where)
    assert not Comment.objects.exists()
    assert not Passage.objects.exists()


def test_a_comment_stays_at_its_words_while_the_steward_writes(asked_round, vision):
    comment = asked_round.speak(vision, quote="many people")
    asked_round.type_in(vision, 1, "Today: ")
    asked_round.type_in(vision, 21, "young ")
    assert place(comment) == (17, 34)
    assert (comment.start, comment.end, tray(asked_round)) == (10, 21, [])


def test_it_waits_with_its_quote_when_its_words_are_gone_and_is_attached_again(asked_round, vision):
    comment = asked_round.speak(vision, quote="many people")
    asked_round.reach_the_end()
    asked_round.cut(vision, 4, 24)
    assert tray(asked_round) == [comment]
    assert Comment.objects.get().quote == "many people"
    comments.attach(asked_round.story.steward, comment, asked_round.story.challenge)
    assert tray(asked_round) == []


def test_words_that_were_moved_meanwhile_are_found_and_those_taken_out_are_not_refused(
    asked_round, vision
):
    asked_round.type_in(vision, 1, "Today: ")
    moved = asked_round.speak(vision, quote="train")
    assert (moved.start, place(moved)) == (4, (11, 16))
    asked_round.cut(vision, 8, 18)
    gone = asked_round.speak(vision, quote="We train")
    assert (gone.quote, gone.start, place(gone)) == ("We train", 1, None)
    assert {each.pk for each in tray(asked_round)} == {moved.pk, gone.pk}


def test_a_mark_that_is_a_step_behind_catches_up(asked_round, vision):
    """Nobody who types waits for those who comment: a step may be stored in between."""
    comment = asked_round.speak(vision, quote="train")
    rows = Passage.objects.filter(pk=comment.passage_id)
    asked_round.type_in(vision, 1, "Today: ")
    rows.update(start=4, end=9, version=1)
    assert place(comment) == (11, 16)
    asked_round.type_in(vision, 1, "Now. ")
    assert rows.values_list("start", "end", "version").get() == (16, 21, None)


def test_what_was_frozen_is_spoken_of_and_not_what_was_written_since(asked_round, vision):
    asked_round.type_in(vision, 1, "Tomorrow ")
    with pytest.raises(ValidationError, match="do not stand there"):
        asked_round.speak(vision, quote="Tomorrow")
    later = sections.add(asked_round.story.steward, asked_round.story.now(), "section", "Later")
    with pytest.raises(ValidationError, match="does not stand in the text"):
        asked_round.speak(later)


def test_SR_05_the_body_of_a_hidden_element_is_as_missing(asked_round):
    story = asked_round.story
    hidden = elements.add(
        story.steward, story.now(), "challenge", title="Secret", visibility="internal"
    )
    body = sections.begin_body(story.steward, hidden)
    narratives.write(story.steward, body, typed(1, "Secret words."))
    asked_round.open().invite()
    messages = []
    for key in (body.pk, uuid.UUID(int=1)):
        with pytest.raises(ValidationError) as refusal:
            asked_round.write(element="", narrative=str(key), quote="Secret")
        messages.append(refusal.value.message_dict)
    assert messages[0] == messages[1]


def test_the_receipt_covers_the_words_and_their_place(asked_round, vision):
    asked_round.speak(vision, quote="many people")
    asked_round.describe()
    sent = asked_round.send()
    (told,) = receipts.as_sent(sent, sent.submitted_at)["comments"]
    words = {name: told[name] for name in ("narrative", "quote", "start", "end")}
    assert words == {
        "narrative": str(vision.pk), "quote": "many people", "start": 10, "end": 21,
    }  # fmt: skip
    asked_round.type_in(vision, 1, "Today: ")
    assert receipts.holds(asked_round.submission, sent.receipt)
    Comment.objects.update(start=27, end=38)
    assert not receipts.holds(asked_round.submission, sent.receipt)


def test_of_comments_elsewhere_the_receipt_says_what_it_always_said(asked_round):
    sent = asked_round.reach_sent()
    (told,) = receipts.as_sent(sent, sent.submitted_at)["comments"]
    assert not told.keys() & {"narrative", "start", "end"}


def test_SR_06_a_rival_reads_nothing_of_it_and_writes_nothing_there(asked_round, vision):
    asked_round.speak(vision, quote="many people")
    with pytest.raises(PermissionDenied):
        asked_round.speak(vision, asked_round.competitor)
    rival = Comment.objects.visible_to(asked_round.competitor)
    assert not rival.exists()
    assert not Comment.objects.visible_to(asked_round.story.steward).exists()


def test_what_is_mentioned_is_quoted_as_it_is_read(asked_round):
    story = asked_round.story
    vision = asked_round.begin_vision("So.")
    inside = [
        {"type": "text", "text": "Since "},
        {"type": "mention", "attrs": {"kind": "element", "id": str(story.challenge.pk)}},
        {"type": "footnote", "attrs": {"text": "Of 2024", "source": ""}},
        {"type": "text", "text": " is true 🙂 so."},
    ]
    told = {"type": "doc", "content": [{"type": "paragraph", "content": inside}]}
    narratives.put(story.steward, vision, 1, told, "program", 1)
    asked_round.open().invite()
    comment = asked_round.speak(vision, quote="EMO-C01 Too few technicians is true 🙂")
    assert (comment.start, comment.end) == (7, 20)
    assert asked_round.speak(vision, quote="technicians1 is").start == 7
    text = anchors.text_of(asked_round.consultation.edition)
    assert anchors.holds(text, comment.anchor)


def test_a_tray_asks_as_little_for_many_as_for_one(asked_round, vision, django_assert_num_queries):
    for _number in range(3):
        asked_round.speak(vision, quote="train")
    rows = list(Comment.objects.all())
    now = document.build(asked_round.story.now(), asked_round.story.steward)
    with django_assert_num_queries(2):
        prefetch_related_objects(rows, "passage__narrative")
        assert not any(each.has_lost_its_place(now) for each in rows)


@pytest.mark.django_db(transaction=True)
def test_who_comments_and_who_types_wait_for_nobody_in_a_circle(asked_round, vision):
    """Also when the round ends at once: each is taken or refused, and marks are at their words."""
    story, words = asked_round.story, ["train", "many people", "others"]
    asked_round.describe()
    people = (asked_round.drafter, asked_round.signer, asked_round.drafter)

    def speak(who, quote):
        return lambda: asked_round.speak(vision, who, quote=quote)

    def type_in(number):
        return lambda: asked_round.type_in(vision, 1, f"<{number}>")

    acts = [each for number, (who, quote) in enumerate(zip(people, words, strict=True))
            for each in (speak(who, quote), type_in(number))]  # fmt: skip
    reason = "Everybody has answered."
    closing = partial(story.take, story.approver, "close_consultation", reason=reason)
    made = at_once(*acts, closing).outcomes()
    refused = [each for each in made if isinstance(each, Exception)]
    assert all("consultation is over" in str(each) for each in refused)
    assert story.now().stage == "revision"
    tree = narratives.text_of(Narrative.objects.get(pk=vision.pk)).document
    assert [tree.text_between(*place(each)) for each in Comment.objects.all()] == [
        each.quote for each in Comment.objects.all()
    ]

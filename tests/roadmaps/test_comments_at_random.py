"""Random changes under comments of a round: each is at its place with its words, or in the tray."""

import random

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps import anchors, comments, document, receipts
from roadmaps.elements import Element
from roadmaps.models import Comment
from tests.roadmaps.places import anchored, says
from tests.roadmaps.writers import Writers

BOUNDED = settings(max_examples=6, deadline=None, derandomize=True, database=None)
MOST = 12  # comments of a round


def speak(asked, chance):
    """The chamber comments on places of the frozen text, at random; the round ends."""
    text, begun = anchors.text_of(asked.consultation.edition), {}
    for number in range(MOST):
        where = {"element": ""} | anchored(chance, text)
        try:
            comment = asked.write(text=f"Note {number}", **where)
        except ValidationError:  # words of something that can be said, but not quoted
            continue
        begun[comment.pk] = comment.anchor
    asked.reach_the_end()
    return begun


def test_no_comment_is_ever_lost_and_none_wanders_to_other_words(asked_round, registers):
    asked_round.open().invite()
    steward, editor = asked_round.story.steward, asked_round.story.editor
    gone, kept = [], []

    @BOUNDED
    @given(seed=st.integers(0, 10_000), acts=st.integers(1, 25))
    def try_one(seed, acts):
        with transaction.atomic():
            begun = speak(asked_round, random.Random(seed))  # noqa: S311
            writers = Writers(seed, (steward, editor), asked_round.story.now(), registers)
            for _number in range(acts):
                writers.act()
            lost = len(tray_of(asked_round, begun))
            gone.append(lost)
            kept.append(len(begun) - lost)
            transaction.set_rollback(True)

    try_one()
    assert sum(gone) > 0
    assert sum(kept) > 0


def tray_of(asked, begun):
    """None is lost: each is at its words, or in the tray and finds another place."""
    steward, roadmap = asked.story.steward, asked.story.now()
    now = document.build(roadmap, AnonymousUser())
    rows = list(Comment.objects.visible_to(steward))
    assert {each.pk: each.anchor for each in rows} == begun
    tray = comments.tray(roadmap, rows)
    for each in rows:
        row = anchors.row_of(now, each.anchor)
        assert (each in tray) == (row is None or not says(row, each.anchor))
    attach_all(steward, roadmap, tray, begun)
    assert receipts.holds(asked.submission, asked.submission.receipt)
    return tray


def attach_all(steward, roadmap, tray, begun):
    """Whatever waits finds another place, and still says what it spoke of."""
    standing = Element.objects.filter(roadmap=roadmap, is_withdrawn=False, visibility="public")
    if place := standing.first():
        for each in tray:
            comments.attach(steward, each, place)
        again = list(Comment.objects.filter(pk__in=[each.pk for each in tray]))
        assert comments.tray(roadmap, again) == []
        assert {each.pk: each.anchor for each in again} == {
            each.pk: begun[each.pk] for each in again
        }

"""Random typing under comments on a text: each is at its words, or in the tray with its quote."""

import uuid
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps import comments, narratives, receipts
from roadmaps.models import Comment, Narrative
from roadmaps.narratives import Message
from roadmaps.roadmap import Refused
from tests.roadmaps.prose.documents import Author

BOUNDED = settings(max_examples=8, deadline=None, derandomize=True, database=None)
BLOCKS, SIGNS = 5, 12  # of the text that is asked about; each sign stands in it once
SIZE = BLOCKS * (SIGNS + 2)


def frozen(author):
    """A text in which every sign is one of its kind, so that nobody mistakes one for another."""
    sorts = ("paragraph", "heading", "paragraph", "paragraph", "heading")
    return {"type": "doc", "content": [
        {"type": sort, "content": [
            {"type": "text", "text": "".join(author.sign() for _number in range(SIGNS))}
        ]}
        for sort in sorts
    ]}  # fmt: skip


class Desk:
    """Those who write a text, each on a version that may be older than the newest one."""

    def __init__(self, seed, narrative, people, frozen):
        self.author, self.narrative, self.people = Author(seed), narrative, people
        self.frozen = frozen  # the signs that were asked about
        self.author.fresh = 0x6000  # other signs than those that were frozen
        self.chance = self.author.chance

    def type(self):
        fresh = self.now()
        base = max(fresh.version - self.chance.randrange(4), 1)
        made = self.author.steps(narratives.text_of(fresh, base).document)
        steps = [step.to_json() for step in made.steps]
        with suppress(Refused, ValidationError):
            message = Message(base, steps, str(uuid.uuid4()), 1)
            narratives.write(self.chance.choice(self.people), fresh, message)

    def now(self):
        return Narrative.objects.get(pk=self.narrative.pk)

    def signs(self, place=None):
        """The signs that stand in the text now, or between two places of it."""
        tree = narratives.text_of(self.now()).document
        start, end = place or (0, tree.content.size)
        return set(tree.text_between(start, end, "", "").replace("\n", ""))


def speak(asked, narrative, chance):
    """Somebody comments on some words of what was frozen, by their place or by the words alone."""
    start = chance.randrange(SIZE - 1)
    end = chance.randrange(start + 1, min(start + 20, SIZE) + 1)
    with suppress(ValidationError):  # between two paragraphs there are no words
        comment = asked.speak(narrative, start=start, end=end)
        if chance.randrange(2):
            again = asked.speak(narrative, quote=comment.quote)
            assert (again.start, again.end) == (comment.start, comment.end)


def hear(asked, narrative, desk):
    """The chamber comments while the steward types."""
    for number in range(10):
        speak(asked, narrative, desk.chance)
        if number % 2:
            desk.type()


def at_their_words(asked, desk, told):
    """None is lost, and none is at words that it did not speak of; gives how many are gone."""
    rows = list(Comment.objects.select_related("passage__narrative").order_by("number"))
    assert [(each.pk, each.quote) for each in rows] == told
    tray, there = comments.tray(asked.story.now(), rows), desk.signs()
    for each in rows:
        spoken, place = set(each.quote) - {" "}, each.passage.now
        assert (each in tray) == (place is None) == (not spoken & there)
        if place:
            held = desk.signs(place)
            assert spoken & there == held & desk.frozen
    return len(tray)


def test_no_comment_is_lost_and_none_wanders_to_other_words(asked_round):
    vision = asked_round.begin_vision("x")
    steward, editor = asked_round.story.steward, asked_round.story.editor
    first = frozen(Author(0))
    narratives.put(steward, vision, 1, first, "program", 1)
    asked_round.open().invite()
    signs = {sign for block in first["content"] for sign in block["content"][0]["text"]}
    counts = []

    @BOUNDED
    @given(seed=st.integers(0, 10_000), acts=st.integers(20, 60))
    def try_one(seed, acts):
        with transaction.atomic():
            desk = Desk(seed, vision, [steward], signs)
            hear(asked_round, vision, desk)
            told = list(Comment.objects.order_by("number").values_list("pk", "quote"))
            at_their_words(asked_round, desk, told)
            asked_round.reach_the_end()
            desk.people.append(editor)
            for _number in range(acts):
                desk.type()
            lost = at_their_words(asked_round, desk, told)
            counts.append((len(told) - lost, lost))
            assert receipts.holds(asked_round.submission, asked_round.submission.receipt)
            transaction.set_rollback(True)

    try_one()
    kept, gone = (sum(each) for each in zip(*counts, strict=True))
    assert min(kept, gone) > 0
    print(f"{len(counts)} rounds: {kept} comments at their words, {gone} in the tray")

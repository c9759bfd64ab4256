"""Passages of a text that is written: they move in the same transaction as the words."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadmaps import narratives
from roadmaps.models import Passage
from roadmaps.narratives import Message, passages, sections
from tests.roadmaps.narratives.test_writing import typed


@pytest.fixture
def vision(steward, roadmap):
    vision = sections.add(steward, roadmap, "vision")
    narratives.write(steward, vision, typed(1, "We train many people."))
    return vision


def fresh(vision):
    vision.refresh_from_db()
    return vision


def cut(start, end, base, number):
    return Message(base, [{"stepType": "replace", "from": start, "to": end}], "page", number)


def test_a_passage_stays_at_its_words_while_others_write_before_it(vision, editor):
    passage = passages.mark(fresh(vision), 1, 4, 9)
    assert passage.quote == "train"
    narratives.write(editor, vision, typed(1, "Today: ", base=1, client="other"))
    passage.refresh_from_db()
    assert (passage.start, passage.end, passage.quote) == (11, 16, "train")


def test_it_waits_with_its_quote_when_its_words_are_gone(vision, editor):
    passage = passages.mark(fresh(vision), 1, 4, 9)
    narratives.write(editor, vision, cut(2, 12, 1, 7))
    passage.refresh_from_db()
    assert (passage.is_gone, passage.quote) == (True, "train")
    assert not Passage.objects.standing().exists()


def test_what_was_marked_on_an_older_version_is_found_where_it_is_now(vision, editor):
    narratives.write(editor, vision, typed(1, "Today: ", base=1, client="other"))
    passage = passages.mark(fresh(vision), 1, 4, 9)
    assert (passage.start, passage.quote) == (11, "train")
    narratives.write(editor, vision, cut(11, 16, 2, 7))
    with pytest.raises(ValidationError, match="taken these words out"):
        passages.mark(fresh(vision), 1, 4, 9)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (9, 4), (1, 999), (3, 4)])
def test_a_place_that_is_none_is_refused(vision, start, end):
    with pytest.raises(ValidationError, match=r"no such place|at least one word"):
        passages.mark(fresh(vision), 1, start, end)


def test_a_version_from_the_future_is_refused(vision):
    with pytest.raises(ValidationError, match="no such version"):
        passages.mark(fresh(vision), 9, 1, 4)


def test_many_passages_are_moved_by_as_few_questions_as_one(vision, editor, questions_of):
    one = passages.mark(fresh(vision), 1, 4, 9)
    few = questions_of(lambda: narratives.write(editor, vision, typed(1, "a", 1, "x")))
    for _number in range(40):
        passages.mark(fresh(vision), 1, 4, 9)
    many = questions_of(lambda: narratives.write(editor, vision, typed(1, "b", 2, "y")))
    behind = questions_of(lambda: narratives.write(editor, vision, typed(20, "c", 3, "z")))
    assert (few, many, behind) == (few, few, few - 1)
    one.refresh_from_db()
    assert (one.start, one.end) == (6, 11)
    assert set(Passage.objects.values_list("start", "end")) == {(6, 11)}


@pytest.fixture
def questions_of():
    def count(act):
        with CaptureQueriesContext(connection) as queries:
            act()
        return len(queries)

    return count

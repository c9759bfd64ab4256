"""What was thought out on an older text: it fits, clashes, is done or gone, and nothing else."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps.prose import Stand, differing, document, place, steps_of
from tests.roadmaps.prose.desk import words
from tests.roadmaps.prose.documents import Author

BOUNDED = settings(max_examples=300, deadline=None, derandomize=True, database=None)


def paragraphs(*said):
    content = [
        {"type": "paragraph", "content": [{"type": "text", "text": each}]}
        if each
        else {"type": "paragraph"}
        for each in said
    ]
    return document({"type": "doc", "content": content})


def put(start, end, text=""):
    slice = {"slice": {"content": [{"type": "text", "text": text}]}} if text else {}
    return steps_of([{"stepType": "replace", "from": start, "to": end, **slice}])


def bold(start, end):
    return steps_of([{"stepType": "addMark", "from": start, "to": end, "mark": {"type": "strong"}}])


THEN = paragraphs("We train many people.")
MINE = differing(THEN, put(4, 9, "educate"))


@pytest.mark.parametrize(
    ("later", "stand", "says"),
    [
        ([], "fits", "We educate many people."),
        (put(1, 1, "Today: "), "fits", "Today: We educate many people."),
        (put(22, 22, " Yes."), "fits", "We educate many people. Yes."),
        (put(4, 9, "educate"), "done", "We educate many people."),
        (put(4, 9, "teach"), "gone", None),
        (put(5, 7), "gone", None),
        (put(1, 22), "gone", None),
        (put(1, 4), "fits", "educate many people."),
        (put(3, 4), "fits", "Weeducate many people."),
        (put(9, 9, "ed"), "clashes", "We educateed many people."),
        (put(6, 6, "xx"), "clashes", "We educate many people."),
        (bold(4, 9), "clashes", "We educate many people."),
        (bold(10, 14), "fits", "We educate many people."),
    ],
)
def test_a_word_is_replaced_where_it_stands_and_nowhere_else(later, stand, says):
    found = place(THEN, MINE, later)
    assert (found.stand, found.after and found.after.text_content) == (stand, says)


@pytest.mark.parametrize(
    ("later", "stand"),
    [
        (put(1, 2), "fits"),
        (put(3, 4), "gone"),
        (put(2, 3), "gone"),
        (put(3, 3, " all"), "clashes"),
        (put(3, 3, " will"), "done"),
        (put(4, 4, "will "), "done"),
        (put(4, 22), "fits"),
        (put(1, 1, "So: "), "fits"),
    ],
)
def test_what_is_put_in_between_two_letters_needs_both_of_them(later, stand):
    mine = differing(THEN, put(4, 4, "will "))
    assert [(step.from_, step.to) for step in mine] == [(3, 3)]
    assert place(THEN, mine, later).stand == stand


def test_a_sentence_at_the_end_fits_when_a_paragraph_comes_behind_it_and_clashes_with_another_one():
    mine = put(22, 22, " So be it.")
    split = steps_of([{"stepType": "replace", "from": 22, "to": 22, "structure": True, "slice": {
        "content": [{"type": "paragraph"}, {"type": "paragraph"}], "openStart": 1, "openEnd": 1,
    }}])  # fmt: skip
    found = place(THEN, mine, split)
    assert found.stand == Stand.FITS
    assert found.after.child(0).text_content == "We train many people. So be it."
    assert place(THEN, mine, put(22, 22, " Or not.")).stand == Stand.CLASHES


def test_a_paragraph_between_two_others_is_gone_when_both_are():
    then = paragraphs("One.", "Two.", "Three.")
    mine = differing(then, whole=paragraphs("One.", "New.", "Two.", "Three."))
    assert place(then, mine, put(0, 6)).stand == Stand.FITS
    assert place(then, mine, put(0, 12)).stand == Stand.GONE
    assert place(then, mine, [*put(0, 6), *put(0, 6)]).stand == Stand.GONE


def test_an_item_of_a_list_is_not_in_the_way_of_another_one():
    def listed(*items):
        content = [
            {"type": "list_item", "content": [
                {"type": "paragraph", "content": [{"type": "text", "text": each}]}]}
            for each in items
        ]  # fmt: skip
        return document({"type": "doc", "content": [{"type": "bullet_list", "content": content}]})

    then = listed("One.", "Two.", "Three.")
    later = differing(then, whole=listed("One and more.", "Two.", "Three.", "Four."))
    found = place(then, differing(then, whole=listed("One.", "Second.", "Three.")), later)
    assert found.stand == Stand.FITS
    assert found.after.eq(listed("One and more.", "Second.", "Three.", "Four."))


def test_a_paragraph_that_goes_takes_no_other_one_along():
    then = paragraphs("We train many people.", "The plants need welders.", "This goes.")
    wanted = paragraphs("We educate many people.", "The plants need more welders.")
    mine = differing(then, whole=wanted)
    assert sum(step.to - step.from_ for step in mine) == len("train") + len("This goes.") + 2
    later = put(22, 22, " Yes.")
    found = place(then, mine, later)
    assert found.stand == Stand.FITS
    assert found.after.child(0).text_content == "We educate many people. Yes."


def test_what_is_thought_out_is_few_steps_that_do_not_touch():
    typed = [step for at, letter in enumerate("educate") for step in put(9 + at, 9 + at, letter)]
    found = differing(THEN, [*typed, *put(4, 9)])
    assert [(step.from_, step.to) for step in found] == [(4, 9)]
    assert differing(THEN, [*put(9, 9, "x"), *put(9, 10)]) == []


def test_whatever_others_write_what_is_applied_is_what_was_shown():
    seen = Counter()

    @BOUNDED
    @given(seed=st.integers(0, 100_000), turns=st.integers(0, 6))
    def try_one(seed, turns):
        mine, others = Author(seed), Author(seed + 1)
        others.fresh += 5000
        then = mine.document()
        steps = differing(then, mine.steps(then).steps)
        later, now = [], then
        for _turn in range(turns):
            made = others.steps(now)
            later, now = later + made.steps, made.doc
        found = place(then, steps, later)
        assert found.now.eq(now)
        if steps:
            seen[found.stand] += 1
        if found.stand != Stand.FITS:
            return
        assert found.after is not None
        found.after.check()
        _require_what_was_shown(then, now, steps, found)

    try_one()
    assert min(seen[each] for each in ("fits", "clashes", "gone")) >= 10, seen


def _require_what_was_shown(then, now, steps, found):
    """The same words go and come as were proposed; each step of it is one of those."""
    proposed = [(then.slice(one.from_, one.to).to_json(), one.slice.to_json()) for one in steps]
    doc = now
    for step in found.steps:
        told = (doc.slice(step.from_, step.to).to_json(), step.slice.to_json())
        assert told in proposed
        before = words(doc, 0, step.from_), words(doc, step.to, doc.content.size)
        doc = step.apply(doc).doc
        end = step.from_ + step.slice.size
        assert (words(doc, 0, step.from_), words(doc, end, doc.content.size)) == before
    assert doc.eq(found.after)

"""A passage stays at its words, or is gone with them, and is never at other words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps.prose import document
from roadmaps.prose.changes import passage_after, real_map
from tests.roadmaps.prose.desk import words
from tests.roadmaps.prose.documents import Author

BOUNDED = settings(max_examples=120, deadline=None, derandomize=True, database=None)
LINES = ["".join(chr(0x6000 + 20 * line + at) for at in range(20)) for line in range(4)]
TEXT = {"type": "doc", "content": [
    {"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in LINES
]}  # fmt: skip
OLD = set("".join(LINES))


@BOUNDED
@given(seed=st.integers(0, 100_000), start=st.integers(1, 60), length=st.integers(1, 25),
       turns=st.integers(1, 25))  # fmt: skip
def test_a_passage_is_at_its_words_or_gone_and_never_at_others(seed, start, length, turns):
    doc, author = document(TEXT), Author(seed)
    place = (start, start + length)
    mine = set(words(doc, *place))
    for _turn in range(turns):
        made = author.steps(doc)
        for at, step in enumerate(made.steps):
            before, after = made.docs[at], (*made.docs, made.doc)[at + 1]
            if place is not None:
                place = passage_after(*place, real_map(step, before, after))
        doc = made.doc
    left = mine & set(doc.text_content)
    if place is None:
        assert left == set()
    else:
        here = set(words(doc, *place))
        assert left <= here
        assert here & OLD <= mine


def test_what_is_written_at_its_edges_is_not_of_it_and_what_is_written_within_is():
    doc, place = document(TEXT), (3, 6)
    for at in (3, 7, 5):
        step = Author(1).steps(doc)
        step = type(step)(doc)
        step.insert(at, doc.type.schema.text("!"))
        place = passage_after(*place, real_map(step.steps[0], doc, step.doc))
        doc = step.doc
    assert words(doc, *place) == f"{LINES[0][2:3]}!{LINES[0][3:5]}"

"""The steps from one text to another, and whose words are whose."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps.prose import document, rebase
from roadmaps.prose.authors import Span, carried
from roadmaps.prose.comparing import steps_between
from roadmaps.prose.marking import parse
from tests.roadmaps.prose.desk import words
from tests.roadmaps.prose.documents import Author
from tests.roadmaps.prose.test_rebasing import PARAGRAPH, deletion, insertion

BOUNDED = settings(max_examples=100, deadline=None, derandomize=True, database=None)


@BOUNDED
@given(seed=st.integers(0, 100_000), turns=st.integers(0, 12))
def test_the_steps_between_two_texts_make_one_of_the_other(seed, turns):
    author = Author(seed)
    old = author.document()
    new = author.document() if turns == 0 else old
    for _turn in range(turns):
        new = author.steps(new).doc
    made = rebase(old, steps_between(old, new), []) if steps_between(old, new) else None
    assert (made.document if made else old).eq(new)


def test_they_are_as_small_as_the_words_that_changed():
    texts = ("We train 400 people.\n\nSo.", "We train 500 young people.\n\nSo.")
    old, new = (document(parse(text, {})) for text in texts)
    told = [step.to_json() for step in steps_between(old, new)]
    assert [(each["from"], each["to"]) for each in told] == [(10, 13)]


def test_they_merge_with_what_others_wrote_meanwhile():
    old = document(PARAGRAPH)
    mine = steps_between(old, document(parse("We train **many** people.", {})))
    theirs = rebase(old, insertion(17, " Daily."), [])
    made = rebase(theirs.document, mine, theirs.steps)
    assert made.document.text_content == "We train many people. Daily."


def test_words_stay_whose_they_are():
    doc = document(PARAGRAPH)
    spans = [Span(1, 17, "ana", "1")]
    for author, steps in (("luis", insertion(9, "!!")), ("eva", deletion(4, 10))):
        for step in steps:
            before, doc = doc, step.apply(doc).doc
            spans = carried(spans, step, (before, doc), author, "2")
    told = [(words_at(doc, span), span.author) for span in spans]
    assert told == [("We ", "ana"), ("!", "luis"), (" people.", "ana")]


def words_at(doc, span):
    return doc.text_between(span.start, span.end)


@BOUNDED
@given(seed=st.integers(0, 100_000), turns=st.integers(1, 20))
def test_spans_never_overlap_and_every_sign_is_its_authors(seed, turns):
    people = [Author(seed + number) for number in range(3)]
    for number, person in enumerate(people):
        person.fresh += 1000 * number
    doc, spans = people[0].document(), []
    for turn in range(turns):
        number = turn % 3
        made = people[number].steps(doc)
        for at, step in enumerate(made.steps):
            texts = (made.docs[at], (*made.docs, made.doc)[at + 1])
            spans = carried(spans, step, texts, str(number), str(turn))
        doc = made.doc
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for span in spans:
        for sign in words(doc, span.start, span.end):
            if "\u4e00" <= sign <= "\u9fff" and span.end - span.start == 1:
                assert (ord(sign) - 0x4E00) // 1000 == int(span.author)

"""Several write one text with old versions in their hands: all come to the same one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps.prose import Unsound, document, rebase, steps_of
from tests.roadmaps.prose.desk import Server, assert_all_converge
from tests.roadmaps.prose.documents import Author

BOUNDED = settings(max_examples=60, deadline=None, derandomize=True, database=None)
PARAGRAPH = {"type": "doc", "content": [
    {"type": "paragraph", "content": [{"type": "text", "text": "We train people."}]},
]}  # fmt: skip


def insertion(at, text):
    said = {"content": [{"type": "text", "text": text}]}
    return steps_of([{"stepType": "replace", "from": at, "to": at, "slice": said}])


def deletion(start, end):
    return steps_of([{"stepType": "replace", "from": start, "to": end}])


@BOUNDED
@given(seed=st.integers(0, 100_000), turns=st.integers(5, 60))
def test_SR_20_five_writers_converge_the_schema_holds_and_nothing_is_lost(seed, turns):
    assert_all_converge(Server(Author(seed).document()), seed, turns)


def test_two_at_one_place_both_stand_there_each_in_one_piece():
    doc = document(PARAGRAPH)
    first, second = insertion(9, "young "), insertion(9, "skilled ")
    one = rebase(doc, first, [])
    both = rebase(one.document, second, one.steps)
    assert both.document.text_content == "We trainyoung skilled  people."


def test_who_goes_on_where_another_writes_too_keeps_the_words_together():
    doc = document(PARAGRAPH)
    begun = rebase(doc, insertion(9, " b"), [])
    theirs = rebase(begun.document, insertion(11, " aaa"), [])
    made = rebase(theirs.document, insertion(11, "bb"), theirs.steps, holding={0})
    assert made.document.text_content == "We train bbb aaa people."


def test_what_was_written_where_others_deleted_stays_if_it_stands_at_the_edge():
    doc = document(PARAGRAPH)
    cut = rebase(doc, deletion(4, 9), [])
    made = rebase(cut.document, insertion(4, "teach"), cut.steps)
    assert (made.kept, made.document.text_content) == ([0], "We teach people.")


def test_a_step_whose_place_is_gone_is_left_out_and_said_so():
    doc = document(PARAGRAPH)
    cut = rebase(doc, deletion(4, 9), [])
    made = rebase(cut.document, insertion(6, "!") + insertion(1, ">"), cut.steps)
    assert (made.kept, made.document.text_content) == ([1], ">We  people.")


def step(**told):
    return [{"stepType": "replace", "from": 1, "to": 1} | told]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (None, "no steps in this"),
        ([], "no steps in this"),
        ([{}], "no step that the text could take"),
        ([{"stepType": "boom"}], "no step that the text could take"),
        (step(slice={"content": [{"type": "image"}]}), "no step that the text could take"),
        (step(slice={"content": [{"type": "text", "text": ""}]}), "no step that"),
        (step(slice={"content": "x"}), "no step that the text could take"),
        (step(**{"from": "1"}), "no step that the text could take"),
        (step(**{"from": True}), "no step that the text could take"),
        (step(**{"from": 9, "to": 2}), "no step that the text could take"),
        ([{"stepType": "docAttr", "attr": "x", "value": 2}], "no step that the text could take"),
        ([*step()] * 501, "At most 500 steps"),
        (step(slice={"content": [{"type": "text", "text": "x" * 1_000_001}]}), "bytes at most"),
    ],
)
def test_SR_20_what_is_no_step_is_refused_in_a_sentence(told, sentence):
    with pytest.raises(Unsound, match=sentence):
        steps_of(told)


def text(words, *marks):
    return {"content": [{"type": "text", "text": words, "marks": [*marks]}]}


def link(href):
    return {"type": "link", "attrs": {"href": href}}


@pytest.mark.parametrize(
    "told",
    [
        step(slice=text("x", link("javascript:alert(1)"))),
        step(slice=text("x", link(" https://example.org"))),
        step(slice=text("x", link("data:text/html,x"))),
        step(slice=text("x", link("//example.org"))),
        step(slice=text("x", link(7))),
        step(slice=text("\u0000")),
        step(slice=text("\ud83d")),
        step(**{"from": 99, "to": 99}),
        step(**{"from": -1}),
        step(slice={"content": [{"type": "table_row"}]}),
        step(slice={"content": [{"type": "mention", "attrs": {"kind": "person", "id": "1"}}]}),
        step(slice={"content": [{"type": "footnote", "attrs": {"text": " "}}]}),
        step(slice={"content": [{"type": "heading", "attrs": {"level": 1}}], "openStart": 0}),
        [{"stepType": "attr", "pos": 99, "attr": "level", "value": 2}],
        [{"stepType": "addMark", "from": 1, "to": 3, "mark": link("javascript:x")}],
    ],
)
def test_SR_20_what_does_not_fit_is_refused_and_the_text_stays(told):
    doc = document(PARAGRAPH)
    with pytest.raises(Unsound):
        rebase(doc, steps_of(told), [])
    assert doc.to_json() == PARAGRAPH


@pytest.mark.parametrize("value", [1, 9, "2", None, True])
def test_SR_20_a_heading_has_a_level_that_there_is(value):
    heading = {"type": "heading", "attrs": {"level": 2}}
    told = [{"stepType": "attr", "pos": 0, "attr": "level", "value": value}]
    with pytest.raises(Unsound):
        rebase(document({"type": "doc", "content": [heading]}), steps_of(told), [])


def test_SR_20_half_a_character_is_never_left_behind():
    doc = document({"type": "doc", "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": "a🙂b"}]},
    ]})  # fmt: skip
    for cut in (insertion(3, "x"), deletion(2, 3), deletion(3, 5)):
        with pytest.raises(Unsound):
            rebase(doc, cut, [])


def test_SR_20_what_is_nested_without_end_is_refused():
    told = {"type": "paragraph"}
    for _number in range(5000):
        told = {"type": "quote", "content": [told]}
    with pytest.raises(Unsound, match="nested too deeply"):
        document({"type": "doc", "content": [told]})

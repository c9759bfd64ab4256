"""Texts as HTML, Markdown and words, and back."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps.prose import document
from roadmaps.prose.marking import parse
from roadmaps.prose.telling import Thing, as_html, as_markdown, as_words
from tests.roadmaps.prose.documents import KEYS, Author

BOUNDED = settings(max_examples=150, deadline=None, derandomize=True, database=None)
THINGS = {
    KEYS["AUT-C03"]: Thing("AUT-C03", "Too few <technicians>", "/roadmaps/a/elements/AUT-C03"),
    KEYS["AUT-C03/low"]: Thing("AUT-C03/low", "Electric share: 12 %"),
}
MARKDOWN = """## Why *now*

We train **400** people, see [[AUT-C03]] and
[the count](https://example.org/count)^[Census \\[2024\\]](census).

- one
- two

| Year | Made |
| --- | --- |
| 2025 | [[aut-c03/low]] |
"""


@BOUNDED
@given(seed=st.integers(0, 100_000))
def test_what_is_told_in_markdown_is_read_back_to_the_same_text(seed):
    doc = Author(seed).document()
    told = as_markdown(doc, THINGS)
    again = document(parse(told, KEYS))
    assert as_markdown(again, THINGS) == told
    assert as_words(again, THINGS).split() == as_words(doc, THINGS).split()


def test_markdown_becomes_safe_html_with_what_is_mentioned_as_it_is_today():
    html = as_html(document(parse(MARKDOWN, KEYS)), THINGS)
    assert html == (
        "<h2>Why <em>now</em></h2>"
        "<p>We train <strong>400</strong> people, see "
        '<a class="mention" href="/roadmaps/a/elements/AUT-C03"><span class="code">AUT-C03</span> '
        "Too few &lt;technicians&gt;</a> and "
        '<a href="https://example.org/count" rel="noopener nofollow">the count</a>'
        '<sup><a id="ref-1" href="#note-1">1</a></sup>.</p>'
        "<ul><li><p>one</p></li><li><p>two</p></li></ul>"
        '<div class="wide" tabindex="0"><table><tbody><tr><th><p>Year</p></th><th><p>Made</p></th>'
        "</tr><tr><td><p>2025</p></td><td><p>"
        '<span class="mention"><span class="code">AUT-C03/low</span> Electric share: 12 %</span>'
        "</p></td></tr></tbody></table></div>"
        '<ol class="notes"><li id="note-1">Census [2024] (census) '
        '<a href="#ref-1" aria-label="↑ 1">↑</a></li></ol>'
    )


def test_SR_05_what_somebody_may_not_see_is_mentioned_to_them_as_nothing():
    doc = document(parse("See [[AUT-C03]].", KEYS))
    assert as_html(doc, {}) == '<p>See <span class="mention">…</span>.</p>'
    assert as_words(doc, {}) == "See …."
    assert as_markdown(doc, {}) == "See ….\n"


def test_SR_20_html_in_markdown_is_words():
    doc = document(parse("<script>alert(1)</script> ![x](https://example.org/x.png)", {}))
    assert as_html(doc, {}) == "<p>&lt;script&gt;alert(1)&lt;/script&gt; x</p>"


@pytest.mark.parametrize(
    ("markdown", "sentence"),
    [
        ("[x](ftp://example.org)", "cannot lead to “ftp://example.org”"),
        ("[x](/roadmaps)", "cannot lead to “/roadmaps”"),
        ("See [[AUT-C99]].", "called “AUT-C99”"),
    ],
)
def test_what_cannot_stand_in_a_text_is_refused_in_a_sentence(markdown, sentence):
    with pytest.raises(ValidationError, match=sentence):
        parse(markdown, KEYS)


def test_SR_20_an_address_that_acts_is_no_link():
    html = as_html(document(parse("[x](javascript:alert(1)) [y](data:text/html,z)", {})), {})
    assert "href" not in html


def test_an_empty_text_is_a_paragraph():
    doc = document(parse("", {}))
    assert (as_html(doc, {}), as_words(doc, {})) == ("<p></p>", "")

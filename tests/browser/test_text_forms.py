"""What a text can hold: headings, lists, tables, mentions, notes, and what is pasted."""

import json

import pytest
from playwright.sync_api import expect

from roadmaps.models import Step
from tests.browser import pasted
from tests.browser.writing_desk import EDITOR, paste, saved, says, text_of


def test_headings_lists_quotes_marks_and_tables_are_made_by_buttons_and_keys(
    open_text, steward, vision
):
    page = open_text(steward)
    page.locator(EDITOR).click()
    page.keyboard.type("Why")
    page.locator("[data-command=heading2]").click()
    page.keyboard.press("Enter")
    page.keyboard.type("one")
    page.locator("[data-command=bullet_list]").click()
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+b")
    page.keyboard.type("bold")
    saved(page)
    told = text_of(vision)
    kinds = [told.child(number).type.name for number in range(told.child_count)]
    assert kinds == ["heading", "bullet_list", "paragraph"]
    assert told.child(1).text_content == "onetwo"
    assert told.child(2).child(0).marks[0].type.name == "strong"
    expect(page.locator("[data-outline] button")).to_have_text(["Why"])
    assert page.complaints == []


def test_a_table_is_walked_through_with_the_tabulator_and_grows(open_text, steward, vision):
    page = open_text(steward)
    page.locator(EDITOR).click()
    page.locator("[data-command=table]").click()
    for words in ("Year", "Made", "2025", "4", "2026"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.locator("[data-command=addColumn]").click()
    saved(page)
    table = text_of(vision).child(0)
    assert [table.child(row).child_count for row in range(table.child_count)] == [3, 3, 3]
    assert table.text_content == "YearMade202542026"


def test_elements_are_mentioned_and_notes_have_sources(
    open_text, steward, challenge, source, vision
):
    page = open_text(steward)
    page.locator(EDITOR).click()
    page.keyboard.type("See @")
    page.locator("#ask-thing").fill(f"{challenge.code} ")
    page.keyboard.press("Enter")
    expect(page.locator(f"{EDITOR} .mention")).to_contain_text(challenge.code)
    page.locator("[data-command=footnote]").click()
    page.locator("#ask-note").fill("Counted in 2024")
    page.locator("#ask-source").select_option(source.code)
    page.get_by_role("button", name="Put it in").click()
    saved(page)
    page.goto("/roadmaps/electromobility/text")
    narrow = page.locator("#text")
    assert narrow.count() == 1
    assert page.complaints == []


@pytest.mark.parametrize("html", [pasted.WORD, pasted.DOCS], ids=["Word", "Google Docs"])
def test_what_is_pasted_from_word_and_google_docs_is_cleaned_to_the_schema(
    open_text, steward, vision, html
):
    page = open_text(steward)
    paste(page, html)
    saved(page)
    told = text_of(vision)
    assert [told.child(number).type.name for number in range(3)] == [
        "heading", "paragraph", "bullet_list",
    ]  # fmt: skip
    line = [(each.text, [mark.type.name for mark in each.marks]) for each in told.child(1).children]
    assert line == [("Bold", ["strong"]), (" and ", []), ("slanted", ["em"])]
    assert told.child(2).text_content == "onetwo"


def test_SR_20_what_acts_is_not_pasted(open_text, steward, vision):
    page = open_text(steward)
    paste(page, pasted.HOSTILE)
    saved(page)
    assert says(vision) == "Safe link"
    assert "javascript" not in json.dumps(list(Step.objects.values_list("steps", flat=True)))
    assert page.complaints == []


def test_SR_20_what_would_grow_without_end_or_is_nested_without_end_is_what_little_it_says(
    open_text, steward, vision
):
    page = open_text(steward)
    paste(page, pasted.GROWING)
    saved(page)
    assert says(vision).endswith("It says &a9;")
    assert len(says(vision)) < 100
    paste(page, pasted.NESTED)
    page.keyboard.type(" reason")
    saved(page)
    assert says(vision).endswith("373839within reason")
    assert page.complaints == []


def test_words_are_commented_on_in_the_margin_and_stay_marked(open_text, steward, vision):
    page = open_text(steward)
    page.locator(EDITOR).click()
    page.keyboard.type("We train many people.")
    saved(page)
    page.keyboard.press("Home")
    for _letter in range(2):
        page.keyboard.press("Shift+ArrowRight")
    page.locator("[data-command=talk]").click()
    page.locator("#ask-said").fill("Who?")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator("[data-talks] li")).to_contain_text("Who?")
    expect(page.locator(".spoken")).to_have_text("We")
    page.locator(EDITOR).click()
    page.keyboard.press("Home")
    page.keyboard.type("Today: ")
    saved(page)
    page.reload()
    expect(page.locator(".spoken")).to_have_text("We")
    page.locator("[data-talks] a").click()
    expect(page.locator("blockquote.spoken")).to_contain_text("Vision")
    assert page.complaints == []

"""Texts are read, found and printed: on every screen, by everybody, without scripts too."""

import pytest
from playwright.sync_api import expect

from roadmaps import document, narratives
from roadmaps.narratives import mentions, sections
from roadmaps.prose import marking
from tests.browser.conftest import let_in
from tests.browser.screens import OVERFLOW, SCREENS

HERE = "/roadmaps/electromobility"
TEXT = """## Why

We lead, because [[EMO-C01]].^[Asked in 2024.](survey-2024)

| What | By when | A long word |
| --- | --- | --- |
| [[EMO-G01/1]] | 2030 | electroencephalographically |
"""


@pytest.fixture
def told(steward, vision, challenge):
    """A section and a body, with everything that a text can hold."""
    for narrative in (vision, sections.begin_body(steward, challenge)):
        keys = mentions.keys(document.build(narrative.roadmap, steward))
        narratives.put(steward, narrative, 0, marking.parse(TEXT, keys), "page", 1)
    return vision


@SCREENS
def test_texts_are_read_and_found_by_everybody(
    reader, server, barriers, steward, told, prefix, width
):
    page = reader(width=width, base_url=server)
    let_in(page, steward, server)
    for address in ("text", "elements/EMO-C01", "search?q=asked", "search?q=nothing", "search"):
        assert page.goto(f"{prefix}{HERE}/{address}").status == 200
        assert barriers(page) == [], address
        assert page.evaluate(OVERFLOW) <= 0, f"{address} is wider than the screen"
    assert page.complaints == []


def test_without_scripts_words_are_looked_for_and_a_hit_leads_to_its_place(
    reader, server, steward, told
):
    page = reader(base_url=server, java_script_enabled=False)
    let_in(page, steward, server)
    page.goto(HERE)
    page.get_by_role("searchbox").fill("asked")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Vision", exact=True).click()
    assert page.url.endswith(f"/text#text-{told.pk}")
    expect(page.locator(f"#text-{told.pk} .notes")).to_contain_text("Asked in 2024.")


def test_in_print_a_text_comes_without_what_one_presses(reader, server, steward, told):
    page = reader(base_url=server)
    let_in(page, steward, server)
    page.emulate_media(media="print")
    page.goto(f"{HERE}/text")
    for pressed in (".find", ".tabs", ".contents", ".tools", ".notes a[aria-label]"):
        for each in page.locator(pressed).all():
            expect(each).to_be_hidden()
    text = page.locator(f"#text-{told.pk}")
    expect(text.locator("table")).to_be_visible()
    expect(text.locator(".notes li")).to_contain_text("Asked in 2024.")
    expect(text.locator(".mention").first).to_contain_text("Too few technicians")

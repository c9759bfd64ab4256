"""What the script adds to a picture that can be read without it."""

import pytest
from playwright.sync_api import expect

HERE = "() => document.activeElement.dataset.code"


@pytest.fixture
def page(reader, published):
    opened = reader()
    opened.goto("/roadmaps/electromobility")
    opened.locator(".zoom").wait_for()
    return opened


def test_one_zooms_in_out_and_to_the_whole(page):
    drawn = page.locator("svg.picture-svg")
    before = drawn.bounding_box()["width"]
    page.get_by_role("button", name="Closer").click()
    assert drawn.bounding_box()["width"] > before * 1.2
    page.get_by_role("button", name="Farther").click()
    page.get_by_role("button", name="Farther").click()
    assert drawn.bounding_box()["width"] < before
    page.get_by_role("button", name="Whole picture").click()
    room = page.locator(".picture").bounding_box()["width"]
    assert abs(drawn.bounding_box()["width"] - room) <= 4


def test_arrows_lead_from_box_to_box(page):
    boxes = page.locator("a[data-code]")
    expect(boxes).to_have_count(4)
    expect(page.locator('a[data-code][tabindex="0"]')).to_have_count(1)
    boxes.first.focus()
    first = page.evaluate(HERE)
    page.keyboard.press("ArrowDown")
    second = page.evaluate(HERE)
    assert second != first
    page.keyboard.press("ArrowUp")
    assert page.evaluate(HERE) == first


def test_the_links_of_one_thing_stand_out(page):
    page.locator('a[data-code="EMO-S01"]').focus()
    expect(page.locator(".following")).to_have_count(1)
    lit = page.locator(".link.on")
    expect(lit).to_have_count(1)
    assert lit.first.get_attribute("data-target") == "EMO-S01"
    expect(page.locator("a[data-code].on")).to_have_count(2)


def test_a_box_leads_to_its_page(page):
    page.locator('a[data-code="EMO-C01"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/elements/EMO-C01")
    assert page.complaints == []

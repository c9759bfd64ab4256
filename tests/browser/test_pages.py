from playwright.sync_api import expect

from tests.browser.screens import NARROW, OVERFLOW, SCREENS, WIDE


@SCREENS
def test_every_page_is_fit_for_everybody(reader, barriers, addresses, prefix, width):
    page = reader(width)
    for address in (f"{prefix}{each}" for each in addresses):
        assert page.goto(address).status == 200, address
        assert barriers(page) == [], address
        assert page.complaints == [], address
        assert page.evaluate(OVERFLOW) <= 0, f"{address} is wider than the screen"


def test_every_page_is_fit_for_everybody_in_the_dark(reader, barriers, addresses):
    page = reader(WIDE, color_scheme="dark")
    for address in addresses:
        assert page.goto(address).status == 200, address
        assert barriers(page) == [], address


def test_every_page_fits_the_smallest_screen(reader, addresses):
    page = reader(360)
    for address in addresses:
        assert page.goto(address).status == 200, address
        assert page.evaluate(OVERFLOW) <= 0, f"{address} is wider than the screen"


def test_every_page_works_without_scripts(reader, addresses):
    page = reader(WIDE, java_script_enabled=False)
    for address in addresses:
        answer = page.goto(address)
        assert answer.status == 200
        assert page.locator("h1").inner_text(), address
        assert page.complaints == [], address


def test_links_are_hidden_by_kind_without_scripts(reader, published):
    page = reader(WIDE, java_script_enabled=False)
    page.goto("/roadmaps/electromobility")
    drawn = page.locator(".picture .link-addresses").first
    expect(drawn).to_be_visible()
    page.locator('[data-link="addresses"]').uncheck()
    expect(drawn).to_be_hidden()


def test_the_keyboard_leads_to_everything(reader, published):
    page = reader(WIDE)
    page.goto("/roadmaps/electromobility")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


def test_what_is_missing_is_fit_for_everybody_too(reader, barriers, db):
    page = reader(NARROW)
    assert page.goto("/nowhere").status == 404
    assert barriers(page) == []


def test_a_page_is_printed_without_its_frame(reader, published):
    page = reader(WIDE)
    page.goto("/roadmaps/electromobility")
    page.emulate_media(media="print")
    expect(page.locator("main nav.trail")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()

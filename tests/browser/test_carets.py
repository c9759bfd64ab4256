"""Who writes in a text sees where the others are, and where sockets are cut nothing is lost."""

import pytest
from playwright.sync_api import expect

from roadmaps import roadmap as maps
from tests.browser.screens import OVERFLOW
from tests.browser.writing_desk import EDITOR, saved, says, type_in

CARET = ".caret"
BEFORE = """() => {
    const range = document.createRange();
    range.setStart(document.querySelector(".ProseMirror p"), 0);
    range.setEndBefore(document.querySelector(".caret"));
    return range.toString();
}"""


def test_one_sees_where_the_other_is_by_name_and_it_moves_with_the_words(
    open_text, steward, editor, vision, barriers
):
    one, two = open_text(steward), open_text(editor)
    type_in(one, "We lead the way.")
    saved(one)
    expect(two.locator(EDITOR)).to_have_text("We lead the way.")
    one.keyboard.press("Home")
    for _letter in range(7):
        one.keyboard.press("ArrowRight")
    expect(two.locator(CARET)).to_have_attribute("data-name", "Steward")
    two.wait_for_function(f"() => ({BEFORE})() === 'We lead'")
    two.locator(EDITOR).click()
    two.keyboard.press("Control+Home")
    two.keyboard.type("Today: ")
    saved(two)
    assert two.evaluate(BEFORE) == "Today: We lead"
    expect(one.locator(CARET)).to_have_attribute("data-name", "Editor")
    one.wait_for_function(f"() => ({BEFORE})() === 'Today: '")
    one.keyboard.press("Shift+End")
    expect(two.locator(".theirs")).to_have_text(" the way.")
    assert barriers(two) == []
    two.context.close()
    expect(one.locator(CARET)).to_have_count(0)
    assert one.complaints == []


def test_where_no_socket_gets_through_the_page_goes_on_by_requests(
    open_text, steward, editor, vision
):
    one, two = open_text(steward), open_text(editor)
    two.route_web_socket("**/live/**", lambda line: line.close())
    two.reload()
    type_in(one, "By socket. ")
    saved(one)
    expect(two.locator(EDITOR)).to_contain_text("By socket.", timeout=8000)
    type_in(two, "By request.")
    saved(two)
    expect(one.locator(EDITOR)).to_contain_text("By request.")
    assert says(vision) == "By socket. By request."


def test_a_socket_that_is_cut_while_one_types_loses_nothing(open_text, steward, vision):
    page = open_text(steward)
    lines = []

    def between(line):
        line.connect_to_server()
        lines.append(line)

    page.route_web_socket("**/live/**", between)
    page.reload()
    type_in(page, "Before. ")
    saved(page)
    for word in range(12):
        page.keyboard.type(f"word{word} ", delay=15)
        if word in (3, 8):
            lines[-1].close()
    saved(page)
    assert says(vision) == "Before. " + "".join(f"word{word} " for word in range(12))


def test_SR_14_whose_right_is_taken_away_keeps_a_copy_of_what_was_not_saved(
    open_text, steward, editor, vision, roadmap
):
    mine, other = open_text(editor), open_text(steward)
    type_in(mine, "Before. ")
    saved(mine)
    mine.context.set_offline(True)
    type_in(mine, "Not saved yet.")
    maps.revoke(steward, roadmap.roles.get(user=editor))
    mine.context.set_offline(False)
    rescue = mine.locator("[data-rescue] textarea")
    expect(rescue).to_be_visible(timeout=8000)
    assert rescue.input_value() == "Before. Not saved yet."
    expect(mine.locator("[data-status]")).to_contain_text("This was not taken:")
    type_in(other, "Unhurt.")
    saved(other)
    assert says(vision) == "Before. Unhurt."


@pytest.mark.parametrize("width", [1440, 390])
def test_a_caret_at_the_edge_widens_no_page(open_text, steward, editor, vision, width):
    one, two = open_text(steward), open_text(editor)
    two.set_viewport_size({"width": width, "height": 900})
    type_in(
        one, "A line that is as long as the page is wide, and a good deal longer than that. " * 2
    )
    expect(two.locator(CARET)).to_have_count(1)
    assert two.evaluate(OVERFLOW) <= 0

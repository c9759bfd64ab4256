"""Words of a text are marked on the page of a round, by mouse and by keyboard, and spoken of."""

import os

import pytest
from playwright.sync_api import expect

from roadmaps import narratives
from tests.browser.conftest import ending, let_in
from tests.browser.screens import OVERFLOW

FIND = """words => {
    const text = document.querySelector("[data-words]");
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
        const at = walker.currentNode.data.lastIndexOf(words);
        if (at < 0) continue;
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + words.length);
    }
    const box = range.getBoundingClientRect();
    return [box.left, box.right, (box.top + box.bottom) / 2];
}"""
PICTURES = os.environ.get("PICTURES")  # a folder, for those who want to look
MARKED = "[data-marked] a"


@pytest.fixture
def vision(asked_round):
    """A section with a table, a mention, a footnote and signs that count twice."""
    story = asked_round.story
    vision = asked_round.begin_vision("x")
    mention = {"type": "mention", "attrs": {"kind": "element", "id": str(story.challenge.pk)}}
    note = {"type": "footnote", "attrs": {"text": "Of 2024", "source": ""}}

    def paragraph(*inside):
        return {"type": "paragraph", "content": [
            {"type": "text", "text": each} if isinstance(each, str) else each for each in inside
        ]}  # fmt: skip

    cells = [{"type": "table_cell", "content": [paragraph("Two 🙂 words")]} for _number in "ab"]
    item = {"type": "list_item", "content": [paragraph("One item of many.")]}
    told = {"type": "doc", "content": [
        paragraph("We train ", mention, " and many", note, " more people."),
        {"type": "table", "content": [{"type": "table_row", "content": cells}]},
        {"type": "bullet_list", "content": [item]},
        {"type": "quote", "content": [paragraph("We train "), paragraph("at last.")]},
    ]}  # fmt: skip
    narratives.put(story.steward, vision, 1, told, "program", 1)
    asked_round.open().invite()
    return vision


@pytest.fixture
def open_round(reader, live_server, asked_round, vision):
    def open_it(width=1440, **habits):
        page = reader(width, **habits)
        let_in(page, asked_round.drafter, live_server.url)
        page.goto(f"/consultations/{asked_round.consultation.pk}")
        return page

    return open_it


def drag(page, words):
    """Mark words by mouse, where they stand last."""
    page.locator("[data-words]").scroll_into_view_if_needed()
    left, right, height = page.evaluate(FIND, words)
    page.mouse.move(left, height)
    page.mouse.down()
    page.mouse.move(right, height, steps=5)
    page.mouse.up()


def look(page, name):
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def send(page):
    page.locator('[name="text"]').fill("Which ones?")
    page.locator(".writing button.main").click()
    expect(page.locator(".basket")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_words_are_marked_by_mouse_and_stay_where_they_were_marked(
    open_round, asked_round, barriers, width
):
    page = open_round(width)
    assert (barriers(page), page.evaluate(OVERFLOW) <= 0) == ([], True)
    expect(page.locator(MARKED)).to_be_hidden()
    drag(page, "We train")
    assert (barriers(page), page.evaluate(OVERFLOW) <= 0) == ([], True)
    look(page, f"marked-{width}")
    page.locator(MARKED).click()
    look(page, f"spoken-{width}")
    assert barriers(page) == []
    page.go_back()
    for words in ("We train", "more people", "🙂 words", "item of", "at last"):
        drag(page, words)
        expect(page.locator("[data-marked] q")).to_have_text(words)
        page.locator(MARKED).click()
        expect(page.locator('[name="quote"]')).to_have_value(words)
        send(page)
    told = list(asked_round.submission.comments.order_by("number"))
    document = narratives.text_of(told[0].narrative).document
    said = [document.text_between(each.start, each.end) for each in told]
    assert said == ["We train", "more people", "🙂 words", "item of", "at last"]
    assert told[0].start > told[3].start  # where they stand twice, those that were marked
    assert page.complaints == []


def test_words_are_marked_by_keyboard_alone(open_round, asked_round):
    page = open_round()
    page.locator("[data-words]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-marked] q")).to_contain_text("train EMO")
    page.keyboard.press("Enter")
    expect(page.locator('[name="quote"]')).to_have_value("train EMO-C01 Too few technicians")
    page.locator('[name="text"]').focus()
    page.keyboard.type("Which ones?")
    page.locator(".writing button.main").press("Enter")
    expect(page).to_have_url(ending(f"/consultations/{asked_round.consultation.pk}"))
    assert (asked_round.comment.start, asked_round.comment.end) == (4, 11)
    assert page.complaints == []


def test_escape_takes_the_mark_away_and_beyond_the_text_nothing_is_marked(open_round):
    page = open_round()
    page.locator("[data-words]").focus()
    page.keyboard.press("ArrowLeft")
    for _number in range(60):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-marked] q")).to_contain_text("at last.")
    page.keyboard.press("Escape")
    expect(page.locator(MARKED)).to_be_hidden()
    assert page.complaints == []


def test_without_scripts_the_words_are_typed(open_round, asked_round, vision):
    page = open_round(java_script_enabled=False)
    expect(page.locator(MARKED)).to_be_hidden()
    expect(page.locator("#marking")).to_be_hidden()
    page.locator(f'a.remark[href$="?narrative={vision.pk}"]').click()
    page.locator('[name="quote"]').fill("many more people")
    send(page)
    assert asked_round.comment.passage.now is not None


def test_the_steward_finds_the_comment_in_the_margin_of_the_editor(
    open_round, reader, live_server, asked_round, vision
):
    asked_round.speak(vision, quote="more people", text="Which ones?")
    asked_round.describe()
    asked_round.send()
    page = reader()
    let_in(page, asked_round.story.steward, live_server.url)
    page.goto(f"/roadmaps/electromobility/texts/{vision.pk}")
    expect(page.locator(".ProseMirror .spoken")).to_have_text("more people")
    expect(page.locator("[data-talks]")).to_contain_text("Which ones?")
    page.locator("[data-talks] a").click()
    expect(page.locator("#comment-1")).to_be_visible()

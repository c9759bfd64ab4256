"""The page on which a text is written, as a browser shows it."""

from playwright.sync_api import expect

from roadmaps import narratives
from roadmaps.models import Narrative

EDITOR = "[data-editor] .ProseMirror"
SAVED = "[data-status][data-state='saved']"
TOLD = "() => document.querySelector('[data-text]').editor.view.state.doc.textContent"
PASTE = """html => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.querySelector(".ProseMirror").dispatchEvent(event);
}"""


def text_of(narrative):
    """The text as the server has it."""
    return narratives.text_of(Narrative.objects.get(pk=narrative.pk)).document


def says(narrative):
    return text_of(narrative).text_content


def type_in(page, words):
    """Type at the end of the text."""
    page.locator(EDITOR).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def saved(page):
    expect(page.locator(SAVED)).to_have_text("All of it is saved.")


def paste(page, html):
    page.locator(EDITOR).click()
    page.evaluate(PASTE, html)

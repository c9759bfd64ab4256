"""A change of a text is proposed in the editor, seen in its place, and taken up."""

import pytest
from playwright.sync_api import expect

from roadmaps.models import Proposal
from tests.browser.screens import OVERFLOW
from tests.browser.writing_desk import EDITOR, says
from tests.roadmaps.test_proposed_texts import suggest, write

WHY = "Nobody is trained by force."
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('rumbo:'))"


@pytest.fixture
def written(steward, vision):
    write(steward, vision, 1, 1, "We train many people.")
    return vision


def choose(page, word):
    """Mark a word of the text, as one does by a double click."""
    page.evaluate(
        """word => {
            const { view } = document.querySelector("[data-text]").editor;
            const { doc } = view.state;
            const at = doc.textBetween(0, doc.content.size).indexOf(word) + 1;
            const chosen = view.state.selection.constructor.create(doc, at, at + word.length);
            view.dispatch(view.state.tr.setSelection(chosen));
            view.focus();
        }""",
        word,
    )


def begin(page, word):
    """Go from the text to the page on which one proposes, and put another word for one."""
    page.get_by_role("link", name="Propose a change").click()
    expect(page.locator(EDITOR)).to_have_text("We train many people.")
    page.locator(EDITOR).click()
    choose(page, "train")
    page.keyboard.type(word)


def is_fit(page, barriers):
    assert barriers(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    assert page.complaints == []


@pytest.mark.parametrize("width", [1440, 390])
def test_a_change_is_proposed_in_the_editor_and_nothing_is_sent_before(
    open_text, barriers, partner, written, width
):
    page = open_text(partner, width=width)
    begin(page, "educate")
    expect(page.locator("[data-status]")).to_have_text("Kept in this browser until you propose it.")
    page.reload()  # nothing was sent, and nothing is lost
    expect(page.locator(EDITOR)).to_have_text("We educate many people.")
    expect(page.locator("#id_markdown")).to_be_hidden()
    assert says(written) == "We train many people."
    is_fit(page, barriers)
    page.locator("#id_why").fill(WHY)
    page.get_by_role("button", name="Propose this").click()
    expect(page.locator(".passages ins")).to_contain_text("educate")
    assert page.url.endswith(f"/proposals/{Proposal.objects.get().pk}")
    assert page.evaluate(KEPT) == []
    assert page.complaints == []


@pytest.mark.parametrize("width", [1440, 390])
def test_it_is_seen_in_its_place_and_stands_in_the_text_once_it_is_taken_up(
    open_text, barriers, partner, steward, written, width
):
    made = suggest(partner, written)
    page = open_text(steward, width=width)
    expect(page.locator(".proposed-out")).to_have_text("train")
    expect(page.locator(".proposed-in")).to_have_text("educate")
    is_fit(page, barriers)
    page.locator(".proposed-in").click()
    page.wait_for_url(f"**/proposals/{made.pk}")
    is_fit(page, barriers)
    page.get_by_role("button", name="Accept what is chosen").click()
    expect(page.get_by_text("answered: Accepted")).to_be_visible()
    assert says(written) == "We educate many people."
    page.goto(f"/roadmaps/electromobility/texts/{written.pk}/history")
    expect(page.get_by_text("Partner, taken up by Steward")).to_be_visible()
    assert page.complaints == []


def test_one_begins_again_from_the_text_as_it_stands(open_text, partner, written):
    page = open_text(partner)
    begin(page, "educate")
    page.reload()
    page.get_by_role("button", name="Begin again").click()
    expect(page.locator(EDITOR)).to_have_text("We train many people.")


def test_what_cannot_be_proposed_is_said_and_what_was_typed_stays(
    open_text, partner, editor, written
):
    page = open_text(partner)
    begin(page, "educate")
    write(editor, written, 1, 22, "Nothing of it.")
    page.locator("#id_why").fill(WHY)
    page.get_by_role("button", name="Propose this").click()
    expect(page.locator("[data-status]")).to_contain_text("This was not proposed:")
    expect(page.locator(EDITOR)).to_have_text("We educate many people.")
    assert not Proposal.objects.exists()


def test_what_is_proposed_stays_at_its_words_while_others_type(
    open_text, partner, steward, written
):
    suggest(partner, written)
    page = open_text(steward)
    page.locator(EDITOR).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Today: ")
    expect(page.locator(".proposed-out")).to_have_text("train")

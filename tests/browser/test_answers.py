"""A round is answered: the table by keyboard, one response, and what the public reads."""

import pytest
from playwright.sync_api import expect

from roadmaps import answering
from tests.browser.conftest import ending, let_in
from tests.browser.screens import OVERFLOW, SCREENS, WIDE


@pytest.fixture
def over(asked_round):
    """The chamber said three things, and the round is over."""
    asked_round.open(audience="public").invite()
    for text in ("Too few technicians for high voltage.", "High voltage technicians retire."):
        asked_round.write(text=text)
    asked_round.write(text="We miss water.", type="omission", action="add", element="")
    asked_round.reach_the_end()
    return asked_round


@pytest.fixture
def table(over):
    return f"/consultations/{over.consultation.pk}/answers"


def test_comments_are_answered_together_by_keyboard_alone(reader, live_server, over, table):
    page = reader(WIDE)
    let_in(page, over.story.steward, live_server.url)
    page.goto(table)
    boxes = page.locator('input[name="comment"]')
    boxes.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator('input[name="comment"]:checked')).to_have_count(2)
    page.get_by_role("button", name="Answer together").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Response 1")).to_be_visible()
    page.locator("#id_disposition").select_option("noted")
    page.locator("#id_text").fill("We have read it.")
    page.locator('button[name="give"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pills")).to_contain_text("Given on")
    page.goto(table)
    boxes.first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(ending("/responses/" + str(over.consultation.responses.get().pk)))
    assert page.complaints == []


@SCREENS
def test_the_pages_of_the_answers_are_fit_for_everybody(
    reader, barriers, live_server, over, table, prefix, width
):
    steward, rows = over.story.steward, list(over.submission.comments.order_by("number"))
    said = {"disposition": "noted", "text": "We have read it."}
    given = answering.answer(steward, over.consultation, rows[:2], **said)
    answering.give(steward, [given])
    drafted = answering.answer(steward, over.consultation, rows[2:], **said)
    here = f"/consultations/{over.consultation.pk}"
    page = reader(width)
    let_in(page, steward, live_server.url)
    for address in (
        table, f"/responses/{drafted.pk}", f"{here}/outcome", f"{here}/answers/import", here,
    ):  # fmt: skip
        assert page.goto(prefix + address).status == 200, address
        assert barriers(page) == [], address
        assert page.evaluate(OVERFLOW) <= 0, f"{address} is wider than the screen"
    let_in(page, over.signer, live_server.url)
    page.goto(f"{prefix}/submissions/{over.submission.pk}")
    assert barriers(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    assert page.complaints == []

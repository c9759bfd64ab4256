"""From the mail to the receipt, as somebody of an association who has never been here."""

import os
import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import let_in
from tests.browser.screens import NARROW, OVERFLOW, SCREENS

TWO_MINUTES = 120
HASH = re.compile(r"[0-9a-f]{64}")
LINK = re.compile(r"/(?:es/)?consultations/\S+")
PICTURES = os.environ.get("PICTURES")  # a folder, for those who want to look


@pytest.fixture
def mailed(asked_round, mailoutbox):
    """The address in the mail that the signer got."""
    asked_round.open()
    mailoutbox.clear()
    asked_round.invite()
    mail = next(each for each in mailoutbox if each.to == [asked_round.signer.email])
    return LINK.search(mail.body).group(0)


def has_receipt(page, asked_round):
    shown = page.locator(".receipt .code")
    expect(shown).to_have_text(HASH)
    assert shown.inner_text() == asked_round.submission.receipt


def look(page, name, prefix, width):
    if PICTURES:
        where = f"{PICTURES}/{name}-{prefix.strip('/') or 'en'}-{width}.png"
        page.screenshot(path=where, full_page=True)


@SCREENS
def test_from_the_mail_to_the_receipt_in_two_minutes_on_four_pages(
    reader, barriers, live_server, asked_round, mailed, prefix, width
):
    page, begun = reader(width), time.monotonic()
    let_in(page, asked_round.signer, live_server.url)
    seen = []

    def arrive(name):
        seen.append(name)
        look(page, name, prefix, width)
        found = barriers(page), page.evaluate(OVERFLOW) <= 0, page.complaints
        assert found == ([], True, []), name

    assert page.goto(prefix + mailed).status == 200
    arrive("round")
    page.locator('a.remark[href$="?element=EMO-C01"]').click()
    expect(page.locator("blockquote.spoken")).to_contain_text("Too few technicians")
    arrive("comment")
    page.locator('[name="text"]').fill("In our region 400 are missing, not 1,200.")
    page.locator(".writing button.main").click()
    expect(page.locator(".basket")).to_be_visible()
    arrive("round again")
    page.locator(".basket a.button").click()
    arrive("check")
    page.locator('[name="publication"][value="named"]').check()
    page.locator('button[name="send"]').click()
    has_receipt(page, asked_round)
    arrive("receipt")
    assert seen == ["round", "comment", "round again", "check", "receipt"]
    assert time.monotonic() - begun < TWO_MINUTES


def test_by_keyboard_alone_and_without_scripts(reader, live_server, asked_round, mailed):
    page = reader(NARROW, java_script_enabled=False)
    let_in(page, asked_round.signer, live_server.url)
    page.goto(mailed)
    page.locator('a.remark[href$="?element=EMO-C01"]').focus()
    page.keyboard.press("Enter")
    page.locator('[name="text"]').focus()
    page.keyboard.type("Too few.")
    page.locator(".writing button.main").focus()
    page.keyboard.press("Enter")
    page.locator(".basket a.button").focus()
    page.keyboard.press("Enter")
    page.locator('[name="publication"]').first.focus()
    page.keyboard.press("Space")
    page.locator('button[name="send"]').focus()
    page.keyboard.press("Enter")
    has_receipt(page, asked_round)


@SCREENS
def test_what_stewards_see_is_fit_for_everybody(
    reader, barriers, live_server, asked_round, prefix, width
):
    asked_round.reach_sent()
    asked_round.invite(asked_round.rival)
    page = reader(width)
    let_in(page, asked_round.story.steward, live_server.url)
    here = f"/consultations/{asked_round.consultation.pk}"
    for name, address in (
        ("heard", here), ("invite", f"{here}/invite"), ("tray", f"{here}/tray"),
        ("list", "/consultations"), ("sent", f"/submissions/{asked_round.submission.pk}"),
    ):  # fmt: skip
        assert page.goto(prefix + address).status == 200, address
        look(page, name, prefix, width)
        assert barriers(page) == [], address
        assert page.evaluate(OVERFLOW) <= 0, f"{address} is wider than the screen"
    assert page.complaints == []

"""From the mail to the receipt, as somebody of an association who has never been here."""

import os
import re
import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ending, let_in
from tests.browser.screens import NARROW, OVERFLOW, SCREENS
from tests.factories import PASSWORD

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


@dataclass
class Way:
    """What somebody goes through: pages that are shown, fields that are filled, seconds."""

    page: Any
    barriers: Any
    looks: str  # language and width
    seen: list[str] = field(default_factory=list)
    fields: int = 0
    begun: float = field(default_factory=time.monotonic)

    def arrive(self, name):
        """A page is shown; it is fit for everybody, fits the screen, and nothing complains."""
        self.seen.append(name)
        if PICTURES:
            self.page.screenshot(path=f"{PICTURES}/{name}-{self.looks}.png", full_page=True)
        found = self.barriers(self.page), self.page.evaluate(OVERFLOW) <= 0, self.page.complaints
        assert found == ([], True, []), name

    def fill(self, where, text):
        self.fields += 1
        self.page.locator(where).fill(text)

    def choose(self, where):
        self.fields += 1
        self.page.locator(where).check()

    def sign_in(self, person):
        """The first page of somebody who has not come in here yet."""
        expect(self.page.locator("#id_login")).to_be_visible()
        self.arrive("sign in")
        self.fill("#id_login", person.email)
        self.fill("#id_password", PASSWORD)
        self.page.locator("main button.main").click()

    def __str__(self):
        seconds = time.monotonic() - self.begun
        return f"{len(self.seen)} pages, {self.fields} fields, {seconds:.1f} s ({self.looks})"


@SCREENS
def test_from_the_mail_to_the_receipt_in_two_minutes_on_six_pages(
    reader, barriers, asked_round, mailed, prefix, width
):
    page = reader(width)
    way = Way(page, barriers, f"{prefix.strip('/') or 'en'}-{width}")
    page.goto(prefix + mailed)
    way.sign_in(asked_round.signer)
    expect(page).to_have_url(ending(prefix + mailed))
    way.arrive("round")
    page.locator('a.remark[href$="?element=EMO-C01"]').click()
    expect(page.locator("blockquote.spoken")).to_contain_text("Too few technicians")
    way.arrive("comment")
    way.fill('[name="text"]', "In our region 400 are missing, not 1,200.")
    page.locator(".writing button.main").click()
    expect(page.locator(".basket")).to_be_visible()
    way.arrive("round again")
    page.locator(".basket a.button").click()
    expect(page.locator('button[name="send"]')).to_be_visible()
    way.arrive("check")
    way.choose('[name="publication"][value="named"]')
    page.locator('button[name="send"]').click()
    has_receipt(page, asked_round)
    way.arrive("receipt")
    assert (len(way.seen), way.fields) == (6, 4)
    assert time.monotonic() - way.begun < TWO_MINUTES
    print(way)


def test_by_keyboard_alone_and_without_scripts(reader, asked_round, mailed):
    page = reader(NARROW, java_script_enabled=False)
    page.goto(mailed)
    page.locator("#id_login").focus()
    page.keyboard.type(asked_round.signer.email)
    page.locator("#id_password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
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

"""Five people type 200 words each in one text at the same time, one of them without a line."""

import os
import re
import time

import pytest
from playwright.sync_api import expect

from roadmaps import roadmap as maps
from tests import factories
from tests.browser.writing_desk import EDITOR, TOLD, says

PEOPLE, WORDS = 5, int(os.environ.get("WORDS", "30"))  # by hand, two hundred each
OFFLINE = float(os.environ.get("OFFLINE", "1.5"))  # seconds without a line; by hand, a minute
CONVERGED = 2000  # milliseconds after the last key
TYPE = """({ name, count, apart }) => {
    const { view } = document.querySelector("[data-text]").editor;
    const text = Array.from({ length: count }, (_, k) => `${name}${k + 1} `).join("");
    const place = view.state.doc.resolve(apart ? view.state.doc.content.size - 1 : 1);
    view.dispatch(view.state.tr.setSelection(view.state.selection.constructor.near(place)));
    let at = 0;
    window.isTyping = new Promise((done) => {
        const typing = setInterval(() => {
            if (at === text.length) { clearInterval(typing); done(true); return; }
            view.dispatch(view.state.tr.insertText(text[at++]));
        }, 40);
    });
}"""


@pytest.fixture
def pages(open_text, steward, registrar, roadmap):
    found = []
    for number in range(PEOPLE):
        person = factories.person(registrar, name=f"Typist {number}")
        maps.grant(steward, roadmap, "editor", user=person)
        page = open_text(person)
        expect(page.locator(EDITOR)).to_be_visible()
        found.append(page)
    return found


@pytest.mark.parametrize("spot", ["each after the other's words", "all at one spot"])
def test_five_people_type_at_once_and_converge_with_every_word_whole(pages, vision, spot):
    for number, page in enumerate(pages):
        words = {"name": f"{'abcde'[number]}", "count": WORDS, "apart": spot.startswith("each")}
        page.evaluate(TYPE, words)
    pages[4].context.set_offline(True)  # for a while in between
    pages[0].wait_for_timeout(OFFLINE * 1000)
    pages[4].context.set_offline(False)
    for page in pages:
        assert page.evaluate("() => window.isTyping")
    begun = time.monotonic()
    while len({page.evaluate(TOLD) for page in pages}) > 1 or says(vision) != pages[0].evaluate(
        TOLD
    ):
        assert time.monotonic() - begun < CONVERGED / 1000, "they have not converged"
        pages[0].wait_for_timeout(50)
    took = time.monotonic() - begun
    found = set(re.findall(r"[a-e]\d+", says(vision)))
    wanted = {f"{name}{number + 1}" for name in "abcde" for number in range(WORDS)}
    assert wanted - found == set()
    print(f"{PEOPLE * WORDS} words, converged {took:.2f} s after the last key")

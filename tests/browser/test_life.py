"""The life of a map by its pages: steward, approver and signer, each in a browser of their own."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from roadmaps import elements
from tests.browser.conftest import ending, let_in
from tests.browser.test_pages import NARROW, OVERFLOW, WIDE

pytestmark = pytest.mark.django_db(transaction=True)
MAP = "/roadmaps/electromobility"
STEPS = f"{MAP}/steps"
LONG = "Every year 1,200 technicians retire, and 700 come out of the schools of the region. "
NOTED = re.compile(r"status of (409|422)|WebSocket connection")  # a refused form, in the console


@pytest.fixture
def browser_of(server, reader):
    """A browser of somebody's own; of nobody's where there is no person."""

    def open_as(person=None, width=WIDE, **habits):
        page = reader(width, base_url=server, **habits)
        if person:
            let_in(page, person, server)
        return page

    return open_as


@pytest.fixture
def fit(barriers):
    """Is the page fit for everybody, and without complaints?"""

    def check(page):
        assert barriers(page) == [], page.url
        assert page.evaluate(OVERFLOW) <= 0, f"{page.url} is wider than the screen"
        assert [each for each in page.complaints if not NOTED.search(each)] == [], page.url

    return check


def take(page, step, fit=None, **said):
    """Look what a step does, say what it asks for, and take it."""
    page.goto(STEPS)
    page.locator(f'a[href="{STEPS}/{step}"]').click()
    expect(page.get_by_role("heading", name="What will happen")).to_be_visible()
    if fit:
        fit(page)
    fill(page, **said)
    page.locator("main form button.main").click()


def fill(page, **said):
    for name, text in said.items():
        page.locator(f"#id_{name}").fill(text)


def taken(page, stage):
    expect(page).to_have_url(ending(STEPS))
    expect(page.locator(".stages [aria-current]")).to_have_text(stage)


def sign(page, decision="Cleared"):
    """By the link on one's own page."""
    page.goto("/account/work")
    page.get_by_role("link", name=re.compile("asks Treasury to sign off")).first.click()
    answer(page, decision)


def answer(page, decision="Cleared"):
    expect(page.get_by_role("heading", name="Clearance of Treasury")).to_be_visible()
    page.get_by_label(decision, exact=True).check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("It is signed.")).to_be_visible()


def ask(page, purpose):
    """Ask the treasury, as somebody who may."""
    page.goto(STEPS)
    page.get_by_role("link", name="Ask for clearance").click()
    page.get_by_label("Before").select_option(purpose)
    page.get_by_label("Organisation").select_option(label="Treasury")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("row", name="Treasury").first).to_be_visible()


def test_a_map_from_its_draft_to_its_end(browser_of, fit, story):
    steward, approver = browser_of(story.steward), browser_of(story.approver)
    signer, reader = browser_of(story.official), browser_of()
    it_is_reviewed_cleared_and_consulted_on(story, steward, approver, signer, fit)
    it_is_published_and_a_slip_is_corrected(story, steward, approver, reader, fit)
    what_changed_is_seen_before_it_is_cleared_and_published(story, steward, approver, signer, fit)
    it_ends_and_stays_readable(approver, reader, fit)


def it_is_reviewed_cleared_and_consulted_on(story, steward, approver, signer, fit):
    take(steward, "submit_for_review", fit, reason="Words are still sought.")
    taken(steward, "Internal review")
    ask(steward, "consultation")
    last_day = (timezone.now() + timedelta(days=40)).date().isoformat()
    round_one = {"title": "Round one", "brief": "What is missing?", "closes_at": last_day}
    take(approver, "open_consultation", fit, **round_one)
    expect(approver.locator(".errors")).to_contain_text("Treasury has not answered yet")
    expect(approver.locator("#id_title")).to_have_value("Round one")
    fit(approver)
    sign(signer)
    approver.locator("main form button.main").click()  # what was typed is still there
    taken(approver, "In consultation")
    approver.goto(f"{MAP}/editions/0.1")
    expect(approver.locator(".notice")).to_contain_text("draft for consultation until")
    take(approver, "close_consultation", reason="Everybody has answered.")
    taken(approver, "Revising")


def it_is_published_and_a_slip_is_corrected(story, steward, approver, reader, fit):
    story.write(story.editor, summary=LONG * 2)
    story.translate()
    take(steward, "submit_for_approval")
    taken(steward, "In approval")
    take(approver, "publish", note="The first edition.", label="2026")
    taken(approver, "In force")
    approver.goto(f"{MAP}/elements/EMO-C01")
    approver.get_by_role("link", name="Correct", exact=True).first.click()
    fit(approver)
    fill(approver, title="Too few engineers", reason="A wrong word.")
    approver.get_by_role("button", name="Publish a correction").click()
    expect(approver.get_by_text("The correction is published.")).to_be_visible()
    reader.goto(MAP)
    expect(reader.get_by_text("Edition 1.1", exact=False).first).to_be_visible()


def what_changed_is_seen_before_it_is_cleared_and_published(story, steward, approver, signer, fit):
    take(steward, "open_refresh")
    taken(steward, "Drafting")
    ask(steward, "publication")
    signer.goto(STEPS)  # the refresh asks anew for the other one too, so both are shown to choose
    signer.get_by_role("link", name="Read and sign Treasury").last.click()
    answer(signer)
    story.write(story.editor, summary=(LONG * 2).replace("1,200", "1,300"))
    elements.add(story.editor, story.now(), "technology", title="Solid-state cells", period="2029")
    story.translate()
    take(steward, "submit_for_review", reason="Words are still sought.")
    take(approver, "skip_consultation", reason="A few words.")
    taken(approver, "In approval")
    expect(approver.get_by_role("row", name="Treasury").last).to_contain_text("Changed since")
    approver.goto(f"{STEPS}/publish")
    for words in ("What changed since edition 1.1", "“Solid-state cells” was added"):
        expect(approver.get_by_text(words).first).to_be_visible()
    for sign_of_it in (".picture .sign.added", ".passages ins"):
        expect(approver.locator(sign_of_it).first).to_be_visible()
    it_is_cleared_anew(signer, fit)
    take(approver, "publish", fit, note="More is known.")
    taken(approver, "In force")


def it_is_cleared_anew(signer, fit):
    signer.goto(STEPS)
    signer.get_by_role("link", name="Read and sign Treasury").last.click()
    expect(signer.get_by_text("What has changed since you signed last")).to_be_visible()
    expect(signer.locator(".picture .sign.added").first).to_be_visible()
    fit(signer)
    answer(signer)


def it_ends_and_stays_readable(approver, reader, fit):
    take(approver, "retire", fit, reason="The sector went into that of vehicles.")
    taken(approver, "Retired")
    expect(approver.get_by_text("Nothing follows: this map has ended.")).to_be_visible()
    reader.goto("/id/roadmap/electromobility")
    expect(reader).to_have_url(ending(MAP))
    stone = reader.locator(".tombstone")
    expect(stone).to_contain_text("This map was retired on")
    expect(stone).to_contain_text("The sector went into that of vehicles.")
    expect(reader.locator(".items").get_by_role("link", name="Solid-state cells")).to_be_visible()
    fit(reader)
    stone.get_by_role("link", name="2.0").click()
    expect(reader.locator(".notice")).to_contain_text("no longer in force")
    fit(reader)


def test_how_many_checks_there_are_is_told_while_somebody_else_writes(browser_of, story):
    steward, editor = browser_of(story.steward), browser_of(story.editor)
    steward.goto(MAP)
    found = steward.locator("#found")
    expect(found).not_to_contain_text("should be mended")
    editor.goto(f"{MAP}/add/skill")
    editor.locator("#id_title").fill("Welding")
    editor.get_by_role("button", name="Save").click()
    expect(found).to_contain_text("1 should be mended")
    found.get_by_role("link", name="Checks").click()
    sentence = "No initiative trains people for “Welding”."
    expect(steward.get_by_role("link", name=sentence, exact=True)).to_be_visible()
    steward.get_by_role("link", name="Why this matters").first.click()
    expect(steward.locator("h1")).to_have_text("A skill that nobody supplies")


@pytest.mark.parametrize("start", ["", "/es"])
def test_it_is_fit_for_a_narrow_screen_without_scripts(browser_of, barriers, story, start):
    asked = story.ask(story.steward, "publication")
    story.sign(asked)
    story.write(story.editor, summary=LONG)
    story.reach_approval()
    page = browser_of(story.approver, NARROW, java_script_enabled=False)
    overrule = f"{MAP}/clearance/{asked.pk}/overrule"
    for address in (STEPS, f"{STEPS}/return_to_revision", overrule, "/checks"):
        assert page.goto(start + address).status == 200, address
    scripted = browser_of(story.approver, NARROW)
    for address in (STEPS, f"{STEPS}/publish", f"{MAP}/checks", "/checks/signoff_missing"):
        scripted.goto(start + address)
        assert barriers(scripted) == [], address
        assert scripted.evaluate(OVERFLOW) <= 0, address

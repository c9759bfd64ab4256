"""What changed, as people of all kinds read it."""

import pytest

from roadmaps import elements, workflow
from tests.browser.screens import OVERFLOW, SCREENS
from tests.roadmaps.things import now

PAGE = "/roadmaps/electromobility/diff"
LONG = "Every year 1,200 technicians retire, and only 700 come out of the schools of the region. "


@pytest.fixture
def changed(published, steward, editor, approver, challenge, skill):
    """An edition 2.0 in which something of everything is different."""
    workflow.open_refresh(steward, published)
    elements.edit(editor, challenge, now(published), summary=LONG * 2, period="2026/2031")
    workflow.adopt(approver, [published], note="A text.")
    workflow.open_refresh(steward, published)
    text = (LONG * 2).replace("1,200", "1,300")
    elements.edit(editor, challenge, now(published), summary=text, title="Hardly any technicians")
    elements.withdraw(editor, skill)
    elements.add(editor, published, "technology", title="Solid-state cells", period="2029")
    workflow.adopt(approver, [published], note="More is known.")


@SCREENS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_fit_for_everybody(reader, barriers, changed, prefix, width, scheme):
    page = reader(width, color_scheme=scheme)
    assert page.goto(f"{prefix}{PAGE}?from=2.0&to=3.0").status == 200
    assert barriers(page) == []
    assert page.complaints == []
    assert page.evaluate(OVERFLOW) <= 0


def test_it_works_without_scripts_and_a_sign_leads_to_its_sentences(reader, changed):
    page = reader(1440, java_script_enabled=False)
    page.goto(PAGE)
    page.get_by_label("From").fill("1.0")
    page.get_by_label("To (empty").fill("2.0")
    page.get_by_role("button", name="Compare").click()
    assert page.url.endswith("diff?from=1.0&to=2.0")
    page.locator("a[data-code=EMO-C01]").click()
    assert page.url.endswith("#of-EMO-C01")
    assert page.locator("#of-EMO-C01 li").count() == 2


def test_words_differ_without_colour(reader, changed):
    page = reader(1440)
    page.goto(f"{PAGE}?from=2.0&to=3.0")
    lines = "each => getComputedStyle(each).textDecorationLine"
    assert page.locator(".passages ins").first.evaluate(lines) == "underline"
    assert page.locator(".passages del").first.evaluate(lines) == "line-through"

"""A text is written by one, by several at once, without a line, and without scripts."""

import random

from playwright.sync_api import expect

from roadmaps import map_roles, narratives
from roadmaps.models import Narrative, Step
from roadmaps.narratives import Message
from roadmaps.prose import SCHEMA, rebase
from tests.browser.screens import OVERFLOW, SCREENS
from tests.browser.writing_desk import EDITOR, SAVED, TOLD, saved, says, type_in
from tests.roadmaps.prose.documents import Author


def test_what_is_typed_is_saved_letter_by_letter_and_every_letter_has_its_author(
    open_text, steward, vision
):
    page = open_text(steward)
    type_in(page, "A sector that leads.")
    saved(page)
    assert says(vision) == "A sector that leads."
    assert {row.author for row in Step.objects.all()} == {steward}
    page.reload()
    expect(page.locator(EDITOR)).to_have_text("A sector that leads.")
    assert page.complaints == []


def test_two_see_what_the_other_types_and_nothing_is_lost(open_text, steward, editor, vision):
    one, two = open_text(steward), open_text(editor)
    type_in(one, "We lead. ")
    saved(one)
    expect(two.locator(EDITOR)).to_have_text("We lead.")
    for letter in range(20):
        type_in(one, f"a{letter} ")
        type_in(two, f"b{letter} ")
    for page in (one, two):
        saved(page)
    expect(one.locator(EDITOR)).to_contain_text("b19")
    expect(two.locator(EDITOR)).to_contain_text("a19")
    words = says(vision)
    assert all(f"{who}{letter}" in words for who in "ab" for letter in range(20))
    assert one.evaluate(TOLD) == two.evaluate(TOLD) == words


def test_what_is_typed_without_a_line_is_kept_and_merged_on_return(
    open_text, steward, editor, vision
):
    page = open_text(steward)
    type_in(page, "First. ")
    saved(page)
    page.context.set_offline(True)
    type_in(page, "Offline. ")
    expect(page.locator("[data-status]")).to_contain_text("Not connected")
    base = Narrative.objects.get(pk=vision.pk).version
    other = [{"stepType": "replace", "from": 1, "to": 1,
              "slice": {"content": [{"type": "text", "text": "Others. "}]}}]  # fmt: skip
    narratives.write(editor, vision, Message(base, other, "elsewhere", 1))
    page.context.set_offline(False)
    saved(page)
    expect(page.locator(EDITOR)).to_have_text("Others. First. Offline. ")
    assert says(vision).strip() == "Others. First. Offline."


def test_whoever_lost_the_right_to_write_keeps_a_copy_of_what_was_not_saved(
    open_text, steward, editor, roadmap, vision
):
    page = open_text(editor)
    type_in(page, "Kept. ")
    saved(page)
    map_roles.revoke(steward, roadmap.roles.get(user=editor))
    type_in(page, "Not saved. ")
    expect(page.locator("[data-rescue] textarea")).to_have_value("Kept. Not saved. ")
    assert says(vision).strip() == "Kept."


@SCREENS
def test_the_pages_of_texts_are_fit_for_everybody(
    open_text, barriers, steward, vision, prefix, width
):
    page = open_text(steward, width=width)
    type_in(page, "A sector that leads.")
    expect(page.locator(SAVED)).to_be_visible()
    for address in ("text", f"texts/{vision.pk}", f"texts/{vision.pk}/history"):
        assert page.goto(f"{prefix}/roadmaps/electromobility/{address}").status == 200
        assert barriers(page) == [], address
        assert page.evaluate(OVERFLOW) <= 0, f"{address} is wider than the screen"
    assert page.complaints == []


def test_without_scripts_a_text_is_read_and_written_as_markdown(open_text, editor, vision):
    page = open_text(editor, java_script_enabled=False)
    page.locator("summary", has_text="Markdown").click()
    page.locator("#id_markdown").fill("## Why\n\nWe **lead**.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#id_markdown")).to_have_value("## Why\n\nWe **lead**.\n")
    page.goto("/roadmaps/electromobility/text")
    expect(page.locator("section.prose strong")).to_have_text("lead")


def test_SR_20_the_browser_and_the_server_carry_steps_in_the_same_way(open_text, steward, vision):
    """The same sequences by the editor's own module and by the server end in the same text."""
    page = open_text(steward)
    for seed in range(200):
        case = sequence(seed)
        found = page.evaluate(CARRY, case)
        assert found == case["expected"], seed


def sequence(seed):
    """A text, pending steps of one person, what others wrote meanwhile, and what comes of it."""
    chance = random.Random(seed)  # noqa: S311
    mine, others = Author(seed), Author(seed + 1)
    others.fresh += 500
    doc = mine.document()
    pending = mine.steps(doc).steps
    theirs, newest = [], doc
    for _turn in range(chance.randrange(1, 4)):
        made = others.steps(newest)
        theirs += made.steps
        newest = made.doc
    holding = [number for number in range(len(pending)) if chance.random() < 0.5]
    carried = rebase(newest, pending, theirs, holding) if pending and theirs else None
    expected = carried.document if carried else newest
    return {
        "doc": doc.to_json(),
        "pending": [step.to_json() for step in pending],
        "holding": holding,
        "theirs": [step.to_json() for step in theirs],
        "expected": normal(expected.to_json()),
    }


def normal(told):
    """A document as the browser writes it: marks in the order of the schema, nothing empty."""
    return SCHEMA.node_from_json(told).to_json()


CARRY = """async ({ doc, pending, holding, theirs }) => {
    const { pm } = await import("/static/django_prose_editor/editor.js");
    const { copyOf, pendingOf, received } = await import("/static/prose-copy.js");
    const { schema } = document.querySelector("[data-text]").editor;
    let state = pm.state.EditorState.create({
        doc: pm.model.Node.fromJSON(schema, doc), plugins: [copyOf(0)],
    });
    const change = state.tr;
    for (const each of pending) change.step(pm.transform.Step.fromJSON(schema, each));
    state = state.apply(change);
    pendingOf(state).forEach((each, at) => { each.holds = holding.includes(at); });
    const rows = [{ version: 1, client: "other", number: 1, steps: theirs }];
    state = received(state, theirs.length ? rows : [], "me");
    return state.doc.toJSON();
}"""

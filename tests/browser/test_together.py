"""Several people at one map, each with a browser of their own."""

import re

import pytest
from playwright.sync_api import expect

from changes.models import Change
from roadmaps import elements
from roadmaps import roadmap as maps
from tests.browser.conftest import let_in
from tests.browser.screens import SCREENS

pytestmark = pytest.mark.django_db(transaction=True)
MAP = "/roadmaps/electromobility"
CHALLENGE = f"{MAP}/elements/EMO-C01"
# A refused form is answered with a status that browsers note in the console.
NOTED = re.compile(r"status of (409|422)|ERR_INTERNET_DISCONNECTED|WebSocket connection")


@pytest.fixture
def desk(server, reader):
    """Opens a page of the map as one of its people."""

    def open_as(person, address=MAP, **habits):
        page = reader(base_url=server, **habits)
        let_in(page, person, server)
        page.goto(address)
        return page

    return open_as


@pytest.fixture
def partner_editor(steward, empty_map, partner, association):
    maps.grant(steward, empty_map, "editor", organisation=association)
    return partner


def complaints(page):
    return [each for each in page.complaints if not NOTED.search(each)]


def pen(page, name):
    """Open the form of one field where it stands."""
    page.locator(f'a[data-pen][href$="{name}"]').first.click()
    page.wait_for_selector(".inline form")


def saved(page):
    expect(page.locator(".inline .status")).to_have_text("Saved")


@pytest.fixture
def three(desk, editor, steward, partner_editor, roadmap):
    """Three people with the same element open, each in a browser of their own."""
    return [desk(person, CHALLENGE) for person in (editor, steward, partner_editor)]


def test_three_people_see_one_another_come_and_go(three):
    for page in three:
        expect(page.locator("#people li")).to_have_count(3)
    three[1].close()
    for page in (three[0], three[2]):
        expect(page.locator("#people li")).to_have_count(2)
        assert complaints(page) == []


def test_different_fields_at_the_same_moment_both_survive(three, challenge):
    one, two, looking = three
    pen(one, "field=title")
    pen(two, "field=severity")
    one.fill("[name=title]", "Hardly any technicians")
    two.select_option("[name=severity]", "5")
    saved(one)
    saved(two)
    expect(looking.locator("h1")).to_contain_text("Hardly any technicians")
    expect(looking.locator("#head")).to_contain_text("Critical")
    challenge.refresh_from_db()
    assert (challenge.title, challenge.severity) == ("Hardly any technicians", 5)
    assert [each for page in three for each in complaints(page)] == []


def test_the_same_field_clashes_and_both_values_are_kept(three, challenge):
    one, _two, other = three
    typed = {one: "Too few hands", other: "Technicians for batteries"}
    for page in typed:
        pen(page, "field=title")
    for page, title in typed.items():
        page.fill("[name=title]", title)
    for page in typed:
        expect(page.locator(".inline .clash, .inline .status:text('Saved')")).to_have_count(1)
    clashing, first = (other, one) if other.locator(".clash").count() else (one, other)
    expect(clashing.locator(".clash .theirs")).to_contain_text(typed[first])
    assert clashing.input_value("[name=title]") == typed[clashing]
    challenge.refresh_from_db()
    assert challenge.title == typed[first]
    clashing.click("text=Save what I wrote")
    expect(first.locator("#past")).to_contain_text(typed[clashing])
    challenge.refresh_from_db()
    assert challenge.title == typed[clashing]


def test_undo_takes_back_what_one_did_oneself(desk, editor, steward, roadmap, challenge):
    mine, theirs = desk(editor, CHALLENGE), desk(steward, CHALLENGE)
    pen(mine, "field=severity")
    mine.select_option("[name=severity]", "2")
    saved(mine)
    pen(theirs, "field=period")
    theirs.fill("[name=period]", "2031")
    saved(theirs)
    mine.click("text=Undo")
    expect(mine.locator("[data-room] .status")).to_have_text("Undone.")
    challenge.refresh_from_db()
    assert (challenge.severity, challenge.period) == (4, "2031")
    assert Change.objects.of(challenge).order_by("revision").last().verb == "undone"


def test_initials_stand_where_somebody_is(desk, editor, steward, roadmap):
    looking = desk(steward)
    writing = desk(editor, CHALLENGE)
    pen(writing, "field=title")
    expect(looking.locator('li[data-code="EMO-C01"] .badge')).to_have_text("E")
    expect(looking.locator('svg [data-code="EMO-C01"] .badge')).to_have_count(1)
    writing.close()
    expect(looking.locator(".badge")).to_have_count(0)


def test_what_is_typed_survives_a_reload_and_a_lost_connection(desk, editor, roadmap, challenge):
    page = desk(editor, CHALLENGE)
    pen(page, "field=title")
    page.context.set_offline(True)
    page.fill("[name=title]", "Typed on a train")
    expect(page.locator(".inline .status")).to_contain_text("no connection")
    challenge.refresh_from_db()
    assert challenge.title == "Too few technicians"
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(".unsaved")).to_contain_text("not saved")
    pen(page, "field=title")
    assert page.input_value("[name=title]") == "Typed on a train"
    page.click(".inline button.main")
    expect(page.locator("h1")).to_contain_text("Typed on a train")
    challenge.refresh_from_db()
    assert challenge.title == "Typed on a train"
    page.reload()
    expect(page.locator(".unsaved")).to_have_count(0)


def test_what_is_typed_survives_a_log_out(desk, editor, roadmap, challenge):
    page = desk(editor, CHALLENGE)
    pen(page, "field=title")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.fill("[name=title]", "Typed while signed out")
    expect(page.locator(".inline .status")).to_contain_text("signed in")
    page.context.add_cookies(cookies)
    page.goto(CHALLENGE)
    pen(page, "field=title")
    assert page.input_value("[name=title]") == "Typed while signed out"


def test_a_bar_is_moved_with_the_mouse_and_with_the_keyboard(
    desk, editor, steward, roadmap, initiative
):
    page, other = desk(editor), desk(steward)
    bar = page.locator('svg [data-code="EMO-I01"]')
    bar.scroll_into_view_if_needed()
    column = float(page.locator("svg.picture-svg").get_attribute("data-column"))
    place = bar.bounding_box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + column * 2, y, steps=8)
    page.mouse.up()
    moved = other.locator('svg [data-code="EMO-I01"][data-period="2028/2029"]')
    expect(moved).to_have_count(1)  # the picture of the other one moves, too
    expect(page.locator('svg [data-code="EMO-I01"][data-period="2028/2029"]')).to_have_count(1)
    page.locator('svg [data-code="EMO-I01"]').focus()
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator('svg [data-period="2027/2028"]')).to_have_count(1)
    page.locator('svg [data-code="EMO-I01"]').focus()
    page.keyboard.press("Alt+Shift+ArrowRight")
    expect(page.locator('svg [data-period="2027/2029"]')).to_have_count(1)
    initiative.refresh_from_db()
    assert initiative.period == "2027/2029"
    assert complaints(page) == []


def test_a_link_is_drawn_and_only_lawful_kinds_are_offered(desk, editor, roadmap, goal, initiative):
    page = desk(editor)
    page.locator('svg [data-code="EMO-I01"]').focus()
    page.keyboard.press("l")
    expect(page.locator('svg [data-code="EMO-I01"]')).to_have_class(re.compile("from"))
    page.locator('svg [data-code="EMO-G01"]').focus()
    page.keyboard.press("Enter")
    offered = page.locator("dialog input[name=kind]")
    expect(offered.first).to_be_visible()
    kinds = [offered.nth(n).get_attribute("value") for n in range(offered.count())]
    assert kinds == ["contributes_to", "conflicts_with"]
    page.check("dialog input[value=contributes_to]")
    page.click("dialog button.main")
    expect(page.locator("dialog")).to_have_count(0)
    link = initiative.links_out.get(target=goal)
    assert link.kind == "contributes_to"
    expect(page.locator(".link-contributes_to")).not_to_have_count(0)
    assert complaints(page) == []


def test_a_lane_is_filled_with_cells_from_a_spreadsheet(desk, editor, roadmap, goal):
    page = desk(editor, f"{MAP}/table/goal")
    page.locator("[name=new0-title]").focus()
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const more = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", more));
        }""",
        "".join(f'"Goal\n{number}"\tMeta {number}\tAumentar\t203{number}\n' for number in range(5)),
    )
    assert page.input_value("[name=new4-title]") == "Goal 4"
    page.fill("[name=EMO-G01-title]", "Share of cars that are electric")
    page.click("text=Save the table")
    expect(page.locator('[data-row="EMO-G06"]')).to_be_visible()
    titles = set(elements.KINDS["goal"].objects.values_list("title", "period", "direction"))
    assert ("Goal 4", "2034", "increase") in titles
    goal.refresh_from_db()
    assert goal.title == "Share of cars that are electric"
    assert len(set(Change.objects.order_by("-pk").values_list("request", flat=True)[:6])) == 1
    assert complaints(page) == []


def test_what_is_typed_in_a_lane_survives_a_reload_and_overwrites_nobody(
    desk, editor, steward, roadmap, challenge
):
    page = desk(editor, f"{MAP}/table/challenge")
    page.fill("[name=EMO-C01-title]", "Hardly any technicians")
    page.fill("[name=new1-title]", "Water")
    elements.edit(steward, challenge, challenge.revision, title="From the steward")
    page.reload()
    assert page.input_value("[name=EMO-C01-title]") == "Hardly any technicians"
    expect(page.locator(".lane .status")).to_contain_text("is in the table again")
    page.click("text=Save the table")
    expect(page.locator(".theirs")).to_contain_text("From the steward")
    page.click("text=Keep theirs")
    expect(page.locator('[data-row="EMO-C02"]')).to_be_visible()
    challenge.refresh_from_db()
    assert challenge.title == "From the steward"
    assert complaints(page) == []


def test_everything_is_written_without_scripts_too(desk, editor, steward, roadmap, challenge):
    page = desk(editor, f"{CHALLENGE}/edit?field=title", java_script_enabled=False)
    elements.edit(steward, challenge, challenge.revision, title="From the steward")
    page.fill("[name=title]", "From the editor")
    page.click("main button.main")
    expect(page.locator(".clash .theirs")).to_contain_text("From the steward")
    assert page.input_value("[name=title]") == "From the editor"
    page.click("text=Save what I wrote")
    expect(page.locator("h1")).to_contain_text("From the editor")
    challenge.refresh_from_db()
    assert challenge.title == "From the editor"


@SCREENS
def test_the_pages_for_writing_have_no_barriers(
    desk, editor, roadmap, goal, barriers, width, prefix
):
    figure = goal.figures.get()
    page = desk(editor, width=width)
    for address in (
        "", "/history", "/edit", "/add/goal", "/table/goal", "/elements/EMO-C01/edit",
        "/elements/EMO-I01/links/add", "/elements/EMO-I01/links/add?target=EMO-C01",
        "/elements/EMO-C01/withdraw", f"/figures/{figure.pk}/edit",
    ):  # fmt: skip
        page.goto(f"{prefix}{MAP}{address}")
        assert barriers(page) == [], address
        is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not is_wide, address
    assert complaints(page) == []

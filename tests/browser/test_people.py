"""Inviting, arriving, giving and leaving, and looking with other eyes, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from accounts import people
from accounts.models import User
from roadmaps import map_roles
from roadmaps.models import Look, MapRole
from tests import factories
from tests.accounts.test_invitations import LINK
from tests.browser.conftest import ending, let_in
from tests.browser.screens import OVERFLOW, SCREENS, WIDE

MAP = "/roadmaps/electromobility"
PASSWORD = factories.PASSWORD
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@pytest.fixture
def signed_in(server, reader):
    """Opens a page as somebody who has come in."""

    def open_as(person, address, width=WIDE, **habits):
        page = reader(width, base_url=server, **habits)
        let_in(page, person, server)
        page.goto(address)
        return page

    return open_as


@pytest.fixture
def fit(barriers):
    """Is the page fit for everybody, and as wide as the screen?"""

    def check(page):
        assert barriers(page) == [], page.url
        assert page.evaluate(OVERFLOW) <= 0, f"{page.url} is wider than the screen"
        assert page.complaints == [], page.url

    return check


def sign_in(page, email):
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()


@SCRIPTS
def test_somebody_is_invited_arrives_works_and_leaves(
    signed_in, reader, server, steward, empty_map, mailoutbox, scripts
):
    page = signed_in(steward, f"{MAP}/people", java_script_enabled=scripts)
    page.locator("#invite_email").fill("ana@example.org")
    page.locator("#invite_role").select_option("editor")
    page.locator("form:has(#invite_email) button").click()
    assert page.locator("h1").inner_text() == "Invite ana@example.org to the role “Editor”?"
    expect(page.locator(".effects li")).to_have_count(7)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("button", name="Withdraw ana@example.org")).to_be_visible()

    link = LINK.search(mailoutbox[0].body)[1]
    hers = reader(base_url=server, java_script_enabled=scripts)
    hers.goto(f"/invitations/{link}")
    hers.get_by_label("Name").fill("Ana Ruiz")
    hers.get_by_label("Password").fill(PASSWORD)
    hers.get_by_role("button", name="Make my account and accept").click()
    sign_in(hers, "ana@example.org")
    expect(hers).to_have_url(ending(MAP))
    hers.get_by_role("link", name="People", exact=True).click()
    expect(hers.get_by_role("row", name="Ana Ruiz").get_by_text("Editor")).to_be_visible()

    hers.get_by_role("link", name="Ana Ruiz").click()
    hers.get_by_role("link", name="Organisations", exact=True).click()
    hers.get_by_role("link", name="Give up").click()
    assert "You may no longer read the working copy" in hers.locator(".effects").inner_text()
    hers.get_by_role("button", name="Give it up").click()
    assert hers.goto(f"{MAP}/people").status == 404
    assert not MapRole.objects.filter(user__email="ana@example.org").exists()


@SCRIPTS
def test_a_role_is_shown_for_what_it_means_before_it_is_changed(
    signed_in, steward, editor, empty_map, scripts
):
    page = signed_in(steward, f"{MAP}/people", java_script_enabled=scripts)
    page.get_by_role("row", name="Editor").get_by_role("link", name="Change").click()
    page.get_by_label("Role").select_option("reviewer")
    page.get_by_label("Declared interest").fill("A sister sells cells.")
    page.get_by_role("button", name="Look what it means").click()
    losses = page.locator(".effects .loss")
    expect(losses.filter(has_text="may no longer write elements")).to_have_count(1)
    assert MapRole.objects.get(user=editor).role == "editor"
    page.get_by_role("button", name="Change it").click()
    expect(page).to_have_url(ending("/people"))
    row = page.get_by_role("row", name="Editor")
    expect(row.get_by_role("cell", name="Reviewer", exact=True)).to_be_visible()
    expect(row.get_by_text("A sister sells cells.")).to_be_visible()


@SCRIPTS
def test_a_steward_looks_with_the_eyes_of_an_editor_and_cannot_write(
    signed_in, steward, challenge, empty_map, scripts
):
    page = signed_in(steward, "/account/view-as", java_script_enabled=scripts)
    page.locator("select").select_option("role:editor")
    page.get_by_role("button", name="Look").click()
    banner = page.get_by_role("region", name="View as")
    assert "somebody with the role “Editor”" in banner.inner_text()
    page.goto(f"{MAP}/elements/EMO-C01/edit")
    page.locator("#id_title").fill("Not mine")
    page.get_by_role("button", name="Save").click()
    if scripts:
        page.wait_for_timeout(300)
    page.goto(f"{MAP}/elements/EMO-C01")
    assert page.locator("h1").inner_text().startswith("Too few technicians")
    page.get_by_role("region", name="View as").get_by_role("button").click()
    expect(page.get_by_role("region", name="View as")).to_have_count(0)
    assert Look.objects.get().ended_at is not None


@SCREENS
def test_every_page_about_people_is_fit_for_everybody(
    signed_in, reader, server, fit, barriers, registrar, steward, editor, partner, association,
    roadmap, mailoutbox, prefix, width,
):  # fmt: skip
    people.join(registrar, steward, association, role="manager", position="Director of a long name")
    map_roles.grant(steward, roadmap, "reviewer", user=partner, until="2099-12-31", interest="Yes.")
    page = signed_in(steward, f"{prefix}{MAP}/people", width)
    fit(page)
    page.locator("form:has(#grant_holder) button").click()
    expect(page.locator(".errors")).to_be_visible()
    assert barriers(page) == []
    page.complaints.clear()  # the browser notes that nothing was chosen
    page.goto(f"{prefix}{MAP}/people")
    page.locator("#invite_email").fill("ana@example.org")
    page.locator("form:has(#invite_email) button").click()
    fit(page)
    page.locator("main form button").click()
    fit(page)
    held = roadmap.roles.get(user=editor)
    own = partner.memberships.get()
    organisation = f"/organisations/{association.code}"
    for address in (
        f"{MAP}/people/{held.pk}/change", f"{MAP}/people/{held.pk}/revoke", organisation,
        f"{organisation}/members/{own.pk}/change", f"{organisation}/members/{own.pk}/remove",
        f"{organisation}/leave", "/account/memberships", "/account/view-as", "/account/data",
        f"{MAP}/history",
    ):  # fmt: skip
        assert page.goto(prefix + address).status == 200, address
        fit(page)
    guest = reader(width, base_url=server)
    guest.goto(f"{prefix}/invitations/{LINK.search(mailoutbox[0].body)[1]}")
    fit(guest)


@SCREENS
def test_every_page_with_other_eyes_is_fit_for_everybody(
    signed_in, fit, barriers, steward, roadmap, prefix, width
):
    page = signed_in(steward, f"{prefix}/account/view-as", width)
    page.get_by_role("button", name=re.compile("Look|Mirar")).click()
    fit(page)
    page.goto(f"{prefix}/account/data")
    assert barriers(page) == []
    assert page.evaluate(OVERFLOW) <= 0


def test_they_are_fit_for_everybody_in_the_dark(signed_in, fit, steward, roadmap):
    page = signed_in(steward, f"{MAP}/people", color_scheme="dark")
    fit(page)
    held = roadmap.roles.get(user__name="Editor")
    page.goto(f"{MAP}/people/{held.pk}/revoke")
    fit(page)
    page.goto("/account/view-as")
    page.get_by_role("button", name="Look").click()
    fit(page)


def test_an_account_is_closed_for_ever(signed_in, editor, empty_map):
    page = signed_in(editor, "/account/data")
    page.get_by_label("Your e-mail, to show that you mean it").fill(editor.email)
    page.get_by_role("button", name="Close my account for ever").click()
    expect(page.get_by_text("Your account is closed.")).to_be_visible()
    assert User.objects.get(pk=editor.pk).closed_at is not None

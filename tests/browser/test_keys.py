import re

import pytest
from playwright.sync_api import expect

from accounts import keys
from accounts.models import Key
from tests import factories
from tests.browser.conftest import ending
from tests.browser.screens import OVERFLOW, SCREENS, WIDE

SECRET = re.compile(r"rumbo_[-\w]{43}", re.ASCII)
PAGE = "/account/keys"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@pytest.fixture
def signed_in(reader, editor):
    """Opens the page of keys as the editor, by way of the page to sign in."""

    def open_as(width=WIDE, prefix="", **habits):
        page = reader(width, **habits)
        page.goto(prefix + PAGE)
        page.locator("#id_login").fill(editor.email)
        page.locator("#id_password").fill(factories.PASSWORD)
        page.locator("main button.main").click()
        expect(page).to_have_url(ending(prefix + PAGE))
        return page

    return open_as


@SCRIPTS
def test_SR_28_a_key_is_made_seen_once_and_revoked(signed_in, editor, scripts):
    page = signed_in(java_script_enabled=scripts)
    expect(page.locator("main .empty")).to_be_visible()
    page.get_by_label("Name").fill("Nightly copy")
    page.get_by_label("Read", exact=True).check()
    page.get_by_role("button", name="Make a key").click()
    secret = page.locator("#secret").inner_text()
    assert SECRET.fullmatch(secret)
    assert f"Bearer {secret}" in page.locator("#example").inner_text()
    assert keys.find(secret).user == editor

    page.get_by_role("banner").get_by_role("link", name=editor.name).click()
    page.get_by_role("link", name="Keys", exact=True).click()
    assert not SECRET.search(page.content())
    row = page.get_by_role("row", name="Nightly copy")
    row.locator("summary").click()
    row.get_by_role("button").click()
    expect(page).to_have_url(ending(PAGE))
    expect(page.get_by_role("row", name="Nightly copy").get_by_text("Revoked")).to_be_visible()
    assert keys.find(secret) is None
    assert page.complaints == []


def test_what_is_wrong_is_said_beside_the_way_to_it(signed_in, barriers):
    page = signed_in()
    page.get_by_label("Name").fill("Nothing")
    page.get_by_role("button", name="Make a key").click()
    page.locator(".errors a").click()
    assert page.evaluate("() => document.activeElement.id") == "id_scopes"
    assert page.get_by_label("Name").input_value() == "Nothing"
    assert barriers(page) == []
    assert not Key.objects.exists()


@SCREENS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_fit_for_everybody(signed_in, barriers, editor, prefix, width, scheme):
    keys.make(editor, "A key with a name that is far longer than anybody would need", ["read"])
    keys.revoke(editor, keys.make(editor, "Old", ["read", "comment", "write"])[0])
    page = signed_in(width, prefix, color_scheme=scheme)
    page.locator("summary").first.click()
    assert barriers(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    page.locator("#id_name").fill("Nightly copy")
    page.locator("#id_scope_read").check()
    page.locator("form.narrow button").click()
    assert SECRET.fullmatch(page.locator("#secret").inner_text())
    assert barriers(page) == []
    assert page.complaints == []
    assert page.evaluate(OVERFLOW) <= 0, "The page with a secret is wider than the screen."

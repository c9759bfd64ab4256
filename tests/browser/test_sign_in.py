"""Coming in and the pages about oneself, in a real browser, with an app, a passkey, a provider."""

import pytest
from playwright.sync_api import expect

from accounts import factors
from tests.accounts import authenticator
from tests.accounts.provider import ana, provider
from tests.browser.conftest import ending
from tests.browser.screens import OVERFLOW, SCREENS
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = ["/sign-in", "/sign-in/code", "/sign-in/password", "/sign-in/password/sent", "/sign-up",
          "/sign-in/cancelled", "/account/email/release/x", "/account/email/confirm/x",
          "/sign-in/password/x/y", "/sign-in/password/changed", "/sign-in/closed"]  # fmt: skip
INSIDE = ["/account", "/account/email", "/account/password", "/account/sessions", "/account/keys",
          "/account/is-it-you", "/account/is-it-you/code", "/account/second-factor",
          "/account/second-factor/app/remove", "/account/second-factor/codes",
          "/account/second-factor/codes/new", "/account/second-factor/passkeys/add",
          "/sign-out"]  # fmt: skip


def fill_in(page, person, prefix="", address="/account"):
    page.goto(f"{prefix}/sign-in?next={prefix}{address}")
    page.locator("#id_login").fill(person.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button.main").click()


def type_code(page, secret=authenticator.SECRET):
    page.locator("#id_code").fill(authenticator.fresh_code(secret))
    page.locator("main form:has(#id_code) button.main").click()


@pytest.fixture
def fit(barriers):
    """That a page is for everybody: no barriers, nothing beside the screen, no complaints."""

    def look(page):
        assert barriers(page) == [], page.url
        assert page.evaluate(OVERFLOW) <= 0, f"{page.url} is wider than the screen"
        assert page.complaints == [], page.url
        expect(page.locator("h1")).to_have_count(1)

    return look


@pytest.fixture
def guarded(steward):
    factors.tie_app(steward, authenticator.SECRET)
    return steward


@SCREENS
def test_the_pages_by_which_one_comes_in_are_fit_for_everybody(reader, fit, prefix, width):
    page = reader(width)
    for address in BEFORE:
        assert page.goto(prefix + address).status == 200, address
        fit(page)


@SCREENS
def test_SR_25_a_person_signs_in_with_password_and_app(reader, fit, guarded, prefix, width):
    page = reader(width)
    fill_in(page, guarded, prefix)
    expect(page).to_have_url(ending(f"{prefix}/sign-in/second-step"))
    fit(page)
    page.locator("#id_code").fill("12")
    page.locator("main form:has(#id_code) button.main").click()
    fit(page)
    page.locator(".errors a").click()
    assert page.evaluate("() => document.activeElement.id") == "id_code"
    type_code(page)
    expect(page).to_have_url(ending(f"{prefix}/account"))
    fit(page)
    page.goto(f"{prefix}/account/second-factor/codes/new")
    page.locator("main button.main").click()
    fit(page)
    for address in INSIDE:
        assert page.goto(prefix + address).status == 200, address
        fit(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_SR_25_an_app_is_set_up_before_anything_else(reader, fit, steward, roadmap, scripts):
    page = reader(java_script_enabled=scripts)
    fill_in(page, steward, address="/roadmaps/electromobility")
    expect(page).to_have_url(ending("/account/second-factor"))
    page.get_by_role("link", name="Set up an app").click()
    if scripts:
        fit(page)
    assert page.locator("img.qr").evaluate("picture => picture.naturalWidth") > 100
    type_code(page, page.locator("#secret").inner_text())
    expect(page.locator(".codes li")).to_have_count(10)
    if scripts:
        fit(page)
    assert page.goto("/roadmaps/electromobility").status == 200
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


@pytest.fixture
def device():
    """Puts a device with passkeys into a browser, as one with a fingerprint reader has it."""

    def put_in(page):
        line = page.context.new_cdp_session(page)
        line.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }  # fmt: skip
        made = line.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return line, made["authenticatorId"]

    return put_in


@pytest.fixture
def with_passkey(reader, device, steward):
    """The steward, who has just added a passkey as their second factor."""

    def open_as(prefix, width):
        page = reader(width)
        device(page)
        fill_in(page, steward, prefix)
        page.goto(f"{prefix}/account/second-factor/passkeys/add")
        page.locator("#id_name").fill("Laptop at work")
        page.locator("main form button").click()
        page.wait_for_url("**/second-factor/codes")
        return page

    return open_as


@SCREENS
def test_SR_25_a_passkey_signs_one_in(with_passkey, fit, steward, prefix, width):
    page = with_passkey(prefix, width)
    assert factors.of(steward).get().wrap().name == "Laptop at work"
    page.goto(f"{prefix}/account/is-it-you/passkey?next={prefix}/account")
    fit(page)
    page.locator("main form button").click()
    page.wait_for_url(f"**{prefix}/account")
    page.locator(".self form button").click()
    fill_in(page, steward, prefix)
    fit(page)
    page.locator("[data-passkey] button").click()
    page.wait_for_url(f"**{prefix}/account")
    assert page.complaints == []


@SCREENS
def test_SR_25_a_passkey_is_renamed_and_the_last_one_stays(
    with_passkey, fit, steward, prefix, width
):
    page = with_passkey(prefix, width)
    page.goto(f"{prefix}/account/second-factor")
    page.locator('main a[href$="/rename"]').click()
    fit(page)
    page.locator("#id_name").fill("The grey one")
    page.locator("main button.main").click()
    expect(page.get_by_text("The grey one").first).to_be_visible()
    page.locator('main a[href$="/remove"]').click()
    fit(page)
    page.locator("main button.main").click()
    fit(page)
    expect(page.locator(".messages li")).to_have_count(1)
    assert factors.of(steward).count() == 1


def test_a_device_that_says_no_is_told_of_and_nothing_is_lost(reader, device, editor):
    page = reader()
    line, key = device(page)
    fill_in(page, editor)
    page.goto("/account/second-factor/passkeys/add")
    line.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    line.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')); }")
    page.locator("#id_name").fill("Laptop")
    page.locator("main form button").click()
    assert "did not answer" in page.get_by_role("alert").inner_text()
    assert page.locator("#id_name").input_value() == "Laptop"
    assert not factors.of(editor).exists()


def test_a_person_signs_in_with_the_provider(reader, fit, editor, settings):
    with provider(settings, ana(email=editor.email)):
        page = reader()
        page.goto("/es/sign-in?next=/es/account")
        fit(page)
        page.get_by_role("link", name="Entrar con the ministry").click()
        page.locator("form button[value=ana]").click()
        page.wait_for_url("**/es/account")
    expect(page.get_by_text(editor.email)).to_be_visible()


def test_who_has_tried_too_often_is_told_how_long_to_wait(reader, barriers, editor):
    for prefix in ("", "/es"):
        page = reader()
        for _try in range(11):
            page.goto(f"{prefix}/sign-in")
            page.locator("#id_login").fill(editor.email)
            page.locator("#id_password").fill("not this one")
            page.locator("main button.main").click()
        assert "15" in page.locator("main .lead").inner_text()
        assert barriers(page) == []

import pytest


@pytest.fixture
def page(browser):
    """A page that knows no other site, and what it complained about."""
    page = browser.new_page()
    page.complaints = []
    page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    page.close()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("docs#/initiatives", "#operations-initiatives-initiatives_list"),
        ("redoc", "h2:has-text('initiatives')"),
    ],
)
def test_the_api_is_told_to_people_without_any_other_site(live_server, page, address, shown):
    response = page.goto(f"{live_server.url}/api/v1/{address}")
    policy = response.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    page.wait_for_selector(shown, timeout=20_000, state="attached")
    assert page.complaints == []
    assert all(url.startswith((live_server.url, "data:", "blob:")) for url in page.asked)

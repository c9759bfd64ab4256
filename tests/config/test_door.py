"""What every answer carries, whatever it is and whichever way it takes."""

import re

import pytest
from django.conf import settings as configured
from django.test import Client

from roadmaps.views import portfolio
from tests.addresses import everywhere
from tests.factories import PASSWORD

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Reporting-Endpoints": 'csp="/csp-reports"',
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
OF_A_PAGE = ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
OTHERS = [  # what stands on no line of the URL map, or is answered in another way
    "/static/rumbo.css", "/static/rumbo.svg", "/static/nothing.js", "/nowhere", "/es",
    "/es/nowhere",
    "/roadmaps/nothing", "/?nothing=1", "/api/v1/nowhere", "/api/v1/sectors?nothing=1", "/api",
    "/api/v1/goals?format=csv", "/roadmaps/electromobility/picture.png?nothing=1", "/%00", "//",
    "/sectors/%ED%A0%80", "/api/v1/roadmaps/nothing", "/api/v1/roadmaps/electromobility?format=csv",
]  # fmt: skip


def complaints(response):
    """What is wrong with the headers of an answer."""
    headers = response.headers
    for name, value in HEADERS.items():
        if headers.get(name) != value:
            yield f"{name}: {headers.get(name)}"
    policy = headers.get("Content-Security-Policy", "")
    is_closed = "default-src 'none'" in policy
    is_ours = "default-src 'self'" in policy and all(each in policy for each in OF_A_PAGE)
    if "unsafe" in policy or not (is_closed or is_ours):
        yield f"Content-Security-Policy: {policy}"
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        yield "Permissions-Policy"
    for_all = headers.get("Access-Control-Allow-Origin") == "*"
    if headers.get("Cross-Origin-Resource-Policy") != (
        "cross-origin" if for_all else "same-origin"
    ):
        yield "Cross-Origin-Resource-Policy"
    if "Server" in headers or "X-Powered-By" in headers:
        yield "It says what it is made of."


@pytest.mark.parametrize("signed_in", [False, True], ids=["nobody", "editor"])
def test_SR_33_every_answer_carries_every_header(published, editor, signed_in):
    client = Client()
    if signed_in:
        client.force_login(editor)
    found = [address for _route, address in everywhere()] + OTHERS
    assert len(found) > 120
    wrong = {}
    for address in found:
        response = client.get(address)
        if said := list(complaints(response)):
            wrong[address] = response.status_code, said
    assert wrong == {}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace", "head"])
def test_SR_33_so_does_an_answer_to_another_verb(client, published, method):
    for address in ("/", "/api/v1/goals", "/api/v1/roadmaps/electromobility", "/csp-reports"):
        assert list(complaints(getattr(client, method)(address))) == []


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_pages_are_asked_in_the_ways_of_browsers_alone(client, published, method):
    for address in ("/", "/roadmaps/electromobility/edit", "/sign-in", "/account", "/language/"):
        response = getattr(client, method)(address)
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_SR_33_so_does_an_error_of_ours(db, monkeypatch):
    client = Client(raise_request_exception=False)
    monkeypatch.setattr(portfolio, "cards", None)
    response = client.get("/")
    assert response.status_code == 500
    assert list(complaints(response)) == []


def test_SR_33_so_does_the_answer_to_a_foreign_host(client, db):
    for address in ("/", "/api/v1/goals"):
        response = client.get(address, headers={"Host": "evil.example"})
        assert response.status_code == 400
        assert list(complaints(response)) == []


def test_SR_33_a_page_may_load_what_is_ours_and_say_what_it_may_not(client, published):
    policy = client.get("/").headers["Content-Security-Policy"]
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert directives.pop("default-src") == "'self'"
    assert directives.pop("img-src") == "'self' data:"
    assert directives.pop("report-uri") == "/csp-reports"
    assert directives.pop("report-to") == "csp"
    assert {f"{name} {value}" for name, value in directives.items()} == set(OF_A_PAGE)


@pytest.mark.parametrize(
    "address",
    ["/", "/api/v1/goals", "/api/v1/roadmaps/electromobility", "/static/rumbo.css", "/nowhere"],
)
def test_SR_33_over_https_browsers_are_told_to_stay_there(client, published, settings, address):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    told = client.get(address, secure=True).headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" not in client.get(address).headers


def test_SR_32_cookies_are_for_us_alone(client, editor):
    client.get("/sign-in")
    client.post("/sign-in", {"login": editor.email, "password": PASSWORD})
    client.post("/language/setlang/", {"language": "es"})
    names = (
        configured.SESSION_COOKIE_NAME, configured.CSRF_COOKIE_NAME, "language",
        configured.KNOWN_BROWSER_COOKIE,
    )  # fmt: skip
    assert set(client.cookies) == {*names}
    for name in names:
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", ""), name
        assert cookie["path"] == "/"


def test_SR_29_a_key_in_an_address_is_refused_everywhere(client, published):
    secret = "rumbo_" + "A1-_" * 10
    for _route, address in everywhere():
        response = client.get(f"{address}?access_token={secret}")
        assert response.status_code == 400, address
        assert secret not in response.content.decode()
    assert client.get("/", {"q": secret.replace("_", "%5F", 1)}).status_code == 400
    assert client.get("/api/v1/goals", {"q": "rumbo_for_everybody"}).status_code == 200


@pytest.mark.parametrize("query", ["", "?as_of=2026-05-05T10:00:00%0d%0aX:y", "?lang=es%22;x=%22"])
def test_SR_23_names_of_files_are_plain_whatever_is_asked(published, editor, query):
    client = Client()
    client.force_login(editor)
    named = 0
    for _route, address in everywhere():
        headers = {"Accept": "text/csv"} if address.endswith("/electromobility") else {}
        response = client.get(address + query, headers=headers)
        if name := response.headers.get("Content-Disposition"):
            named += 1
            assert re.fullmatch(r'(inline|attachment); filename="[\w.-]{1,80}"', name, re.ASCII)
        for value in response.headers.values():
            assert not re.search(r"[\r\n\0]", value)
    assert named >= (5 if not query else 0)


def test_each_answer_of_the_api_has_a_number_of_its_own(client, db):
    numbers = {client.get("/api/v1/nowhere").headers["X-Request-ID"] for _try in range(3)}
    assert len(numbers) == 3

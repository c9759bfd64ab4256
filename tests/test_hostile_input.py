"""Every route is sent what no honest program sends: it says no in a moment, and never breaks."""

import json
import time
import uuid
from urllib.parse import quote

import pytest
from django.test import Client

from tests.addresses import everywhere

SOON = 1  # second
METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace", "propfind")
DEEP = 20_000
BODIES = {
    "nul": json.dumps({"title": "a\0b", "base": 1}),
    "surrogate": '{"title": "\\ud800", "base": 1}',
    "not utf-8": b'{"title": "\xff\xfe"}',
    "deep list": "[" * DEEP + "]" * DEEP,
    "deep object": '{"a":' * DEEP + "1" + "}" * DEEP,
    "unended": "[" * DEEP,
    "nan": '{"base": NaN, "title": "x"}',
    "infinite": '{"base": -Infinity}',
    "twice": '{"title": "x", "title": "y", "base": 1}',
    "a list": "[1, 2, 3]",
    "a word": '"title"',
    "wrong types": json.dumps({"title": {"a": []}, "base": [True], "after": 1.5, "operations": 7}),
    "1 MB": json.dumps({"title": "x" * 1_000_000, "base": 1}),
    "huge number": '{"base": ' + "9" * 4000 + ', "title": "x"}',
    "huge exponent": '{"base": 1e999999, "low": 1e400}',
    "many members": json.dumps({f"m{number}": number for number in range(20_000)}),
}
QUERIES = {
    "nul": "q=%00&as_of=%00&cursor=%00",
    "surrogate": "q=%ED%A0%80&as_of=%ED%A0%80&next=%ED%A0%80",
    "nonsense": "%&%%&%zz=%u0041&==&&&;",
    "forged cursor": "cursor=eyJ4IjoxfQ:AAAA",
    "cut cursor": "cursor=ey&after=ey",
    "twice": "limit=1&limit=2&q=a&q=b",
    "long": "q=" + "x" * 100_000,
    "many": "&".join(f"p{number}=1" for number in range(2_000)),
    "numbers": "limit=" + "9" * 5000 + "&as_of=" + "9" * 5000,
    "sql": "q=%27%3B+DROP+TABLE+x%3B--&sort=1%3Bselect&code=%27",
}
HEADERS = {
    "forwarded": {"X-Forwarded-For": ", ".join(["nonsense\t", "::ffff:1.2.3.4", "x" * 5000] * 50)},
    "languages": {"Accept-Language": ",".join(f"x{number};q=0.1" for number in range(2000))},
    "accept": {"Accept": "a/b;q=z, */*;" + "q=0;" * 1000},
    "tags": {"If-None-Match": '"' + "x" * 8000, "If-Match": "W/" * 2000, "If-Modified-Since": "x"},
    "key": {"Authorization": "Bearer " + "\x7f" * 3000},
    "basic": {"Authorization": "Basic \xff\xfe"},
    "cookies": {"Cookie": "sessionid=%00%27; csrftoken=" + "x" * 4000 + "; =; ;; a=\x7f"},
    "again": {"Idempotency-Key": "\x01" * 300, "X-CSRFToken": "\x00"},
    "two hundred": {f"X-Header-{number}": "x" * 100 for number in range(200)},
    "host": {"Host": "a" * 300},
    "host with a line": {"Host": "a\r\nb"},
    "forwarded host": {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https, http"},
    "length": {"Content-Length": "-1"},
    "range": {"Range": "bytes=" + ",".join(["0-"] * 2000)},
}
KINDS = ("", "text/plain", "application/xml", "multipart/form-data; boundary=", "a" * 3000,
         "application/json; charset=utf-7", "application/x-www-form-urlencoded; charset=nonsense",
         "multipart/form-data; boundary=x", "application/vnd.api+json\0")  # fmt: skip
PARTS = ["%00", "%ED%A0%80", "%2e%2e", "..;", "%0d%0aX: y", "a" * 20_000, "%", "%zz", "%u0041",
         "\U0001f600", "'--", "<script>", "{{7*7}}", "-", "__proto__", "9" * 500]  # fmt: skip


@pytest.fixture
def ask(editor, settings):
    """Asks, as nobody or as an editor, and looks at what comes back and how soon."""
    # Otherwise most would be refused for being so many.
    settings.BUDGETS = dict.fromkeys(settings.BUDGETS, "1000000 per minute")
    clients = [Client(raise_request_exception=False), Client(raise_request_exception=False)]
    clients[1].force_login(editor)
    session = clients[1].cookies["sessionid"].value

    def do(method, address, content=b"", kind="application/json", signed_in=False, headers=None):
        signed_in = signed_in and not address.startswith("/sign-out")
        client = clients[signed_in]
        client.cookies.clear()  # which an answer may have set
        if signed_in:
            client.cookies["sessionid"] = session
        begun = time.monotonic()
        response = client.generic(method.upper(), address, content, kind, headers=headers or {})
        return response, time.monotonic() - begun

    return do


def wrong(response, taken, may_do=True):
    """What is wrong with an answer; nothing where it is as it should be."""
    if response.status_code >= 500:
        return f"{response.status_code}"
    if response.status_code < 300 and not may_do:
        return f"{response.status_code}, though it makes no sense"
    is_problem = response.headers.get("Content-Type") == "application/problem+json"
    if response.status_code >= 400 and response.content and is_problem:
        assert json.loads(response.content)["title"]
    if taken > SOON:
        return f"{taken:.1f} s"
    return None


def complaints(asked):
    """By address, what is wrong with its answer."""
    return {name: said for name, answer in asked if (said := wrong(*answer))}


def writes(route):
    """The methods by which a body may reach somebody who reads it."""
    return (route.methods & {"POST", "PATCH", "PUT", "DELETE"}) or {"POST"}


@pytest.mark.parametrize("name", BODIES)
def test_SR_21_a_hostile_body_is_refused_at_every_route(published, ask, name):
    kept = {"Idempotency-Key": str(uuid.uuid4()), "If-Match": "*"}
    asked = []
    for route, address in everywhere():
        for method in sorted(writes(route)) if route.is_api else ("POST",):
            kind = "application/json"
            response, taken = ask(method, address, BODIES[name], kind, True, kept)
            # Where no body is read there is none to refuse: pages look for a form.
            may_do = not route.is_api or method == "DELETE" or address.endswith("/bulk")
            asked.append((f"{method} {address}", (response, taken, may_do)))
    assert len(asked) > 120
    assert complaints(asked) == {}


@pytest.mark.parametrize("name", BODIES)
def test_SR_21_a_hostile_form_is_refused_at_every_page(published, ask, name):
    said = BODIES[name]
    said = said if isinstance(said, bytes) else said.encode("utf-8", "surrogatepass")
    content = (
        b"title=" + quote(said[:200_000]).encode() + b"&name=%00&email=%ED%A0%80&base=x&next=//e"
    )
    kind = "application/x-www-form-urlencoded"
    asked = [
        (address, ask("post", address, content, kind, signed_in))
        for route, address in everywhere()
        if not route.is_api
        for signed_in in (False, True)
    ]
    assert complaints(asked) == {}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("signed_in", [False, True], ids=["nobody", "editor"])
def test_SR_21_SR_20_SR_22_a_hostile_question_is_refused_at_every_route(
    published, ask, name, signed_in
):
    asked = [
        (address, ask("get", f"{address}?{QUERIES[name]}", signed_in=signed_in))
        for _route, address in everywhere()
    ]
    assert complaints(asked) == {}


@pytest.mark.parametrize("name", HEADERS)
def test_SR_21_SR_47_hostile_headers_break_no_route(published, ask, name):
    asked = [
        (address, ask("get", address, headers=HEADERS[name])) for _route, address in everywhere()
    ]
    assert complaints(asked) == {}


@pytest.mark.parametrize("method", METHODS)
def test_SR_21_every_route_has_an_answer_to_every_verb(published, ask, method):
    asked = []
    for route, address in everywhere():
        response, taken = ask(method, address, b"" if method in ("get", "head") else b"{}")
        asked.append((address, (response, taken)))
        knows = {"GET", "HEAD", "OPTIONS"} | route.methods
        if route.is_api and route.methods and method.upper() not in knows:
            assert response.status_code == 405, address
            assert response.headers["Allow"]
    assert complaints(asked) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_SR_21_a_body_of_a_strange_kind_is_refused_at_every_route(published, ask, kind):
    asked = []
    for route, address in everywhere():
        response, taken = ask("post", address, b"\x00\xff{", kind, True)
        asked.append((address, (response, taken)))
        if "POST" in route.methods:
            assert response.status_code in (400, 415), address
    assert complaints(asked) == {}


@pytest.mark.parametrize("part", PARTS)
def test_SR_21_strange_words_lead_to_no_route(published, ask, part):
    prefixes = {address.rpartition("/")[0] for _route, address in everywhere()}
    asked = []
    for prefix in sorted(prefixes):
        for signed_in in (False, True):
            response, taken = ask("get", f"{prefix}/{part}", signed_in=signed_in)
            assert response.status_code in (400, 404, 405), (prefix, response.status_code)
            asked.append((prefix, (response, taken)))
    assert complaints(asked) == {}

"""Every route is sent what no honest program sends: it says no in a moment, and never breaks."""

import json
import os
import time
from urllib.parse import quote

import pytest
from django.test import Client

from tests.addresses import everywhere

SOON = 1  # second
SHARE = 1 if os.environ.get("EVERY_ATTACK") == "1" else 3  # each route meets every third attack
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
NO = (400, 403, 404, 409, 412, 415, 422, 428)
NOWHERE = (400, 404, 405)
OF_A_MAIL = {"/account/email/confirm", "/account/email/release", "/sign-in/password/1.0"}
METHODS = ("post", "put", "patch", "delete", "trace", "propfind")
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
OF_A_FORM = ("nul", "surrogate", "not utf-8", "deep list", "1 MB", "huge number")
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
    "tags": {
        "If-None-Match": '"' + "x" * 8000,
        "If-Match": "W/" * 2000,
        "If-Modified-Since": "x",
        "Range": "bytes=" + ",".join(["0-"] * 2000),
        "Idempotency-Key": "\x01" * 300,
        "X-CSRFToken": "\x00",
        "Content-Length": "-1",
    },
    "key": {"Authorization": "Bearer " + "\x7f" * 3000},
    "basic": {"Authorization": "Basic \xff\xfe"},
    "cookies": {"Cookie": "sessionid=%00%27; csrftoken=" + "x" * 4000 + "; =; ;; a=\x7f"},
    "two hundred": {f"X-Header-{number}": "x" * 100 for number in range(200)},
    "host": {"Host": "a" * 300},
    "host with a line": {"Host": "a\r\nb"},
    "forwarded host": {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https, http"},
}
KINDS = ("application/xml", "multipart/form-data; boundary=", "application/json; charset=utf-7",
         "application/x-www-form-urlencoded; charset=nonsense")  # fmt: skip
PARTS = ["%00", "%ED%A0%80", "%2e%2e", "..;", "%0d%0aX: y", "a" * 20_000, "%", "%zz", "%u0041",
         "\U0001f600", "'--", "<script>", "{{7*7}}", "-", "__proto__", "9" * 500]  # fmt: skip


@pytest.fixture
def ask(editor, settings):
    """Asks, as nobody or as an editor, and says what is wrong with the answer, if anything is."""
    # Otherwise most would be refused for being so many.
    settings.BUDGETS = dict.fromkeys(settings.BUDGETS, "1000000 per minute")
    clients = [Client(raise_request_exception=False), Client(raise_request_exception=False)]
    clients[1].force_login(editor)
    session = clients[1].cookies["sessionid"].value

    def once(method, address, content=b"", kind=JSON, signed_in=False, headers=None):
        signed_in = signed_in and not address.startswith("/sign-out")
        client = clients[signed_in]
        client.cookies.clear()  # which an answer may have set
        if signed_in:
            client.cookies["sessionid"] = session
        begun = time.monotonic()
        response = client.generic(method.upper(), address, content, kind, headers=headers or {})
        return response, time.monotonic() - begun

    def do(*asked, among=None, **more):
        response, taken = once(*asked, **more)
        if taken > SOON:  # perhaps the machine had something else to do
            taken = once(*asked, **more)[1]
        if response.headers.get("Content-Type") == "application/problem+json" and response.content:
            assert json.loads(response.content)["title"]
        if response.status_code >= 500 or (among and response.status_code not in among):
            return f"{response.status_code}"
        return f"{taken:.1f} s" if taken > SOON else ""

    return do


def complaints(asked):
    """Of many answers those that are wrong."""
    return {name: said for name, said in asked if said}


def in_turns(attacks):
    """Attacks at routes, each a share of them, now as nobody and now as an editor."""
    for number, name in enumerate(attacks):
        for place, (route, address) in enumerate(everywhere()):
            if (number + place) % SHARE == 0:
                yield name, route, address, bool((number + place) % 2)


def test_SR_21_a_hostile_body_is_refused_wherever_one_is_read(published, ask):
    kept = {"Idempotency-Key": "x", "If-Match": "*"}
    asked = [
        (
            f"{name} {method} {address}",
            ask(method, address, BODIES[name], JSON, True, kept, among=NO),
        )
        for name, route, address, _signed_in in in_turns(BODIES)
        for method in sorted(route.methods & {"POST", "PATCH"})
    ]
    assert len(asked) > 500 // SHARE
    assert complaints(asked) == {}


def test_SR_21_a_hostile_form_is_refused_at_every_page(published, ask):
    asked = []
    for name, route, address, signed_in in in_turns(OF_A_FORM):
        if not route.is_api:
            said = BODIES[name]
            said = said if isinstance(said, bytes) else said.encode("utf-8", "surrogatepass")
            rest = b"&name=%00&email=%ED%A0%80&base=x&next=//e"
            content = b"title=" + quote(said[:50_000]).encode() + rest
            asked.append((f"{name} {address}", ask("post", address, content, FORM, signed_in)))
    assert len(asked) > 200 // SHARE
    assert complaints(asked) == {}


def test_SR_21_SR_20_SR_22_a_hostile_question_is_refused_at_every_route(published, ask):
    asked = [
        (f"{name} {address}", ask("get", f"{address}?{QUERIES[name]}", signed_in=signed_in))
        for name, _route, address, signed_in in in_turns(QUERIES)
    ]
    assert complaints(asked) == {}


def test_SR_21_SR_47_hostile_headers_break_no_route(published, ask):
    asked = [
        (f"{name} {address}", ask("get", address, headers=HEADERS[name]))
        for name, _route, address, _signed_in in in_turns(HEADERS)
    ]
    assert complaints(asked) == {}


def test_SR_21_every_route_has_an_answer_to_every_verb(published, ask):
    asked = []
    for method, route, address, signed_in in in_turns(METHODS):
        knows = {"GET", "HEAD", "OPTIONS"} | route.methods
        is_known = not route.methods or method.upper() in knows
        among = None if is_known else (401, 405)
        answer = ask(method, address, b"{}", signed_in=signed_in, among=among)
        asked.append((f"{method} {address}", answer))
    assert complaints(asked) == {}


def test_SR_21_a_body_of_a_strange_kind_is_refused(published, ask):
    asked = [
        (f"{kind[:40]} {address}", ask("post", address, b"\x00\xff{", kind, True, among=among))
        for kind, route, address, _signed_in in in_turns(KINDS)
        if (among := (400, 415) if "POST" in route.methods else None) or not route.is_api
    ]
    assert len(asked) > 250 // SHARE
    assert complaints(asked) == {}


def test_SR_21_strange_words_lead_nowhere(published, ask):
    prefixes = sorted({address.rpartition("/")[0] for _route, address in everywhere()})
    asked = [
        (f"{prefix} {part[:40]}", ask("get", f"{prefix}/{part}", signed_in=is_odd, among=among))
        for number, part in enumerate(PARTS)
        for place, prefix in enumerate(prefixes)
        if (number + place) % SHARE == 0
        for is_odd in [bool((number + place) % 2)]
        # A page of a link in a mail says that the link is no good.
        for among in [(*NOWHERE, 200) if prefix in OF_A_MAIL else NOWHERE]
    ]
    assert len(asked) > 700 // SHARE
    assert complaints(asked) == {}

"""Pages of other sites may read what is public, and nothing else."""

import pytest
from django.test import Client

from accounts import keys
from tests.addresses import everywhere
from tests.api.conftest import ROOT

ELSEWHERE = "https://elsewhere.example"
ASKED = {"Origin": ELSEWHERE, "Access-Control-Request-Method": "GET"}


def allowed(response):
    return {
        name: value
        for name, value in response.headers.items()
        if name.startswith("Access-Control-") and name != "Access-Control-Expose-Headers"
    }


def test_SR_34_only_the_api_is_for_other_sites_and_only_for_reading(client, published):
    for route, address in everywhere():
        response = client.get(address, headers={"Origin": ELSEWHERE})
        wanted = {"Access-Control-Allow-Origin": "*"} if route.is_api else {}
        assert allowed(response) == wanted, address
        if route.is_api:
            written = client.post(address, headers={"Origin": ELSEWHERE})
            assert allowed(written) == {}, address


def test_SR_34_whoever_brings_something_is_answered_for_themselves(published, editor):
    client = Client()
    client.force_login(editor)
    _key, secret = keys.make(editor, "Mine", ["read"])
    bearers = [{}, {"Authorization": f"Bearer {secret}"}, {"Authorization": "Bearer rumbo_x"}]
    for route, address in everywhere():
        if route.is_api:
            for headers in bearers:
                response = client.get(address, headers={"Origin": ELSEWHERE, **headers})
                assert allowed(response) == {}, address
    for headers in bearers[1:]:
        assert allowed(Client().get(f"{ROOT}/goals", headers=headers)) == {}


@pytest.mark.parametrize("origin", [ELSEWHERE, "null", "https://rumbo.example.evil.example", "x"])
def test_SR_34_no_origin_is_ever_repeated(client, published, origin):
    response = client.get(f"{ROOT}/goals", headers={"Origin": origin})
    assert allowed(response) == {"Access-Control-Allow-Origin": "*"}
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_SR_34_a_browser_that_asks_first_learns_that_one_may_read(client, roadmap, method):
    answers = []
    for route, address in everywhere():
        if route.is_api:
            asked = ASKED | {
                "Access-Control-Request-Method": method,
                "Access-Control-Request-Headers": "authorization, x-csrftoken",
            }
            response = client.options(address, headers=asked)
            assert (response.status_code, response.content) == (204, b"")
            answers.append(allowed(response))
    assert all(each == answers[0] for each in answers)  # also where there is nothing
    assert answers[0]["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answers[0]["Access-Control-Allow-Origin"] == "*"
    listed = answers[0]["Access-Control-Allow-Headers"].lower()
    assert "authorization" not in listed
    assert "csrf" not in listed


def test_SR_34_a_browser_that_asks_first_with_a_session_learns_nothing(published, editor):
    client = Client()
    client.force_login(editor)
    response = client.options(f"{ROOT}/goals", headers=ASKED)
    assert "Access-Control-Allow-Origin" not in response.headers

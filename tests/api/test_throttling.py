"""Nobody asks for more than their share, of pages or of the API."""

import re

import pytest
from django.test import Client

from accounts import keys
from tests.accounts.test_limits import together
from tests.api.conftest import ROOT, told

FEW = "3 per minute"


@pytest.fixture
def few(settings):
    """Makes budgets small."""

    def make(*names):
        settings.BUDGETS = settings.BUDGETS | dict.fromkeys(names, FEW)

    return make


@pytest.mark.parametrize(
    "address", ["/goals", "/roadmaps/electromobility", "/nowhere", "/openapi.yaml", "/goals?x=1"]
)
def test_SR_46_the_api_says_what_may_be_asked_and_what_is_left(get, published, address):
    headers = get(address).headers
    assert headers["RateLimit-Policy"] == '"anonymous";q=600;w=60'
    assert re.fullmatch(r'"anonymous";r=599;t=\d+', headers["RateLimit"])


def test_SR_46_who_asks_too_much_is_told_when_to_come_back(get, published, few, noted):
    few("anonymous")
    assert [get("/goals").status_code for _try in range(3)] == [200] * 3
    for address in ("/goals", "/roadmaps/electromobility", "/nowhere"):
        response = get(address, Accept_Language="es")
        assert told(response, 429)["title"] == "Demasiadas peticiones."
        assert 1 <= int(response.headers["Retry-After"]) <= 60
        assert "r=0;" in response.headers["RateLimit"]
    assert noted("throttled")[0]["budget"] == "anonymous"
    assert len(noted("throttled")) == 1  # however often they ask


def test_SR_46_so_is_who_asks_for_too_many_pages(client, published, few):
    few("anonymous")
    answers = [client.get("/es/indicators") for _try in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert "Retry-After" in answers[-1].headers
    assert "Vuelva a intentarlo" in answers[-1].content.decode()
    assert client.get("/static/rumbo.css").status_code == 200
    assert client.get("/health?format=json").status_code == 200


def test_SR_46_files_have_a_smaller_budget(client, published, few):
    few("heavy")
    answers = [client.get("/roadmaps/electromobility/picture.png") for _try in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert client.get("/roadmaps/electromobility").status_code == 200


def test_SR_46_each_key_is_counted_alone_and_their_owner_over_all_of_them(
    get, published, editor, few
):
    few("key")
    secrets = [keys.make(editor, f"Key {number}", ["read"])[1] for number in range(2)]
    for secret in secrets:
        bearer = {"Authorization": f"Bearer {secret}"}
        answers = [get("/goals", **bearer) for _try in range(4)]
        assert [each.status_code for each in answers] == [200, 200, 200, 429]
        assert '"key";q=3;w=60' in answers[0].headers["RateLimit-Policy"]
        assert '"person";q=2400;w=60' in answers[0].headers["RateLimit-Policy"]
    few("person")
    more = [keys.make(editor, f"Another {number}", ["read"])[1] for number in range(4)]
    asked = [get("/goals", Authorization=f"Bearer {secret}").status_code for secret in more]
    assert asked == [200, 200, 200, 429]


def test_SR_46_a_person_writes_so_often_and_no_more(send, roadmap, editor, few):
    few("writes")
    statuses = [
        send("patch", "/elements/EMO-C01", {"title": f"Title {number}", "base": 10**6}, editor)
        for number in range(5)
    ]
    assert [each.status_code for each in statuses].count(429) == 2


def test_SR_46_forms_count_like_the_api(client, roadmap, editor, few):
    few("writes")
    client.force_login(editor)
    answers = [client.post("/account/keys", {}).status_code for _try in range(5)]
    assert answers == [200, 200, 200, 429, 429]


def test_SR_46_the_name_of_a_network_is_told_to_nobody(get, published):
    for value in get("/goals").headers.values():
        assert "network" not in value


@pytest.mark.django_db(transaction=True)
def test_SR_46_of_many_requests_at_once_exactly_as_many_pass_as_may(published, few):
    few("anonymous")
    answers = together(12, lambda: Client().get(f"{ROOT}/problems").status_code)
    assert sorted(answers) == [200] * 3 + [429] * 9

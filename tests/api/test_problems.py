import time

import pytest
from django.db import OperationalError
from django.test import Client

from api.errors import problem
from api.meanings import PROBLEMS
from api.sectors import SectorViewSet
from tests.api.conftest import ROOT, told

LISTS = ("sectors", "roadmaps", "elements", "initiatives", "figures", "links", "observations")


def test_the_type_of_a_problem_can_be_looked_up(get, refused, db):
    kind = refused("/nowhere", 404)["type"]
    response = get(kind.removeprefix(ROOT))
    assert response.json()["name"] == "not-found"
    spanish = get(f"{kind.removeprefix(ROOT)}?lang=es").json()
    assert spanish["title"] != response.json()["title"]
    refused("/problems/nothing", 404)


def test_every_problem_has_a_title_and_says_what_to_do(items, db):
    told = items("/problems")
    assert {each["status"] for each in told} == set(PROBLEMS)
    assert all(each["title"].endswith(".") and each["meaning"].endswith(".") for each in told)


@pytest.mark.parametrize("name", LISTS)
def test_SR_22_a_mistyped_parameter_is_refused_with_a_suggestion(refused, db, name):
    told = refused(f"/{name}?limmit=3", 400)
    assert told["errors"] == [
        {
            "pointer": "?limmit",
            "code": "unknown",
            "detail": "There is no such parameter. Did you mean “limit”?",
        }
    ]


def test_every_mistake_is_told_at_once(refused, db):
    told = refused("/initiatives?pilar=x&lead=&limit=1&limit=2", 400)
    assert [(error["pointer"], error["code"]) for error in told["errors"]] == [
        ("?pilar", "unknown"),
        ("?lead", "empty"),
        ("?limit", "repeated"),
    ]


@pytest.mark.parametrize(
    ("query", "suggested"),
    [("status=in_delivry", "in_delivery"), ("sort=cod", "code"), ("fields=titel", "title"),
     ("expand=organization", "organisation"), ("format=cvs", "csv")],
)  # fmt: skip
def test_a_mistyped_value_is_refused_with_a_suggestion(refused, db, query, suggested):
    told = refused(f"/initiatives?{query}", 400)
    assert told["errors"][0]["pointer"] == f"?{query.split('=')[0]}"
    assert f"“{suggested}”" in told["detail"]


def test_problems_are_told_in_the_language_of_the_reader(refused, db):
    assert refused("/nowhere", 404, Accept_Language="es")["title"] == "Aquí no hay nada."
    assert "¿Quiso decir" in refused("/sectors?limmit=1&lang=es", 400)["detail"]


BAD = [
    "limit=0", "limit=101", "limit=abc", "limit=-1", "limit=1e1", "limit=٣", "limit=" + "9" * 500,
    "cursor=x", "cursor=", "cursor=%00", "cursor=" + "A" * 1900, "cursor=eyJ4IjoxfQ:abc",
    "count=yes", "fields=nothing", "expand=nothing", "sort=nothing", "lang=tlh", "format=xml",
    "q=%00", "q=" + "x" * 3000, "nothing=1", "%00=1", "=", "limit", "limit=10&limit=10",
    "severity_min=0", "severity_min=9", "from=never", "until=2027-99", "category=x", "pillar=,",
]  # fmt: skip
GOOD = ["q=%ED%A0%80", "q=%FF%FE", "q=" + "x" * 200, "q=%25_\\", "roadmap=%ED%A0%80", "limit=100",
        "q=%27%3B--", "parent=%22%7D", "roadmap=\U0001f600"]  # fmt: skip


@pytest.mark.parametrize("query", BAD)
def test_SR_21_bad_questions_are_refused_at_once(refused, db, query):
    begun = time.monotonic()
    refused(f"/challenges?{query}", 400)
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("query", GOOD)
def test_SR_21_strange_words_are_only_words(items, db, query):
    assert items(f"/challenges?{query}") == []


@pytest.mark.parametrize("header", ["garbage", '"', "W/", ",,,", "\x7f", '"a" "b"', "x" * 7000])
def test_SR_21_a_garbled_tag_says_nothing(get, published, header):
    for address in ("/sectors", "/roadmaps/electromobility", "/elements/EMO-C01"):
        assert get(address, If_None_Match=header).status_code == 200


@pytest.mark.parametrize("header", ["x", "text", ";q=1", "a/b;q=z", "*/*;q=0", ",", "\x00"])
def test_SR_21_a_garbled_wish_is_no_fault_of_ours(get, published, header):
    for address in ("/sectors", "/roadmaps/electromobility"):
        assert get(address, Accept=header).status_code in (200, 406)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize(
    "address", ["/sectors", "/roadmaps", "/vocabularies/pillar", "/sources/survey-2024", "/",
                "/openapi.yaml", "/docs", "/roadmaps/electromobility/picture.svg?nothing=1"],
)  # fmt: skip
def test_the_wrong_verb_is_told_which_ones_are_right(client, published, method, address):
    response = getattr(client, method)(f"{ROOT}{address}")
    told(response, 405)
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    "address", ["/nowhere", "/sectors/", "/sectors/%00", "/roadmaps/a/b/c/d", "/SECTORS", "//",
                "/roadmaps/%2e%2e/editions", "/sectors/%ED%A0%80", "/" + "x" * 3000],
)  # fmt: skip
def test_unknown_addresses_are_problems_too(refused, db, address):
    refused(address, 404)


def test_options_say_what_may_be_done_from_other_sites(client, db):
    response = client.options(
        f"{ROOT}/sectors",
        headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"},
    )
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]


def test_a_fault_of_ours_is_a_problem_that_tells_nothing(db, monkeypatch):
    def break_down(*args):
        raise RuntimeError("secret")

    monkeypatch.setattr(SectorViewSet, "tell", break_down)
    response = Client(raise_request_exception=False).get(f"{ROOT}/sectors")
    told(response, 500)
    assert b"secret" not in response.content


def test_a_database_that_is_away_is_a_moment_of_silence(client, db, monkeypatch):
    def break_down(*args):
        raise OperationalError

    monkeypatch.setattr(SectorViewSet, "tell", break_down)
    response = client.get(f"{ROOT}/sectors")
    told(response, 503)
    assert response.headers["Retry-After"] == "5"


def test_a_foreign_host_is_refused_as_a_problem(client, db):
    told(client.get(f"{ROOT}/sectors", headers={"Host": "evil.example"}), 400)


def test_SR_34_no_answer_to_somebody_who_is_known_is_for_other_sites(get, stranger):
    response = get("/sectors", stranger, Origin="https://elsewhere.example")
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["Cache-Control"] == "private, no-cache"
    token = get("/sectors", Authorization="Bearer rumbo_x")
    assert "Access-Control-Allow-Origin" not in token.headers


def test_an_unusual_status_has_the_nearest_name():
    assert b"bad-request" in problem(418).content
    assert b"server-error" in problem(507).content

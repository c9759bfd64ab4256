"""Whoever has not signed in reads by a role that sees what is published, on every public page."""

import pytest
from asgiref.sync import iscoroutinefunction, sync_to_async
from django.db import connection
from django.test import AsyncClient, Client
from django.urls import get_resolver

from accounts import keys
from api.outsiders import OF_ONE, PUBLIC
from changes import roles
from roadmaps.roadmap import RoadmapQuerySet
from roadmaps.views import portfolio
from tests.addresses import everywhere, routes
from tests.api.conftest import ROOT
from tests.threads import in_a_loop

THE_SHORT_WAY = "api/v1/roadmaps/<slug:slug>"  # one row by one filter: api/at_once.py


@pytest.fixture
def asked_as():
    """The roles by which the database was asked, while somebody did something."""
    seen = []

    def note(execute, query, parameters, many, context):
        outcome = execute(query, parameters, many, context)
        line = connection.connection
        seen.append(line.execute("SELECT current_user").fetchone()[0])
        return outcome

    def during(act):
        seen.clear()
        with connection.execute_wrapper(note):
            response = act()
        return response, set(seen)

    return during


def test_SR_03_every_public_page_and_list_is_read_as_an_outsider(client, published, asked_as):
    read = []
    for route, address in everywhere():
        if not route.view.__module__.startswith(PUBLIC) or route.view.__module__ in OF_ONE:
            continue
        response, asked = asked_as(lambda address=address: client.get(address))
        if asked and route.route != THE_SHORT_WAY:
            assert asked == {roles.reader()}, address
        if response.status_code == 200:
            read.append(route.route)
    pages = [each for each in read if not each.startswith("api/")]
    assert len(pages) >= 18
    assert len(read) - len(pages) >= 35


@pytest.mark.parametrize("query", ["?draft=true", "?as_of=2020-01-01", "?expand=lead&count=true"])
def test_SR_03_whatever_an_outsider_asks_the_database_breaks_nothing(published, query):
    client = Client(raise_request_exception=False)
    for _route, address in everywhere():
        assert client.get(address + query).status_code < 500, address


def test_SR_03_a_filter_that_was_forgotten_gives_nothing_away(client, roadmap, editor, monkeypatch):
    """As if somebody had written `everything` where `what is public` was meant."""
    monkeypatch.setattr(RoadmapQuerySet, "published", lambda self: self)
    assert client.get("/roadmaps/electromobility").status_code == 404
    assert "Electromobility" not in client.get("/").content.decode()
    client.force_login(editor)
    assert client.get("/roadmaps/electromobility").status_code == 200


def test_people_who_have_signed_in_and_their_keys_are_asked_as_ever(
    client, published, editor, asked_as
):
    _key, secret = keys.make(editor, "Mine", ["read"])
    headers = {"Authorization": f"Bearer {secret}"}
    assert asked_as(lambda: client.get(f"{ROOT}/me", headers=headers))[1] == {roles.web()}
    client.force_login(editor)
    response, asked = asked_as(lambda: client.get("/roadmaps/electromobility"))
    assert (response.status_code, asked) == (200, {roles.web()})


def test_a_session_that_is_none_makes_an_outsider(client, published, asked_as):
    client.cookies["sessionid"] = "made0up0by0somebody0else0000000"
    response, asked = asked_as(lambda: client.get("/indicators"))
    assert response.status_code == 200
    assert asked == {roles.web(), roles.reader()}  # first one looks for the session


def test_signing_in_has_to_look_somebody_up(client, editor, asked_as):
    said = {"login": editor.email, "password": "wrong"}
    assert asked_as(lambda: client.post("/sign-in", said))[1] == {roles.web()}


@pytest.mark.django_db(transaction=True)
def test_after_an_error_the_next_one_is_asked_as_ever(published, editor, monkeypatch):
    client = Client(raise_request_exception=False)
    with monkeypatch.context() as broken:
        broken.setattr(portfolio, "cards", lambda *_args: list(portfolio.Roadmap.objects.all()))
        assert client.get("/").status_code == 500
    assert whoami() == roles.web()


def whoami():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_it_is_the_same_for_a_server_that_waits(published, monkeypatch):
    """The view runs in a thread of the request, on a line that the next request gets."""
    seen = []
    tell = portfolio.coverage.as_told

    def noting(programmes):
        told = tell(programmes)
        seen.append(whoami())
        return told

    monkeypatch.setattr(portfolio.coverage, "as_told", noting)

    async def ask():
        client = AsyncClient(raise_request_exception=False)
        for _try in range(3):
            assert (await client.get("/")).status_code == 200
            seen.append(await sync_to_async(whoami)())
        # That of the thread in which the views ran.
        await sync_to_async(lambda: connection.close())()

    in_a_loop(ask())
    assert seen == [roles.reader(), roles.web()] * 3


def test_no_public_view_runs_where_the_role_would_not_reach_it():
    public = [each for each in routes() if each.view.__module__.startswith(PUBLIC)]
    assert len(public) > 100
    assert [each.route for each in public if iscoroutinefunction(each.view)] == []
    assert get_resolver().url_patterns


@pytest.mark.parametrize("scheme", ["x", "Basic YTpi", "Bearer"])
def test_SR_03_a_header_that_is_no_key_opens_nothing(client, published, asked_as, scheme):
    headers = {"Authorization": scheme}
    for address in ("/indicators", "/api/v1/indicators"):
        response, asked = asked_as(lambda address=address: client.get(address, headers=headers))
        assert asked <= {roles.reader()} or response.status_code == 401, address

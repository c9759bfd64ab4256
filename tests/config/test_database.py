"""Nobody waits for ever: a slow statement and a lock that others hold end in a moment."""

from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import connection
from django.test import Client

from config.database import LIMITS, database
from roadmaps.views import portfolio
from tests.api.conftest import ROOT, told
from tests.roles import address


def test_SR_45_the_web_server_waits_ten_seconds_for_an_answer_and_five_for_a_lock(db):
    said = {}
    with connection.cursor() as cursor:
        for name in ("statement_timeout", "lock_timeout"):
            cursor.execute(f"SHOW {name}")
            said[name] = cursor.fetchone()[0]
    assert said == {"statement_timeout": "10s", "lock_timeout": "5s"}


def test_SR_45_the_owner_may_take_longer_and_is_somebody_else(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://rumbo_web:w@db/maps?sslmode=require")
    monkeypatch.setenv("MIGRATION_DATABASE_URL", "postgresql://rumbo:o@db/maps")
    monkeypatch.setenv("READER_ROLE", "rumbo_reader")
    found = database(tmp_path)
    assert found.web["OPTIONS"]["options"] == LIMITS
    assert found.web["OPTIONS"]["sslmode"] == "require"
    assert "options" not in found.owner["OPTIONS"]
    assert (found.web["USER"], found.owner["USER"], found.reader) == (
        "rumbo_web", "rumbo", "rumbo_reader",
    )  # fmt: skip


def test_with_one_address_there_is_one_role(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://rumbo@db/maps?options=-c%20geqo%3Doff")
    for name in ("MIGRATION_DATABASE_URL", "READER_ROLE"):
        monkeypatch.delenv(name, raising=False)
    found = database(tmp_path)
    assert (found.web["USER"], found.owner["USER"], found.reader) == ("rumbo", "rumbo", "")
    assert found.web["OPTIONS"]["options"] == f"{LIMITS} -c geqo=off"


@contextmanager
def held(roadmap):
    """The map, while somebody else holds its row."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '150ms'")
    with psycopg.connect(address(settings.DATABASE.owner["USER"])) as other:
        other.execute("SELECT FROM roadmaps_roadmap WHERE id = %s FOR UPDATE", [roadmap.pk])
        yield
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")


@pytest.mark.django_db(transaction=True)
def test_SR_45_who_waits_too_long_for_a_lock_is_told_to_come_back(roadmap, editor):
    client = Client(raise_request_exception=False)
    client.force_login(editor)

    def patch():
        body = {"title": "Mine", "base": roadmap.revision}
        return client.patch(f"{ROOT}/elements/EMO-C01", body, "application/json")

    with held(roadmap):
        response = patch()
        told(response, 503)
        assert response.headers["Retry-After"] == "5"
        page = client.post("/roadmaps/electromobility/elements/EMO-C01/withdraw")
        assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
        assert "Nothing that you had saved is lost." in page.content.decode()
    assert patch().status_code == 200


@pytest.mark.django_db(transaction=True)
def test_SR_45_so_is_who_asks_for_something_slow(published, monkeypatch):
    def slow(*_args):
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '100ms'")
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr(portfolio, "cards", slow)
    client = Client(raise_request_exception=False)
    response = client.get("/es/")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '10s'")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "El servidor está ocupado." in response.content.decode()


def test_a_fault_of_ours_is_still_one(db, monkeypatch):
    def break_down(*_args):
        raise RuntimeError("secret")

    monkeypatch.setattr(portfolio, "cards", break_down)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "secret" not in response.content.decode()

    def misread(*_args):
        raise BadRequest("What is this?")

    monkeypatch.setattr(portfolio, "cards", misread)
    assert Client().get("/").status_code == 400

"""The cast: one map, and the people around it."""

import gc
import json
import os
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from accounts import events, limits, people
from changes import roles
from changes.requests import request_id
from config.database import LIMITS, Database
from config.postgres import READER, WEB
from roadmaps import elements, figures, links, participations
from roadmaps import roadmap as maps
from tests import door, factories
from tests.cast import company, member  # noqa: F401
from tests.desks import desk  # noqa: F401
from tests.emptying import tables_may_be_emptied_between_tests  # noqa: F401
from tests.life import official, ready, story, treasury  # noqa: F401
from tests.rounds import asked_round  # noqa: F401

NO_SKIPS = os.environ.get("RUMBO_NO_SKIPS") == "1"


def pytest_configure():
    # A hash that is slow on purpose would make every scene slow.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Each browser of a test would look through all files again before its first question.
    settings.WHITENOISE_AUTOREFRESH = True


def pytest_collection_finish():
    """What is loaded by now stays to the end: to look through it over and over takes its time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Where everything is installed, a test that does not run is a test that failed."""
    outcome = yield
    report = outcome.get_result()
    if NO_SKIPS and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """The database of the tests is made by the owner, as every other one."""
    if not settings.DATABASE.reader:  # it is somebody's own, whose only role we were told
        owner = settings.DATABASE.owner
        web = {**settings.DATABASE.web, "USER": WEB, "PASSWORD": ""}
        settings.DATABASE = Database(web, owner, READER)
    connection.settings_dict.update({name: settings.DATABASE.owner[name] for name in roles.WHO})


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """From here on everything is done by the role of the web server, which owns nothing."""
    whole = connection.settings_dict["OPTIONS"]
    role = {"options": f"{LIMITS} -c role={roles.web()}"}
    connection.close()
    connection.close_pool()
    connection.settings_dict["OPTIONS"] = whole | role
    yield
    connection.close()
    connection.close_pool()
    connection.settings_dict["OPTIONS"] = whole


@pytest.fixture(autouse=True)
def _nothing_is_remembered_of_the_test_before():
    """Neither what somebody has spent, nor of whom a code was taken: each is a person anew."""
    limits._limiters.cache_clear()
    cache.clear()


@pytest.fixture
def noted(caplog):
    """Every event of a kind, as those who watch read it."""

    def of(kind):
        lines = [record for record in caplog.records if record.name == events.LOG.name]
        told = [json.loads(events.Line().format(line)) for line in lines]
        return [each for each in told if each["kind"] == kind]

    return of


@pytest.fixture(autouse=True)
def _nothing_is_done_in_one_go_with_the_test_before():
    """What an earlier test asked for over HTTP left its number and its language in this thread."""
    request_id.set(None)
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _who_is_let_in_by_a_test_has_shown_a_second_factor():
    """Tests of coming in do it by the pages, as people do."""
    Client.force_login = door.let_in
    yield
    Client.force_login = door.FORCED


@pytest.fixture
def clock(monkeypatch):
    """Sets the time for everything that happens from then on; name it before what has a date."""

    def turn(text):
        now = datetime.fromisoformat(text).replace(tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)

    turn("2026-05-04T09:00")
    return turn


@pytest.fixture
def anonymous():
    return AnonymousUser()


@member
def registrar():
    """Keeps the registers of organisations, sectors and sources."""
    return factories.first_person()


@member
def ministry(registrar):
    return factories.organisation(registrar, "ministry", name="Ministry of Economy")


@member
def association(registrar):
    return factories.organisation(registrar, "association", name="Battery Association")


@member
def source(registrar):
    return factories.source(registrar, "survey-2024")


@member
def programme(registrar):
    return factories.programme(registrar, name="Sectoral strategies")


@member
def sector(registrar, programme):
    return factories.sector(registrar, programme, name="Automotive")


@member
def steward(registrar, ministry):
    person = factories.person(registrar, name="Steward", is_staff=True)
    people.join(registrar, person, ministry)
    return person


@member
def editor(registrar, ministry):
    person = factories.person(registrar, name="Editor")
    people.join(registrar, person, ministry)
    return person


@member
def approver(registrar, ministry):
    return factories.person(registrar, name="Approver")


@member
def partner(registrar, association):
    """Works at the association, which is an observer of the map."""
    person = factories.person(registrar, name="Partner")
    people.join(registrar, person, association)
    return person


@member
def stranger(registrar):
    person = factories.person(registrar, name="Stranger")
    people.join(registrar, person, factories.organisation(registrar))
    return person


@member
def empty_map(steward, programme, sector, editor, approver, association):
    """A draft on which nothing stands yet."""
    roadmap = factories.roadmap(
        steward,
        programme,
        sector=sector,
        slug="electromobility",
        prefix="EMO",
        title="Electromobility",
    )
    maps.grant(steward, roadmap, "editor", user=editor)
    maps.grant(steward, roadmap, "approver", user=approver)
    maps.grant(steward, roadmap, "observer", organisation=association)
    return roadmap


@pytest.fixture
def reviewer(registrar, steward, roadmap):
    """Is asked to review the map, and writes nothing on it."""
    person = factories.person(registrar, name="Reviewer")
    maps.grant(steward, roadmap, "reviewer", user=person)
    return person


@member
def challenge(editor, empty_map, source):
    fields = {"title": "Too few technicians", "severity": 4, "period": "2025/2030"}
    return elements.add(editor, empty_map, "challenge", **fields, **read_in(source))


@member
def skill(editor, empty_map, source):
    fields = {"title": "High-voltage work", "period": "2028"}
    return elements.add(editor, empty_map, "skill", **fields, **read_in(source))


@member
def goal(editor, empty_map, source):
    goal = elements.add(
        editor, empty_map, "goal", title="Share of electric cars", period="2030", **read_in(source)
    )
    figures.state(
        editor,
        goal,
        metric="ev_share",
        label="Electric share of output",
        kind="share",
        operator="ge",
        low="25",
        unit="%",
        basis="target",
        period="2030",
        baseline_value="4.5",
        baseline_period="2024",
        **read_in(source),
    )
    return goal


@member
def initiative(editor, empty_map, ministry, challenge, skill, source):
    initiative = elements.add(
        editor,
        empty_map,
        "initiative",
        title="Dual training",
        period="2026/2027",
        pillar="jobs_skills",
        instrument="training",
        status="in_delivery",
        **read_in(source),
    )
    participations.involve(editor, initiative, ministry, "lead")
    links.draw(editor, initiative, challenge, "addresses", strength=3)
    links.draw(editor, initiative, skill, "delivers", strength=2)
    return initiative


@member
def roadmap(empty_map, challenge, skill, goal, initiative):
    """The draft with a challenge, a skill, a goal and an initiative, linked."""
    empty_map.refresh_from_db()
    return empty_map


@member
def published(approver, roadmap):
    """The same map with an edition 1.0 in force."""
    return factories.publish(approver, roadmap)


def read_in(source):
    return {"source": source, "certainty": "sourced"}

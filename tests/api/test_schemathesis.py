"""Questions that nobody thought of, made up from the OpenAPI file."""

import json
import os
import time
from collections import Counter

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance

from accounts import factors, keys
from terms.vocabulary import choices
from tests.accounts.authenticator import SECRET
from tests.api.conftest import ROOT

NO_ONE_COMES_IN = 401  # before anybody looks at what is brought along: to say it once is enough
SHUT: set[tuple[str, str, str]] = set()
FIRST = 30  # of the questions of one operation are all asked, and of the others every sixth
ASKED: Counter[str] = Counter()
schema = schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.yaml", get_wsgi_application())


@pytest.fixture
def _one_connection():
    """Each question would otherwise close the connection in whose transaction the test runs."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


# The parameter gives each test here a name of its own; of those with one name only one is run.
@pytest.fixture(params=["nobody and steward"])
def askers(request, published, steward):
    """What each says of themselves: nothing, or a key of the steward that may do everything."""
    factors.tie_app(steward, SECRET)
    secret = keys.make(steward, "Key", choices("api_scope").values)[1]
    return {"nobody": {}, "steward": {"Authorization": f"Bearer {secret}"}}


def _asked(case, headers):
    """The answer, and the seconds this process worked on it: others may keep the machine busy."""
    begun = time.process_time()
    response = case.call(headers=headers)
    return response, time.process_time() - begun


@pytest.mark.django_db
@pytest.mark.usefixtures("_one_connection")
@schema.parametrize()
@settings(
    max_examples=int(os.environ.get("EXAMPLES", "1")),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_SR_21_no_question_breaks_the_api(published, askers, case):
    if _is_left_out(case.operation.label):
        return
    for who, headers in askers.items():  # what is made up costs more than to ask it twice
        door = (who, case.method, case.path)
        if door not in SHUT and _answered_well(case, headers, who) == NO_ONE_COMES_IN:
            SHUT.add(door)


def _is_left_out(operation):
    ASKED[operation] += 1
    is_more = ASKED[operation] > FIRST and ASKED[operation] % 6 != 0
    return is_more and os.environ.get("EVERY_QUESTION") != "1"


def _answered_well(case, headers, who):
    """Ask, and look at the answer; gives its status."""
    response, worked = _asked(case, headers)
    if worked >= 1:  # the first question of a process loads code, which the next finds loaded
        response, worked = _asked(case, headers)
    case.validate_response(response, checks=[not_a_server_error, content_type_conformance])
    if response.status_code >= 400:
        assert response.headers["content-type"] == ["application/problem+json"], who
        assert json.loads(response.content)["status"] == response.status_code, who
    assert worked < 1, who
    return response.status_code

"""Questions that nobody thought of, made up from the OpenAPI file."""

import json
import time

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance

from tests.api.conftest import ROOT

schema = schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.yaml", get_wsgi_application())


@pytest.fixture
def _one_connection():
    """Each question would otherwise close the connection in whose transaction the test runs."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


def _asked(case):
    """The answer, and the seconds this process worked on it: others may keep the machine busy."""
    begun = time.process_time()
    response = case.call()
    return response, time.process_time() - begun


@pytest.mark.django_db
@pytest.mark.usefixtures("_one_connection")
@schema.parametrize()
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_question_breaks_the_api(published, case):
    response, worked = _asked(case)
    if worked >= 1:  # the first question of a process loads code, which the next finds loaded
        response, worked = _asked(case)
    case.validate_response(response, checks=[not_a_server_error, content_type_conformance])
    if response.status_code >= 400:
        assert response.headers["content-type"] == ["application/problem+json"]
        assert json.loads(response.content)["status"] == response.status_code
    assert worked < 1

"""Short ways to ask the API."""

import json
import uuid

import pytest

from roadmaps import elements, milestones, participations, workflow
from sectors import indicators
from tests.api.things import MAP, NEW, address_of

ROOT = "/api/v1"
OF_THE_REQUEST = ("X-Request-ID", "RateLimit")  # these tell one request from the next
OBSERVED = {"place": "MX", "period": "2024", "status": "final", "vintage": "2025-03"}


@pytest.fixture
def sign_in(client):
    """Lets somebody sit down at the browser, if another one sat there; nobody changes nothing."""
    here = []

    def sit_down(person):
        if person is not None and here != [person]:
            client.logout() if person.is_anonymous else client.force_login(person)
            here[:] = [person]

    return sit_down


@pytest.fixture
def get(client, sign_in):
    """Asks an address of the API; headers by name, as Django's client takes them."""

    def ask(address, as_=None, **headers):
        sign_in(as_)
        return client.get(f"{ROOT}{address}", headers=headers)

    return ask


@pytest.fixture
def items(get):
    """The things of a list."""

    def ask(address, as_=None):
        response = get(address, as_)
        assert response.status_code == 200, response.content
        return json.loads(response.content)["items"]

    return ask


@pytest.fixture
def refused(get):
    """The problem with which an address answers, and that it is told as one."""

    def ask(address, status, **headers):
        return told(get(address, **headers), status)

    return ask


@pytest.fixture
def send(client, sign_in):
    """Writes at an address of the API; what is new gets a key of its own for repetitions."""

    def write(method, address, body=None, as_=None, **headers):
        sign_in(as_)
        return write_as(client, method, address, body, **headers)

    return write


def write_as(client, method, address, body=None, kind="application/json", **headers):
    """Writes as whoever sits at this browser; a header that is None is left out."""
    if method == "post":
        headers.setdefault("Idempotency_Key", str(uuid.uuid4()))
    content = body if isinstance(body, bytes | str) else "" if body is None else json.dumps(body)
    headers = {name: value for name, value in headers.items() if value is not None}
    return client.generic(method.upper(), f"{ROOT}{address}", content, kind, headers=headers)


@pytest.fixture
def new(send, roadmap, editor):
    """A new thing, as the API tells it."""

    def make(name, **more):
        response = send("post", f"/{name}", NEW[name][0] | more, editor)
        assert response.status_code == 201, response.content
        return response.json()

    return make


@pytest.fixture
def written(new, draft, editor):
    """Something that can be changed, a map too: its address, and how it is told."""

    def find(name):
        if name == "roadmaps":
            whole = draft(f"/roadmaps/{MAP}", editor)
            return f"/roadmaps/{MAP}", whole["roadmap"] | {"revision": whole["revision"]}
        item = new(name)
        return address_of(name, item), item

    return find


@pytest.fixture
def draft(get):
    """The working copy of one thing."""

    def ask(address, as_):
        response = get(f"{address}?draft=true", as_)
        assert response.status_code == 200, response.content
        return response.json()

    return ask


@pytest.fixture
def rich(roadmap, editor, approver, challenge, initiative, ministry, association, sector):
    """A published map with one thing of each kind that has filters of its own."""
    elements.edit(
        editor, challenge, challenge.revision,
        categories=["competition"], barrier="skills", pillar="jobs_skills",
        places=["MX-PUE"],
        translations={"es": {"title": {"text": "Faltan técnicos", "revision": 1}}},
    )  # fmt: skip
    more = {
        "technology": {"role": "adapt", "trl_now": 4, "trl_needed": 8},
        "fdi_target": {"motive": "efficiency", "mode": "greenfield", "origin_countries": ["DE"],
                       "quality_tests": ["local_linkages"], "period": "2027/.."},
        "infrastructure": {"facility": "energy", "status": "planned"},
        "skill": {"skill_type": "technical", "level_needed": 5, "period": "2031"},
    }  # fmt: skip
    for kind, fields in more.items():
        elements.add(editor, roadmap, kind, title=f"A {kind}", **fields)
    participations.involve(editor, initiative, association, "partner")
    milestones.plan(editor, initiative, "First course", planned="2026-35")
    workflow.adopt(approver, [roadmap], label="1", note="First.")
    return roadmap


@pytest.fixture
def indicator(registrar, programme, sector):
    return indicators.add(
        registrar, programme, "fdi", name="Foreign direct investment", kind="flow_per_year",
        currency="USD", frequency="annual", direction="increase", sectors=[sector],
    )  # fmt: skip


@pytest.fixture
def observed(registrar, indicator, source):
    for position, (status, low) in enumerate((("preliminary", "36872000000"), ("final", "37.5"))):
        said = OBSERVED | {"status": status, "low": low, "position": position}
        indicators.observe(registrar, indicator, source=source, certainty="sourced", **said)
    said = {"place": "MX", "partner": "DE", "low": -2, "status": "final", "position": 2}
    indicators.observe(registrar, indicator, **said)


def complaints(response, status=422):
    """Each mistake that a problem names: pointer and sentence."""
    return {each["pointer"]: each["detail"] for each in told(response, status)["errors"]}


def told(response, status, *more):
    """The problem with which a request was answered. more: further members that it has."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert set(problem) == {"type", "title", "status", "detail", "errors", "request_id", *more}
    assert problem["status"] == status
    assert problem["request_id"] == response.headers["X-Request-ID"]
    return problem

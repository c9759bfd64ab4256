"""How what went wrong is told: problem details (RFC 9457), in the reader's language."""

import json
import logging
import uuid
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import OperationalError
from django.http import Http404, HttpResponse
from rest_framework.exceptions import APIException, ValidationError

from accounts.invitations import Gone, TooMany
from api import suspicions
from api.conditions import Stale, Unconditional
from api.meanings import PROBLEMS
from api.mistakes import Mistakes, pointer
from changes.merging import Clash
from changes.requests import request_id
from roadmaps import history
from roadmaps.history.values import coded
from roadmaps.proposals import Outdated
from roadmaps.roadmap import Refused
from roadmaps.workflow import Held, OutOfOrder

LOG = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"

# What fields are called in bodies, where it is something else.
MEMBERS = {"on_roadmap": "roadmap", NON_FIELD_ERRORS: ""}
SIMPLY = {Http404: 404, Gone: 404, Stale: 412, Unconditional: 428}  # there is no more to be said
CONSTRAINED = {  # the member with which one would mend it
    "conflict_has_a_reason": "reason",
    "figure_range_runs_upwards": "high",
    "horizons_follow_one_another": "base_year",
    "link_once": "target",
    "no_link_to_itself": "target",
    "participation_of_one_somebody": "organisation",
    "participation_once": "organisation",
}


@dataclass(frozen=True)
class Problem:
    """What went wrong, before it is written down. more: members beyond those of RFC 9457."""

    status: int
    detail: str | None = None
    errors: list[dict[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    def written(self) -> HttpResponse:
        return problem(self.status, self.detail, self.errors, self.headers, self.more)

    def within(self, here: str, member: str) -> "Problem":
        """The same for one of several things that were sent together.

        here: the pointer to it. member: of it, in which those that are wrong stand.
        """
        errors = [each | {"pointer": f"{here}/{member}{each['pointer']}"} for each in self.errors]
        if not errors:
            name, title, meaning = PROBLEMS[self.status]
            detail = self.detail or f"{title} {meaning}"
            errors = [{"pointer": here, "code": name, "detail": detail}]
        return replace(self, errors=errors)


class InOperation(Exception):
    """Something went wrong in one of several operations that were sent together."""

    NAMES = ("operations", "body")

    def __init__(self, number: int, error: Exception):
        self.number = number
        self.error = error
        super().__init__(f"{self.NAMES[0]} {number}")


class InCorrection(InOperation):
    """Something is wrong with one of several corrections."""

    NAMES = ("edits", "fields")


def handle(error, context):
    """The answer to an error that a view has raised; none where it is a fault of ours."""
    told = told_as_problem(error, _caller(context["request"]))
    if told is None:
        return None
    suspicions.note(context["request"], told.errors)
    return told.written()


def _caller(request):
    """Who asks; nobody, where something was wrong before one looked at the credentials."""
    try:
        return request.user
    except APIException:
        return AnonymousUser()


def told_as_problem(error, actor) -> Problem | None:
    """What an error means to the one who asked."""
    match error:
        case InOperation():
            told = told_as_problem(error.error, actor)
            many, member = error.NAMES
            return told and told.within(pointer(many, error.number), member)
        case ValidationError():
            return Problem(400, errors=_errors(error.get_full_details()))
        case APIException():
            return Problem(error.status_code, headers=_headers(error))
        case OperationalError():
            LOG.error("The database did not answer.", exc_info=error)
            return Problem(503, headers={"Retry-After": "5"})
    return _of_the_domain(error, actor)


def _of_the_domain(error, actor) -> Problem | None:
    if status := SIMPLY.get(type(error)):
        return Problem(status)
    match error:
        case PermissionDenied():
            return Problem(403, getattr(error, "sentence", None))
        case Clash():
            return Problem(409, str(error), more=_clashes(error, actor))
        case TooMany():
            return Problem(429, str(error), headers={"Retry-After": str(error.seconds)})
        case Refused():
            return Problem(409, str(error), more=_in_the_way(error))
        case Mistakes():
            return Problem(error.status, errors=[each._asdict() for each in error.mistakes])
        case DjangoValidationError():
            return Problem(422, errors=_complaints(error))
    return None


def problem(
    status: int,
    detail: str | None = None,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """An answer that says what went wrong.

    detail: a sentence about this very case. errors: one for each mistake, with pointer, code and
    detail. headers: more headers of the answer, by name. more: further members.
    """
    known = status if status in PROBLEMS else 400 if status < 500 else 500
    name, title, meaning = PROBLEMS[known]
    body: dict[str, Any] = {
        "type": f"/api/v1/problems/{name}",
        "title": str(title),
        "status": status,
        "detail": detail or str(meaning),
        "errors": errors or [],
        "request_id": str(request_id.get() or uuid.uuid4()),
    }
    if errors and not detail:
        body["detail"] = " ".join(dict.fromkeys(each["detail"] for each in errors))
    content = json.dumps(body | (more or {}), ensure_ascii=False, separators=(",", ":")).encode()
    return HttpResponse(
        content,
        status=status,
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def _in_the_way(error) -> dict[str, Any]:
    """Why a step in the life of a map is not taken, for programs."""
    match error:
        case Held():
            return {"obstacles": [vars(each) for each in error.obstacles]}
        case OutOfOrder():
            return {"stage": error.stage}
        case Outdated():
            return {"outdated": [_outdated(each) for each in error.standings]}
    return {}


def _outdated(standing):
    """A change of a proposal that does not fit the map any more, and what is said there now."""
    return {"number": standing.number, "stand": standing.stand, **standing.as_json()}


def _clashes(error, actor):
    """What the two of them want of each field; the page lets the writer choose, and goes on."""
    model = type(error.subject)
    fields = {name: list(each.values()) for name, each in error.as_json().items()}
    values = history.values_for(actor, error.subject, fields)
    told = coded(values.rows, model, values.masked(model, fields))
    clashes = {
        name: dict(zip(("base", "theirs", "mine"), values, strict=True))
        for name, values in told.items()
    }
    return {"clashes": clashes, "revision": error.revision}


def _complaints(error) -> list[dict[str, str]]:
    """What the domain or the tables do not take, each with its member."""
    if not hasattr(error, "error_dict"):
        error = DjangoValidationError({"": error})
    return [
        {
            "pointer": pointer(CONSTRAINED.get(each.code) or MEMBERS.get(name, name)),
            "code": str(each.code or "invalid"),
            "detail": " ".join(each.messages),
        }
        for name, complaints in error.error_dict.items()
        for each in complaints
    ]


def _headers(error):
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))
    return headers


def _errors(details) -> list[dict[str, str]]:
    """Each mistake with its place: “?name” is a parameter of the address."""
    if not isinstance(details, dict):
        details = {"": details}
    return [
        {"pointer": f"?{name}" if name else "", "code": each["code"], "detail": each["message"]}
        for name, mistakes in details.items()
        for each in mistakes
    ]

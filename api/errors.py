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
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ValidationError

from accounts.invitations import Gone, TooMany
from api import suspicions
from api.conditions import Stale, Unconditional
from api.mistakes import Mistakes, pointer
from changes.merging import Clash
from changes.requests import request_id
from roadmaps import history
from roadmaps.history.values import coded
from roadmaps.roadmap import Refused

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

# status: (name, title, what it means and what to do)
PROBLEMS = {
    400: (
        "bad-request",
        _("The request cannot be understood."),
        _("A parameter is unknown, empty or has a value that it cannot have. `errors` says which."),
    ),
    401: (
        "not-signed-in",
        _("Sign in first."),
        _("This is for people who have signed in, or the credentials are not valid."),
    ),
    403: (
        "not-allowed",
        _("You may not do this."),
        _("You may see the thing, but not do what you asked for."),
    ),
    404: (
        "not-found",
        _("There is nothing here."),
        _("The thing does not exist, or you may not see it: the answer is the same."),
    ),
    405: (
        "method-not-allowed",
        _("This address cannot be used in this way."),
        _("The header `Allow` lists the methods that the address knows."),
    ),
    406: (
        "not-acceptable",
        _("There is no answer in the format that was asked for."),
        _("Ask for one of the formats that the documentation lists, or send no `Accept`."),
    ),
    409: (
        "refused",
        _("This cannot be done now."),
        _("The thing is in a state that does not allow it, or somebody else was faster."),
    ),
    410: (
        "withdrawn",
        _("This was withdrawn."),
        _("It was public once. The list it belongs to says what stands in its place."),
    ),
    412: (
        "changed-since",
        _("This has been changed since you saw it."),
        _("The tag in `If-Match` is not that of the thing as it is now. Get it again."),
    ),
    415: (
        "unsupported-media-type",
        _("The format of the request is not supported."),
        _("Send `application/json`."),
    ),
    422: (
        "invalid",
        _("The request is understood, but not valid."),
        _("`errors` says what is wrong, and where."),
    ),
    428: (
        "say-what-you-saw",
        _("Say what you saw."),
        _(
            "Send the tag of the thing in `If-Match`, or the revision of the map as `base`, so "
            "that nobody's words get lost."
        ),
    ),
    429: (
        "too-many-requests",
        _("Too many requests."),
        _("Wait as many seconds as the header `Retry-After` says."),
    ),
    500: (
        "server-error",
        _("Something went wrong on our side."),
        _("It has been noted. Tell us the `request_id` if it happens again."),
    ),
    503: (
        "unavailable",
        _("The service is not available for a moment."),
        _("Try again after as many seconds as the header `Retry-After` says."),
    ),
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

    def within(self, number: int) -> "Problem":
        """The same for one of several operations that were sent together."""
        here = f"/operations/{number}"
        errors = [each | {"pointer": f"{here}/body{each['pointer']}"} for each in self.errors]
        if not errors:
            name, title, meaning = PROBLEMS[self.status]
            detail = self.detail or f"{title} {meaning}"
            errors = [{"pointer": here, "code": name, "detail": detail}]
        return replace(self, errors=errors)


class InOperation(Exception):
    """Something went wrong in one of several operations that were sent together."""

    def __init__(self, number: int, error: Exception):
        self.number = number
        self.error = error
        super().__init__(f"operation {number}")


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
            return told and told.within(error.number)
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
            return Problem(409, str(error))
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

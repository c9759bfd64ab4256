"""How what went wrong is told: problem details (RFC 9457), in the reader's language."""

import json
import logging
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ValidationError

from changes.models import request_id
from roadmaps.roadmap import Refused

LOG = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"

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


def handle(error, context):
    """The answer to an error that a view has raised; none where it is a fault of ours."""
    match error:
        case ValidationError():
            return problem(400, errors=_errors(error.get_full_details()))
        case APIException():
            return problem(error.status_code, headers=_headers(error))
        case Http404():
            return problem(404)
        case PermissionDenied():
            return problem(403, getattr(error, "sentence", None))
        case Refused():
            return problem(409, str(error))
        case DjangoValidationError():
            return problem(422, " ".join(error.messages))
        case OperationalError():
            LOG.error("The database did not answer.", exc_info=error)
            return problem(503, headers={"Retry-After": "5"})
    return None


def problem(
    status: int,
    detail: str | None = None,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """An answer that says what went wrong.

    detail: a sentence about this very case. errors: one for each mistake, with pointer, code and
    detail. headers: more headers of the answer, by name.
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
        body["detail"] = " ".join(each["detail"] for each in errors)
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return HttpResponse(
        content,
        status=status,
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


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

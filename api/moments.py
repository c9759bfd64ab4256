"""As of when a map is asked for: `as_of` in the address."""

from contextlib import contextmanager
from datetime import datetime

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ErrorDetail, ValidationError

from api import parameters
from roadmaps import moments

AS_OF = OpenApiParameter(
    "as_of",
    str,
    description=(
        "The map as it was: a day (`2026-11-24`, until its end in UTC) or a time with its zone "
        "(`2026-11-24T17:30:00Z`) for the edition that was in force then; with `draft=true` also "
        "the number of a revision (`57`), for the working copy as it was."
    ),
)


def known(request) -> set[str]:
    """The parameter is known; its revisions only where the working copy is asked for."""
    query = request.query_params if request else {}  # none while the API is described
    is_revision = moments.is_revision(query.get("as_of", ""))
    return set() if is_revision and not parameters.is_set(query, "draft") else {"as_of"}


def asked(query) -> int | datetime | None:
    """The revision or the last moment that is meant; none for now."""
    with told():
        return moments.read(query["as_of"]) if "as_of" in query else None


def moment(query) -> datetime | None:
    """The last moment that is meant, where an edition is read; none for now."""
    when = asked(query)
    return when if isinstance(when, datetime) else None


def revision_at(roadmap, query) -> int | None:
    """The revision of the working copy that is asked for; none for the one of now."""
    when = asked(query)
    with told():
        return None if when is None else moments.revision_at(roadmap, when)


@contextmanager
def told():
    """What cannot be read as of then is a mistake in the parameter."""
    try:
        yield
    except moments.NotThen as error:
        raise mistake(str(error)) from error


def mistake(sentence: str) -> ValidationError:
    return ValidationError({"as_of": [ErrorDetail(sentence, "invalid")]})

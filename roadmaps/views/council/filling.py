"""A form on a page of its own: shown, filled in, done; nothing that was typed is lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import render

from accounts.rules import Refused
from changes.merging import Clash
from roadmaps.views.confirming import done
from roadmaps.views.writing.desk import complain


@dataclass
class Page:
    """What stands around the form."""

    heading: str
    button: str
    back: str
    notes: list[str] = field(default_factory=list)
    programme: Any = None
    council: Any = None


def fill(request, form, act: Callable[[dict[str, Any]], Any], page: Page, thing=None):
    """Show the form, or do what was filled in and go back.

    act: takes what was said. thing: what is changed; who clashes is told so, and sends it again.
    """
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            status = _try(form, act, thing)
        if status == 303:
            return done(request, page.back)
    context = {"form": form, "page": page, "programme": page.programme, "council": page.council}
    return render(request, "roadmaps/council/filling.html", context, status=status)


def _try(form, act, thing) -> int:
    try:
        act(dict(form.cleaned_data))
    except (Refused, Clash) as refusal:
        form.add_error(None, str(refusal))
        _see_it_as_it_is(form, thing)
        return 409
    except ValidationError as error:
        complain(form, error)
        return 422
    return 303


def _see_it_as_it_is(form, thing):
    if thing is not None and "base" in form.fields:
        thing.refresh_from_db()
        form.data = form.data.copy()
        form.data["base"] = thing.revision  # to send it again is to mean it

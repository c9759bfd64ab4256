"""A page that says what is about to happen, and asks whether it is meant."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.rules import Refused
from changes.merging import Clash
from roadmaps.effects import Effect


@dataclass(frozen=True)
class Question:
    """What somebody is about to do, in sentences.

    notes: sentences beyond the effects. carried: what was said before and goes along.
    """

    heading: str
    button: str
    back: str
    effects: list[Effect] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    carried: dict[str, str] = field(default_factory=dict)
    map: Any = None

    @property
    def seen(self) -> str:
        """What was shown, in short: only that is confirmed."""
        said = [self.heading, *self.notes, *(each.sentence for each in self.effects)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _is_sent(request):
    return request.method not in ("GET", "HEAD")


def posted(request):
    """What was posted, or none where the page is only read."""
    return request.POST if request.method == "POST" else None


# Before something grave is done, somebody who came in long ago says again who they are.
by_oneself = reauthentication_required(enabled=_is_sent)


@by_oneself
def ask(request, question: Question, act: Callable[[], Any]) -> HttpResponse:
    """Show the question; do it once the very same was confirmed."""
    error = ""
    confirmed = request.POST.get("seen")
    if confirmed == question.seen:
        error = attempt(act)
        if not error:
            return done(request, question.back)
        _look_again(question)
    elif confirmed:
        error = _("Meanwhile something has changed. Look at it once more.")
    page = {"question": question, "error": error, "map": question.map, "roadmap": question.map}
    return render(request, "roadmaps/confirm.html", page, status=409 if error else 200)


def _look_again(question):
    """Whoever confirms it once more has seen what others did meanwhile."""
    if "base" in question.carried:
        question.map.refresh_from_db()
        question.carried["base"] = str(question.map.revision)


def attempt(act: Callable[[], Any]) -> str:
    """Do it; where it cannot be done now, the sentence that says why."""
    try:
        act()
    except (Refused, Clash) as refusal:
        return str(refusal)
    except ValidationError as mistakes:
        return " ".join(mistakes.messages)
    return ""


def done(request, back: str, sentence: str = "") -> HttpResponse:
    """It is done: say so, and go on with a page that can be loaded again."""
    messages.success(request, sentence or _("Saved."))
    response = HttpResponseRedirect(back)
    response.status_code = 303
    return response

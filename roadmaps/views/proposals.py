"""What is proposed for a map: the list, each as a difference, and what its readers answer."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from roadmaps import proposals as proposed
from roadmaps.applying import apply
from roadmaps.diff import Told
from roadmaps.proposals import Outcome, Proposal, Stand, Standing
from roadmaps.proposals.answering import is_own
from roadmaps.proposals.making import rehearse
from roadmaps.proposals.standing import look_at
from roadmaps.roadmap import Refused
from roadmaps.rules import can
from roadmaps.views import differences
from roadmaps.views.confirming import done
from roadmaps.views.maps import show
from roadmaps.views.reading import ANY, asked, read
from roadmaps.views.writing.desk import sit_down

MOST = 200  # proposals on one page


@dataclass(frozen=True)
class Change:
    """One change of a proposal as the page shows it."""

    number: int
    told: Told
    standing: Standing | None
    is_taken: bool
    theirs: str = ""


def proposals(request, slug):
    """What was proposed for a map, the newest first, as far as the reader may see it."""
    wishes = asked(request, outcome=[*Outcome.values], mine=("yes",), element=ANY)
    reading = _reading(request, slug)
    found = Proposal.objects.visible_to(request.user).filter(roadmap=reading.roadmap).near()
    count = found.open().count()
    if wishes["outcome"]:
        found = found.filter(outcome=wishes["outcome"])
    if wishes["mine"]:
        found = found.filter(author=request.user.pk)
    if wishes["element"]:
        found = found.filter(elements__code=wishes["element"]).distinct()
    rows = list(found[:MOST])
    return show(
        request,
        reading,
        "proposals",
        proposals=rows,
        open_count=count,
        wishes=wishes,
        outcomes=Outcome.values,
    )


def proposal(request, slug, key):
    """One proposal: why, what it changes, how it fits the map now, and what became of it."""
    asked(request)
    return _page(request, slug, key)


@require_POST
def accept(request, slug, key):
    """Take up a proposal, or the changes of it that were chosen."""

    def act(found):
        chosen = _numbers(request, "edit")
        over = _numbers(request, "over")
        proposed.accept(request.user, found, chosen | over, over, request.POST.get("note", ""))

    return _answered(request, slug, key, act)


@require_POST
def decline(request, slug, key):
    """Say no, with a reason that its author is told."""
    reason = request.POST.get("answer", "")
    return _answered(
        request, slug, key, lambda found: proposed.decline(request.user, found, reason)
    )


@require_POST
def withdraw(request, slug, key):
    """Take back what one has proposed."""
    return _answered(request, slug, key, lambda found: proposed.withdraw(request.user, found))


@require_POST
def answer_many(request, slug):
    """Accept or decline several proposals, each as a whole; those that do not fit stay open."""
    desk = sit_down(request, slug, "answer_proposal")
    seen = Proposal.objects.visible_to(request.user).filter(roadmap=desk.roadmap)
    keys = request.POST.getlist("proposal")
    try:
        chosen = list(seen.near().filter(pk__in=keys).order_by("made_at", "pk"))
    except ValidationError as error:
        raise BadRequest(_("There is no such proposal.")) from error
    reason = request.POST.get("answer", "")
    is_no = request.POST.get("do") == "decline"

    def act(found):
        if is_no:
            return proposed.decline(request.user, found, reason)
        return proposed.accept(request.user, found, note=reason)

    outcomes = proposed.many(chosen, act)
    left = [str(why) for _proposal, why in outcomes if why]
    said = ngettext(
        "%(count)d proposal was answered.", "%(count)d proposals were answered.",
        len(outcomes) - len(left),
    ) % {"count": len(outcomes) - len(left)}  # fmt: skip
    if left:
        said += " " + ngettext(
            "%(count)d stays open: it does not fit the map any more, or lacks a reason.",
            "%(count)d stay open: they do not fit the map any more, or lack a reason.",
            len(left),
        ) % {"count": len(left)}
    return done(request, reverse("proposals", args=[slug]), said)


def _answered(request, slug, key, act):
    """Do it, and go on with the page of the proposal; where it cannot be done, say why there."""
    found = _find(request, _reading(request, slug), key)
    try:
        act(found)
    except Refused as refusal:
        return _page(request, slug, key, str(refusal), 409)
    except ValidationError as mistakes:
        return _page(request, slug, key, " ".join(mistakes.messages), 422)
    return done(request, reverse("proposal", args=[slug, key]))


def _page(request, slug, key, error="", status=200):
    reading = _reading(request, slug)
    found = _find(request, reading, key)
    may_answer = found.is_open and can(request.user, "answer_proposal", reading.roadmap)
    standings = look_at(request.user, found, reading.document) if found.is_open else []
    changes = _changes(found, standings)
    fits = [each.edit for each in standings if each.stand in (Stand.FITS, Stand.CLASHES)]
    fitting = [edit for edit in fits if edit.verb != "written"]  # no picture shows texts
    page = {
        "map": reading.document["roadmap"],
        "roadmap": reading.roadmap,
        "proposal": found,
        "changes": changes,
        "may_answer": may_answer,
        "may_withdraw": found.is_open and is_own(request.user, found),
        "is_stale": any(each.stand != Stand.FITS for each in standings),
        "error": error,
        "typed": {"answer": request.POST.get("answer", ""), "note": request.POST.get("note", "")},
        **(_drawn(request, reading, fitting) if fitting else {}),
    }
    return render(request, "roadmaps/proposal.html", page, status=status)


def _changes(found, standings):
    """Each change with its sentence, and how it stands to the map now."""
    stands: list[Any] = [*standings] or [None] * len(found.edits)
    return [
        Change(number, told, standing, number in found.taken, _theirs(found, standing))
        for number, (told, standing) in enumerate(zip(found.told, stands, strict=True))
    ]


def _theirs(found, standing):
    """What somebody else changed there since, in a sentence."""
    if standing is None or standing.stand != Stand.CLASHES:
        return ""
    if standing.edit.verb == "written":
        return standing.theirs["text"]
    if standing.edit.verb != "edited":
        return ""
    (told,) = found.tell([replace(standing.edit, after=standing.theirs)])
    return told.sentence


def _drawn(request, reading, edits):
    """The picture of the map with what is proposed marked on it, as it would be."""
    if getattr(request.user, "is_onlooker", False):  # nobody, so nothing can be tried
        return {}
    try:
        before, after = rehearse(
            request.user, reading.roadmap, lambda who: apply(who, reading.roadmap, edits)
        )
    except (Refused, ValidationError):
        return {}
    return {"picture": differences.between(before, after)["picture"]}


def _reading(request, slug):
    reading = read(request.user, slug)
    if not reading.is_draft:
        raise Http404
    return reading


def _find(request, reading, key):
    seen = Proposal.objects.visible_to(request.user).filter(roadmap=reading.roadmap).near()
    found = seen.filter(pk=key).first()
    if found is None:
        raise Http404
    found.roadmap = reading.roadmap
    return found


def _numbers(request, name) -> set[int]:
    said = request.POST.getlist(name)
    if not all(each.isdecimal() and len(each) < 4 for each in said):
        raise BadRequest(_("There is no such change."))
    return {int(each) for each in said}

"""The disposition table: every comment of a round, what becomes of it, and who answers it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from roadmaps import anchors, answering
from roadmaps.comments import Action, Type
from roadmaps.models import Comment, Response
from roadmaps.responses import Disposition
from roadmaps.rules import can
from roadmaps.views.confirming import attempt, by_oneself, done
from roadmaps.views.consultations import find, remark
from roadmaps.views.reading import ANY, asked
from roadmaps.views.shelf import DOCUMENTS

ON_A_PAGE = 100
NONE = "none"  # of a filter: nothing of it yet
NEAR = (
    "submission__organisation", "submission__consultation", "answered__response__assigned_to",
    "passage__narrative",
)  # fmt: skip


BY_COLUMN = {
    "type": "type",
    "action": "action",
    "element": "element__code",
    "organisation": "submission__organisation__code",
}


@dataclass(frozen=True)
class Wishes:
    """What of the table somebody wants to see."""

    disposition: str
    type: str
    action: str
    element: str
    organisation: str
    assigned: str
    q: str

    @property
    def query(self) -> str:
        """The same as the end of an address."""
        return urlencode({name: value for name, value in vars(self).items() if value})


@login_required
def answers(request, key):
    """All comments that were sent in a round, those that are wanted, a page of them at a time."""
    it = answered_for(request.user, key)
    wishes = _wishes(request)
    rows = _wanted(request.user, it, wishes)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    comments = _in_full(list(page))
    text = DOCUMENTS.take([it.edition_id])[it.edition_id]
    sent = Comment.objects.sent().filter(submission__consultation=it)
    context = {
        "it": it,
        "map": text["roadmap"],
        "page": page,
        "rows": [_row(text, comment) for comment in comments],
        "wishes": wishes,
        "total": sent.count(),
        "open": answering.unanswered_in(it).count(),
        "ready": [each for each in it.responses.filter(given_at=None) if each.is_settled],
        "responses": it.responses.order_by("number"),
        "people": answering.answerers(it.roadmap),
        "dispositions": Disposition.values,
        "types": Type.values,
        "actions": Action.values,
        "is_over": not it.is_open,
    }
    return render(request, "roadmaps/consultations/answers.html", context)


@require_POST
@by_oneself
@login_required
def take_together(request, key):
    """Answer the chosen comments together: in a new response, or in one that is there."""
    it = answered_for(request.user, key)
    chosen = _chosen(request, Comment, "comment")
    person = _person(request)
    if not chosen:
        return _back(request, it, _("Choose at least one comment."))
    into = request.POST.get("into", "")
    made: list[Response] = []

    def act():
        if into:
            made.append(_add(request.user, it, into, chosen, person))
        else:
            said = {"assigned_to": person} if person else {}
            made.append(answering.answer(request.user, it, chosen, **said))

    if error := attempt(act):
        return _back(request, it, error)
    return done(request, reverse("response", args=[made[0].pk]))


@require_POST
@by_oneself
@login_required
def assign(request, key):
    """Say who answers the chosen comments; each gets a response of its own that waits for them."""
    it = answered_for(request.user, key)
    chosen, person = _chosen(request, Comment, "comment"), _person(request)
    if not (chosen and person):
        return _back(request, it, _("Choose comments, and somebody who answers them."))

    error = attempt(lambda: answering.assign(request.user, it, chosen, person))
    said = ngettext("%(number)s comment is assigned.", "%(number)s comments are assigned.",
                    len(chosen)) % {"number": len(chosen)}  # fmt: skip
    return _back(request, it, error or said)


@require_POST
@by_oneself
@login_required
def give(request, key):
    """Tell those who commented: with the chosen responses, all of them or none."""
    it = answered_for(request.user, key)
    chosen = _chosen(request, Response, "response")
    mine = [each for each in chosen if each.consultation_id == it.pk]
    if not mine:
        return _back(request, it, _("Choose at least one response."))
    error = attempt(lambda: answering.give(request.user, mine))
    said = ngettext("%(number)s response is given.", "%(number)s responses are given.",
                    len(mine)) % {"number": len(mine)}  # fmt: skip
    return _back(request, it, error or said)


def answered_for(actor, key):
    """A round, for those who answer for its map."""
    it = find(actor, key)
    if not can(actor, "hear", it):
        raise Http404
    return it


def _wishes(request) -> Wishes:
    said = asked(
        request,
        disposition=[*Disposition.values, NONE],
        type=Type.values,
        action=Action.values,
        element=ANY,
        organisation=ANY,
        assigned=ANY,
        q=ANY,
        page=ANY,
    )
    said.pop("page")
    return Wishes(**said)


def _wanted(actor, it, wishes):
    """The keys of the comments that are wanted, in the order of what they are about."""
    rows = Comment.objects.visible_to(actor).sent().filter(submission__consultation=it)
    for name, value in vars(wishes).items():
        if value and name in BY_COLUMN:
            rows = rows.filter(**{BY_COLUMN[name]: value.upper() if name == "element" else value})
    if wishes.assigned == NONE:
        rows = rows.filter(answered__response__assigned_to=None)
    if wishes.disposition:
        rows = rows.filter(**_standing(wishes.disposition))
    if wishes.assigned == "me":
        rows = rows.filter(answered__response__assigned_to=actor.pk)
    for word in wishes.q.split():
        rows = rows.filter(Q(text__icontains=word) | Q(proposed__icontains=word))
    ordered = rows.order_by("element__code", "submission__organisation__code", "number", "pk")
    return ordered.values_list("pk", flat=True)


def _in_full(keys) -> list[Comment]:
    """The comments of one page, with all that is told of them; only these are read in full."""
    found = Comment.objects.select_related(*NEAR).in_bulk(keys)
    return [found[key] for key in keys]


def _standing(disposition):
    return (
        {"answered": None}
        if disposition == NONE
        else {"answered__response__disposition": disposition}
    )


def _row(text, comment) -> dict[str, Any]:
    answered = getattr(comment, "answered", None)
    is_gone = anchors.row_of(text, comment.place) is None
    if comment.passage and not comment.moved_to_id:
        is_gone = comment.passage.now is None or comment.passage.narrative.is_withdrawn
    return remark(text, comment) | {
        "response": answered.response if answered else None,
        "is_gone": is_gone,
    }


def _add(actor, it, number, chosen, person):
    """Add comments to the response with this number."""
    response = it.responses.filter(number=number).first() if number.isdecimal() else None
    if response is None:
        raise ValidationError(_("There is no such response."))
    comments = [*response.comments.all(), *chosen]
    said = {"comments": comments} | ({"assigned_to": person} if person else {})
    return answering.edit(actor, response, response.revision, **said)


def _chosen(request, model, name):
    """What was ticked, as far as somebody sees it."""
    keys = request.POST.getlist(name)
    try:
        return list(model.objects.visible_to(request.user).filter(pk__in=keys).order_by("pk"))
    except ValidationError as error:
        raise BadRequest(_("There is no such thing.")) from error


def _person(request):
    key = request.POST.get("person", "")
    try:
        return User.objects.filter(pk=key).first() if key else None
    except ValidationError as error:
        raise BadRequest(_("There is nobody of this name.")) from error


def _back(request, it, sentence):
    """To the table as it was looked at."""
    there = reverse("answers", args=[it.pk])
    query = request.POST.get("query", "")
    return done(request, f"{there}?{query}" if query else there, sentence)

"""The desk of an association on its pages: asking members, taking up or leaving what they say."""

import uuid
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import Organisation
from roadmaps import consulted, desk
from roadmaps.models import Comment, Consulted, Remark, Submission
from roadmaps.remarks import Fate
from roadmaps.views.confirming import attempt, by_oneself, done, posted
from roadmaps.views.consultations import remark


class AskForm(forms.Form):
    """Whom one asks, and what."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Member firm"), queryset=Organisation.objects.none()
    )
    note = forms.CharField(
        label=gettext_lazy("What you want to know, if you like"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, submission, **kwargs):
        super().__init__(*args, **kwargs)
        others = Organisation.objects.existing().exclude(pk=submission.organisation_id)
        others = others.exclude(consulted__submission=submission)
        self.fields["organisation"].queryset = others


def desk_of(it, text) -> dict[str, Any]:
    """What the members of an association say for its submission, by place, and who was asked."""
    firms = list(Consulted.objects.filter(submission=it).select_related("organisation"))
    near = ("consulted__organisation", "consulted__submission__consultation", "comment")
    rows: list[Remark] = []
    if firms:
        standing = Remark.objects.standing().filter(consulted__submission=it)
        rows = list(standing.select_related(*near).order_by("consulted", "number"))
    counts = [each.consulted_id for each in rows]
    return {
        "firms": [(each, counts.count(each.pk)) for each in firms],
        "places": _by_place([remark(text, each) for each in rows]),
        "open": sum(each.fate == Fate.OPEN for each in rows),
        "fates": Fate,
    }


def _by_place(told) -> list[list[dict[str, Any]]]:
    """What speaks of the same thing, together."""
    groups: dict[Any, list[dict[str, Any]]] = {}
    for each in told:
        row = each["comment"]
        place = (row.question, row.element_id, row.figure_id, row.link_id, row.narrative_id)
        groups.setdefault(place, []).append(each)
    return list(groups.values())


@by_oneself
@login_required
def ask(request, key):
    """Ask a member firm what it thinks."""
    it = _submission(request, key)
    form = AskForm(posted(request), submission=it)
    if form.is_valid():
        error = attempt(lambda: consulted.ask(request.user, it, **form.cleaned_data))
        if not error:
            return done(request, _here(it), _("It is asked, and its people get a mail."))
        form.add_error(None, error)
    context = {"form": form, "it": it.consultation, "heading": _("Ask a member")}
    context |= {"button": _("Ask the member"), "back": _here(it)}
    status = 422 if form.is_bound else 200
    return render(request, "roadmaps/consultations/form.html", context, status=status)


@require_POST
@login_required
def take_up(request, key):
    """Put what was chosen into the basket, as a new comment or in one that lies there."""
    it = _submission(request, key)
    chosen = Remark.objects.visible_to(request.user).filter(
        pk__in=_keys(request.POST.getlist("remark")), consulted__submission=it
    )
    into = _into(request, it)
    made = []
    error = attempt(lambda: made.append(desk.take_up(request.user, it, chosen, into)))
    if error or into:
        return done(request, _here(it), error or _("It goes into a comment of the basket."))
    there = reverse("edit-comment", args=[made[0].pk])
    return done(request, there, _("It lies in the basket. Say it in your own words."))


@require_POST
@login_required
def leave(request, key):
    """Tell a firm why what it says is not taken up."""
    row = _remark(request, key)
    reason = request.POST.get("reason", "")[:2000]
    error = attempt(lambda: desk.leave(request.user, row, reason))
    return done(request, _here(row.submission), error or _("The firm reads why."))


@require_POST
@login_required
def reopen(request, key):
    """Look at what a firm says once more."""
    row = _remark(request, key)
    return done(request, _here(row.submission), attempt(lambda: desk.reopen(request.user, row)))


def _submission(request, key) -> Submission:
    """What one's own organisation says."""
    near = ("organisation", "consultation__roadmap")
    seen = Submission.objects.read_by(request.user).of(request.user).select_related(*near)
    it = seen.filter(pk=key).first()
    if it is None:
        raise Http404
    return it


def _remark(request, key) -> Remark:
    """A remark of a firm that one's own organisation asked."""
    seen = Remark.objects.visible_to(request.user)
    own = Submission.objects.of(request.user).values("pk")
    row = seen.filter(consulted__submission__in=own, pk=key).first()
    if row is None:
        raise Http404
    return row


def _into(request, it) -> Comment | None:
    """The comment of the basket that was named; none where a new one is wanted."""
    named = request.POST.get("into", "")
    if not named:
        return None
    seen = Comment.objects.visible_to(request.user).filter(submission=it)
    found = seen.filter(pk__in=_keys([named])).first()
    if found is None:
        raise Http404
    return found


def _keys(said) -> list[str]:
    """Those that are ids at all."""
    found = []
    for each in said:
        try:
            found.append(str(uuid.UUID(each)))
        except ValueError:
            continue
    return found


def _here(it) -> str:
    return reverse("submission", args=[it.pk])

"""The basket of an organisation: check what was written, send it, and get a receipt."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.rules import Refused
from changes.merging import Clash
from roadmaps import receipts, submissions
from roadmaps.history.submissions import told_of_submission
from roadmaps.models import Answered, Response, Submission
from roadmaps.submissions import Publication, drafts, sends
from roadmaps.views.confirming import Question, ask, attempt, by_oneself, done, posted
from roadmaps.views.consultations import UNREAD, remark, there
from roadmaps.views.desk import desk_of
from roadmaps.views.reading import ANY, asked
from roadmaps.views.shelf import DOCUMENTS
from roadmaps.views.writing.desk import complain


class SubmissionForm(forms.Form):
    """What may be published of it, and how it was formed."""

    publication = forms.ChoiceField(
        label=gettext_lazy("What may be published"),
        choices=lambda: Publication.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    publication_reason = forms.CharField(
        label=gettext_lazy("If it is not to be published: why"), required=False, max_length=2000
    )
    formed = forms.CharField(
        label=gettext_lazy("How this position was formed"),
        help_text=gettext_lazy("Such as: asked of all members, decided by the board."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    members_heard = forms.IntegerField(
        label=gettext_lazy("How many members were heard"),
        required=False,
        min_value=0,
        max_value=2**31 - 1,
    )
    base = forms.IntegerField(widget=forms.HiddenInput)


class DeclineForm(forms.Form):
    """Why an organisation says nothing."""

    reason = forms.CharField(
        label=gettext_lazy("Why, if you like"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@login_required
def submission(request, key):
    """The basket: all that will be sent, to be checked; once it is sent, the receipt."""
    it = read_by(request.user, key)
    asked(request, receipt=ANY)
    is_own = drafts(request.user, it)
    may_write = is_own and it.is_open and it.consultation.is_taking
    if request.method == "POST" and not is_own:
        raise Http404
    begins = {name: getattr(it, name) for name in Submission.WRITTEN} | {"base": it.revision}
    form = SubmissionForm(posted(request), initial=begins)
    status = 200
    if form.is_bound:
        is_sent = "send" in request.POST
        status = _keep(request.user, it, form, is_sent)
        if status == 303:
            said = _("It is sent. This is your receipt.") if is_sent else ""
            return done(request, _here(it), said)
        it = read_by(request.user, key)
        form.data = form.data.copy()
        form.data["base"] = it.revision
    context = _context(request, it, is_own) | {"form": form, "may_write": may_write}
    return render(request, "roadmaps/consultations/submission.html", context, status=status)


def _context(request, it, is_own):
    rows = list(it.comments.select_related("submission__consultation", "verdict"))
    given = _given(request.user, it)
    numbers = {str(each.pk): each.number for each in rows}
    claimed = request.GET.get("receipt", "")
    text = DOCUMENTS.take([it.consultation.edition_id])[it.consultation.edition_id]
    may_send = sends(request.user, it) and it.consultation.is_taking
    return {
        "it": it,
        "round": it.consultation,
        "map": text["roadmap"],
        "comments": [
            remark(text, each) | {"answer": given.get(each.pk)}
            for each in rows
            if not each.is_withdrawn
        ],
        "dropped": [remark(text, each) for each in rows if each.is_withdrawn] if is_own else [],
        "is_own": is_own,
        "desk": desk_of(it, text) if is_own else None,
        "history": told_of_submission(it, numbers) if is_own else [],
        "may_send": may_send,
        "may_judge": sends(request.user, it),
        "claimed": claimed,
        "is_genuine": bool(claimed) and receipts.holds(it, claimed),
    }


def _given(actor, it) -> dict:
    """What was answered, by comment; what is only drafted stays with those who draft it."""
    seen = Response.objects.visible_to(actor).given()
    rows = Answered.objects.filter(comment__submission=it, response__in=seen.values("pk"))
    return {each.comment_id: each.response for each in rows.select_related("response")}


def _keep(actor, it, form, is_sent) -> int:
    """Keep what was said of the submission, and send it where that was asked."""
    if not form.is_valid():
        return 422
    said = dict(form.cleaned_data)
    base = said.pop("base")
    try:
        with transaction.atomic():
            kept = submissions.describe(actor, it, base, **said)
            if is_sent:
                _require_seen(it, base)
                receipts.submit(actor, kept, kept.revision)
    except (Refused, Clash) as refusal:
        form.add_error(None, str(refusal))
        return 409
    except ValidationError as error:
        complain(form, error)
        return 422
    return 303


def _require_seen(it, base):
    if it.revision != base:
        raise Refused(_("A colleague has written in it since you read it. Check it once more."))


@by_oneself
@login_required
def decline(request, key):
    """Say that one's organisation will say nothing."""
    it = _own(request, key)
    form = DeclineForm(posted(request))
    if form.is_valid():
        error = attempt(lambda: submissions.decline(request.user, it, **form.cleaned_data))
        if not error:
            return done(request, there(it.consultation), _("Thank you for saying so."))
        form.add_error(None, error)
    context = {"form": form, "it": it.consultation, "heading": _("Say nothing in this round")}
    context |= {"button": _("We say nothing"), "back": _here(it)}
    status = 422 if form.is_bound else 200
    return render(request, "roadmaps/consultations/form.html", context, status=status)


@require_POST
@by_oneself
@login_required
def take_back(request, key):
    """Take back what was sent, to change it."""
    it = _own(request, key)
    return done(request, _here(it), attempt(lambda: receipts.take_back(request.user, it)))


@login_required
def withdraw(request, key):
    """Take back what was sent, for good, once that was confirmed."""
    it = _own(request, key)
    question = Question(
        heading=_("Withdraw what was sent"),
        button=_("Withdraw it for good"),
        back=_here(it),
        notes=[
            _("It is not read any more and cannot be sent again. That you withdrew it is known.")
        ],
    )
    return ask(request, question, lambda: receipts.withdraw(request.user, it))


@login_required
def receipt(request, key):
    """What was sent, byte by byte: its SHA-256 is the receipt."""
    it = read_by(request.user, key)
    if not it.receipt:
        raise Http404
    response = HttpResponse(receipts.bytes_of(it), content_type="application/json")
    name = f"submission-{it.receipt[:12]}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def read_by(actor, key) -> Submission:
    """The submission with this id, if somebody reads what it says."""
    near = ("organisation", "consultation__roadmap", "consultation__edition")
    unread = [f"consultation__{name}" for name in UNREAD]
    seen = Submission.objects.read_by(actor).select_related(*near).defer(*unread)
    it = seen.filter(pk=key).first()
    if it is None:
        raise Http404
    return it


def _own(request, key) -> Submission:
    it = read_by(request.user, key)
    if not sends(request.user, it):
        raise Http404
    return it


def _here(it) -> str:
    return reverse("submission", args=[it.pk])

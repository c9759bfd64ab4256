"""The comment form as a file: taken away as XLSX or DOCX, filled elsewhere, looked at, taken in."""

from collections.abc import Callable
from dataclasses import astuple
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roadmaps.exchange import dispositions, documents, remarks, sheets
from roadmaps.exchange.forms import Row
from roadmaps.submissions import drafts
from roadmaps.views.answers import answered_for
from roadmaps.views.confirming import attempt, by_oneself, done
from roadmaps.views.consultations import find, readable
from roadmaps.views.submissions import read_by

SORTS: dict[str, Any] = {"xlsx": sheets, "docx": documents}
MOST_AT_ONCE = 2_000
Lines = list[tuple[int, Row]]


class FileForm(forms.Form):
    """A filled form."""

    file = forms.FileField(
        label=gettext_lazy("The filled form"),
        help_text=gettext_lazy("XLSX or DOCX, with its eight columns as they were."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx"}),
    )

    def clean_file(self) -> Lines:
        """Its rows, by their numbers in the file."""
        file = self.cleaned_data["file"]
        sort = SORTS.get(file.name.rpartition(".")[2].lower())
        if sort is None:
            raise ValidationError(_("Send a file of the sort XLSX or DOCX."))
        lines = sort.read(file.read())
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(_("The form has more than 2,000 rows. Send it in parts."))
        return lines


@login_required
def table(request, key, sort):
    """The disposition table of a round as a file."""
    it = answered_for(request.user, key)
    text = readable(request.user, it)
    return _file(sort, dispositions.rows_of(request.user, it, text), it.title, "dispositions")


def form(request, key, sort):
    """The form to be filled by those who are asked, with a row for each element."""
    it = find(request.user, key)
    text = readable(request.user, it)
    if text is None:
        raise Http404
    return _file(sort, remarks.blank(text), it.title, "comments")


@by_oneself
@login_required
def take_answers(request, key):
    """Take in what was answered in a filled table, once it was looked at."""
    it = answered_for(request.user, key)
    return _taken_in(
        request,
        it,
        lambda lines: dispositions.read(request.user, it, lines),
        lambda reading: dispositions.apply(request.user, it, reading),
        (_("Take in a filled table"), reverse("answers", args=[it.pk])),
    )


@by_oneself
@login_required
def take_remarks(request, key):
    """Take comments from a filled form into the basket, once they were looked at."""
    submission = read_by(request.user, key)
    it = submission.consultation
    if not (drafts(request.user, submission) and submission.is_open and it.is_taking):
        raise Http404
    text = readable(request.user, it)
    return _taken_in(
        request,
        it,
        lambda lines: remarks.read(text, lines),
        lambda reading: remarks.apply(request.user, submission, reading),
        (_("Take in a filled form"), reverse("submission", args=[submission.pk])),
    )


def _taken_in(request, it, read: Callable, apply: Callable, place):
    """First what the file says is shown with all that is wrong with it; then it is taken in."""
    heading, back = place
    context: dict[str, Any] = {"it": it, "heading": heading, "back": back, "form": FileForm()}
    status = 200
    if "seen" in request.POST:
        lines = _seen(request, it)
        made: list[int] = []
        error = attempt(lambda: made.append(apply(read(lines))))
        if not error:
            return done(request, back, _taken(made[0]))
        context |= {"error": error, "reading": read(lines), "lines": dict(lines)}
        status = 409
    elif request.method == "POST":
        context["form"] = FileForm(request.POST, request.FILES)
        status = 422
        if context["form"].is_valid():
            lines = context["form"].cleaned_data["file"]
            context |= _looked_at(it, read(lines), lines)
            status = 422 if context["reading"].faults else 200
    return render(request, "roadmaps/consultations/filled.html", context, status=status)


def _looked_at(it, reading, lines) -> dict[str, Any]:
    told = [(number, tuple(astuple(row))) for number, row in lines]
    sealed = "" if reading.faults else signing.dumps(told, salt=str(it.pk), compress=True)
    return {"reading": reading, "lines": dict(lines), "seen": sealed}


def _seen(request, it) -> Lines:
    try:
        told = signing.loads(request.POST["seen"], salt=str(it.pk), max_age=24 * 60 * 60)
    except signing.BadSignature as error:
        raise BadRequest(_("Send the file once more.")) from error
    return [(number, Row(*texts)) for number, texts in told]


def _taken(number: int) -> str:
    return ngettext("%(number)s entry is taken in.", "%(number)s entries are taken in.", number) % {
        "number": number
    }


def _file(sort, rows, title, name):
    if sort not in SORTS:
        raise Http404
    content = SORTS[sort].write(rows, title)
    response = HttpResponse(content, content_type=SORTS[sort].MIME)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{sort}"'
    return response

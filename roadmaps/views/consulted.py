"""What a member firm says to its association: the frozen text, its remarks, what became of them."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from roadmaps import desk, remarks
from roadmaps.comments import Type
from roadmaps.history.remarks import told_of_consulted
from roadmaps.models import Consulted, Remark
from roadmaps.views import passages
from roadmaps.views.comments import QUOTED, parts_of, place_named, spoken_at, thing_at, try_out
from roadmaps.views.confirming import attempt, done, posted
from roadmaps.views.consultations import UNREAD, remark
from roadmaps.views.maps import by_layer
from roadmaps.views.reading import asked
from roadmaps.views.shelf import DOCUMENTS


class RemarkForm(forms.Form):
    """What a firm says, and the exact thing it proposes."""

    text = forms.CharField(
        label=gettext_lazy("What do you say?"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    type = forms.ChoiceField(label=gettext_lazy("It is about"), choices=lambda: Type.choices)
    proposed = forms.CharField(
        label=gettext_lazy("The exact wording, number or date you propose"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NewRemarkForm(RemarkForm):
    """The same of a new one: also on which words."""

    field = forms.ChoiceField(label=gettext_lazy("Which part of it"), required=False)
    quote = forms.CharField(
        label=gettext_lazy("The words you speak of, as they stand there"),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args, parts, is_quoted, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", _("All of it")), *parts]
        self.fields["type"].initial = Type.SUBSTANTIVE if is_quoted else Type.GENERAL
        if not parts:
            del self.fields["field"]
            self.order_fields(("quote",))
        if not is_quoted:
            del self.fields["quote"]


@login_required
def consulted(request, key):
    """The text that the association asks about, what the firm said, and what became of it."""
    asked(request)
    it = _find(request, key)
    text = _text(it)
    rows = list(it.remarks.select_related("consulted__submission__consultation", "comment"))
    answers = desk.answers_to(rows)
    told = [remark(text, each) | {"answer": answers.get(each.comment_id)} for each in rows]
    numbers = {str(each.pk): each.number for each in rows}
    context = {
        "it": it,
        "round": it.consultation,
        "map": text["roadmap"],
        "document": text,
        "layers": by_layer(text["elements"]),
        "texts": passages.texts_of(text),
        "remarks": [each for each in told if not each["comment"].is_withdrawn],
        "dropped": [each for each in told if each["comment"].is_withdrawn],
        "may_write": it.is_taking,
        "remark_at": reverse("remark", args=[it.pk]),
        "history": told_of_consulted(it, numbers),
    }
    return render(request, "roadmaps/consultations/consulted.html", context)


@login_required
def write(request, key):
    """Remark on one thing in the frozen text, or on all of it."""
    it = _find(request, key)
    where = place_named(request, it.consultation)
    text = _text(it)
    thing = thing_at(it.consultation, text, where)
    if request.method != "POST" and not it.is_taking:
        raise Http404
    form = NewRemarkForm(
        posted(request),
        parts=parts_of(where, thing),
        is_quoted=thing["kind"] in QUOTED,
        initial={"quote": passages.words_at(text, where)},
    )
    status = 200
    if form.is_bound:
        where = passages.as_said(text, where, form.data.get("quote"))
        status = try_out(form, lambda said: _write(request.user, it, where, said))
        if status == 303:
            return done(request, _next(request, it), _("Your association reads it."))
    return _form(request, it, form, thing, status)


def _write(actor, it, where, said):
    said.pop("base")
    return remarks.write(actor, it, **where, **said)


@login_required
def edit(request, key):
    """Change what a remark says, while nobody has answered it."""
    row = _own(request, key)
    it, names = row.consulted, ("text", "type", "proposed")
    begins: dict[str, Any] = {name: getattr(row, name) for name in names}
    form = RemarkForm(posted(request), initial=begins | {"base": it.revision})
    status = 200
    if form.is_bound:
        status = try_out(form, lambda said: _change(request.user, row, said))
        if status == 303:
            return done(request, _here(it))
        if status == 409:  # sent once more, it goes in the place of what stands there now
            it.refresh_from_db()
            form.data = form.data.copy()
            form.data["base"] = it.revision
    return _form(request, it, form, remark(_text(it), row), status)


def _change(actor, row, said):
    base = said.pop("base")
    return remarks.edit(actor, row, row.consulted.revision if base is None else base, **said)


@require_POST
@login_required
def withdraw(request, key):
    """Take a remark back."""
    row = _own(request, key)
    return done(request, _here(row.consulted), attempt(lambda: remarks.withdraw(request.user, row)))


@require_POST
@login_required
def restore(request, key):
    """Put a remark back."""
    row = _own(request, key)
    return done(request, _here(row.consulted), attempt(lambda: remarks.restore(request.user, row)))


def _form(request, it, form, thing, status):
    context = {"form": form, "it": it.consultation, "thing": thing, "back": _here(it)}
    context |= {"heading": _("Remark"), "button": _("Tell your association")}
    return render(request, "roadmaps/consultations/comment.html", context, status=status)


def _find(request, key) -> Consulted:
    """What one's own firm is asked."""
    near = ("organisation", "submission__organisation", "submission__consultation__roadmap",
            "submission__consultation__edition")  # fmt: skip
    unread = [f"submission__consultation__{name}" for name in UNREAD]
    seen = Consulted.objects.visible_to(request.user).of_firms(request.user)
    it = seen.select_related(*near).defer(*unread).filter(pk=key).first()
    if it is None:
        raise Http404
    return it


def _own(request, key) -> Remark:
    """A remark of one's own firm."""
    seen = Remark.objects.visible_to(request.user)
    mine = seen.filter(consulted__in=Consulted.objects.of_firms(request.user).values("pk"))
    near = ("consulted__organisation", "consulted__submission__consultation__roadmap")
    row = mine.select_related(*near).filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def _text(it) -> dict[str, Any]:
    edition = it.consultation.edition_id
    return DOCUMENTS.take([edition])[edition]


def _next(request, it) -> str:
    """Back to the place where one was reading."""
    return _here(it) + spoken_at(request)


def _here(it) -> str:
    return reverse("consulted", args=[it.pk])

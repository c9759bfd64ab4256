"""Remarking on the precise thing: one short form, and the remark lies in the basket."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import Organisation
from accounts.rules import Refused
from changes.merging import Clash
from roadmaps import anchors, comments, submissions
from roadmaps.anchors import Anchor
from roadmaps.comments import Action, Type
from roadmaps.elements import KINDS
from roadmaps.models import Comment
from roadmaps.views import passages
from roadmaps.views.confirming import attempt, done, posted
from roadmaps.views.consultations import asked_of, find, remark, speakers, there
from roadmaps.views.shelf import DOCUMENTS
from roadmaps.views.writing.desk import complain

PLACES = ("element", "figure", "link", "question", "narrative")
QUOTED = ("element", "narrative")  # of these words can be quoted


class CommentForm(forms.Form):
    """What is said, and what is asked for."""

    text = forms.CharField(
        label=gettext_lazy("What do you say?"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    type = forms.ChoiceField(label=gettext_lazy("It is about"), choices=lambda: Type.choices)
    action = forms.ChoiceField(
        label=gettext_lazy("What should be done"),
        choices=lambda: Action.choices,
        initial=Action.NONE,
    )
    proposed = forms.CharField(
        label=gettext_lazy("The exact wording, number or date you propose"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_confidential = forms.BooleanField(
        label=gettext_lazy("Keep this point confidential"),
        help_text=gettext_lazy("It is read by those who answer for the map, and never published."),
        required=False,
    )
    confidential_because = forms.CharField(
        label=gettext_lazy("Why it is confidential"), required=False, max_length=500
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NewCommentForm(CommentForm):
    """The same of a new one: also for whom, and on which words."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("In the name of"), queryset=Organisation.objects.none()
    )
    field = forms.ChoiceField(label=gettext_lazy("Which part of it"), required=False)
    quote = forms.CharField(
        label=gettext_lazy("The words you speak of, as they stand there"),
        required=False,
        max_length=2000,
    )
    field_order = (
        "organisation", "text", "type", "action", "proposed", "field", "quote",
        "is_confidential", "confidential_because",
    )  # fmt: skip

    def __init__(self, *args, speaking, chosen, fields, is_quoted, **kwargs):
        super().__init__(*args, **kwargs)
        theirs = Organisation.objects.filter(pk__in=[each.pk for each in speaking])
        self.fields["organisation"].queryset = theirs
        self.fields["organisation"].initial = chosen or speaking[0]
        if len(speaking) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
        self.fields["field"].choices = [("", _("All of it")), *fields]
        if not fields:
            del self.fields["field"]
            self.order_fields(("organisation", "quote"))  # of a text: first of which words
        if not is_quoted:
            del self.fields["quote"]
        self.fields["type"].initial = Type.SUBSTANTIVE if is_quoted else Type.GENERAL


@login_required
def comment(request, key):
    """Remark on one thing in the frozen text, or on all of it."""
    it = find(request.user, key)
    where = place_named(request, it)
    # Who typed while the round was closed gets back what they typed, with the reason.
    is_sent = request.method == "POST"
    speaking = list(asked_of(request.user, it)) if is_sent else speakers(request.user, it)
    if not speaking:
        raise Http404
    text = DOCUMENTS.take([it.edition_id])[it.edition_id]
    thing = thing_at(it, text, where)
    form = NewCommentForm(
        posted(request),
        speaking=speaking,
        chosen=request.user.acting.chosen if request.user.acting else None,
        fields=parts_of(where, thing),
        is_quoted=thing["kind"] in QUOTED,
        initial={"quote": passages.words_at(text, where)},
    )
    status = 200
    if form.is_bound:
        where = passages.as_said(text, where, form.data.get("quote"))
        status = try_out(form, lambda said: _write(request.user, it, where, said))
        if status == 303:
            return done(request, _next(request, it), _("It lies in your basket."))
    context = {"form": form, "it": it, "thing": thing, "where": where, "map": text["roadmap"]}
    return render(request, "roadmaps/consultations/comment.html", context, status=status)


@transaction.atomic
def _write(actor, it, where, said):
    said.pop("base")
    submission = submissions.begin(actor, it, said.pop("organisation"))
    return comments.write(actor, submission, **where, **said)


def place_named(request, it):
    """The one thing that the address names; nothing for the map as a whole."""
    named = {name: value for name, value in request.GET.items() if value}
    words = {*passages.PLACE} if "narrative" in named else set()
    if named.keys() - words - {*PLACES} or len(named.keys() - words) > 1:
        raise BadRequest(_("Name one thing to remark on."))
    if words:
        return passages.place_in_words(named)
    if "question" in named:
        number = named["question"]
        if not (number.isascii() and number.isdigit() and len(number) == 1):
            raise Http404
        return {"question": int(number)}
    return named


def thing_at(it, text, where) -> dict[str, Any]:
    """What is remarked on, as it was frozen; with its kind, for the template."""
    if "question" in where:
        if not 1 <= where["question"] <= len(it.questions):
            raise Http404
        return {"kind": "question", "row": it.questions[where["question"] - 1]}
    if not where:
        return {"kind": "map", "row": text["roadmap"]}
    if "element" in where:
        row = anchors.element_called(text, where["element"].upper())
    else:
        row = anchors.row_of(text, Anchor(**where))
    if row is None:
        raise Http404
    if "narrative" in where:
        html = passages.html_of(text, row, to_places=False)
        return {"kind": "narrative", "row": row, "html": html}
    return {"kind": next(iter(where)), "row": row}


def parts_of(where, thing) -> list[tuple[str, str]]:
    """The parts of an element that can be spoken of, by name and label."""
    if "element" not in where:
        return []
    model = KINDS[thing["row"]["kind"]]
    known = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
    return [
        (name, known[name].capitalize())
        for name in anchors.fields_of(thing["row"])
        if name in known
    ]


@login_required
def edit(request, key):
    """Change what a remark says, while it lies in the basket."""
    it = _own(request, key)
    names = ("text", *CommentForm.base_fields)
    begins = {name: getattr(it, name) for name in names if name != "base"}
    begins["base"] = it.submission.revision
    form = CommentForm(posted(request), initial=begins)
    status = 200
    if form.is_bound:
        status = try_out(form, lambda said: _change(request.user, it, said))
        if status == 303:
            return done(request, _basket(it))
        if status == 409:  # sent once more, it goes in the place of what stands there now
            form.data = form.data.copy()
            it.submission.refresh_from_db()
            form.data["base"] = it.submission.revision
    round_ = it.submission.consultation
    text = DOCUMENTS.take([round_.edition_id])[round_.edition_id]
    context = {"form": form, "it": round_, "thing": remark(text, it), "back": _basket(it)}
    return render(request, "roadmaps/consultations/comment.html", context, status=status)


def _change(actor, it, said):
    base = said.pop("base")
    return comments.edit(actor, it, it.submission.revision if base is None else base, **said)


@require_POST
@login_required
def withdraw(request, key):
    """Take a remark out of the basket."""
    it = _own(request, key)
    return done(request, _basket(it), attempt(lambda: comments.withdraw(request.user, it)))


@require_POST
@login_required
def restore(request, key):
    """Put a remark back into the basket."""
    it = _own(request, key)
    return done(request, _basket(it), attempt(lambda: comments.restore(request.user, it)))


def _own(request, key) -> Comment:
    """A remark of one's own organisation."""
    seen = Comment.objects.visible_to(request.user)
    mine = seen.filter(submission__in=submissions.Submission.objects.of(request.user).values("pk"))
    near = ("submission__consultation__roadmap", "submission__organisation")
    it = mine.select_related(*near).filter(pk=key).first()
    if it is None:
        raise Http404
    return it


def try_out(form, act) -> int:
    """Do what was filled in; what was typed stays in the form where it cannot be done."""
    if not form.is_valid():
        return 422
    try:
        act(dict(form.cleaned_data))
    except (Refused, Clash) as refusal:
        form.add_error(None, str(refusal))
        return 409
    except ValidationError as error:
        complain(form, error)
        return 422
    return 303


def _next(request, it) -> str:
    """Back to the place where one was reading."""
    return there(it) + spoken_at(request)


def spoken_at(request) -> str:
    """The place on the page of the round that is spoken of, as the end of its address."""
    if text := request.GET.get("narrative", ""):
        return f"#text-{text}"
    element = request.GET.get("element", "")
    return f"#{element.upper()}" if element else ""


def _basket(it) -> str:
    return reverse("submission", args=[it.submission_id])

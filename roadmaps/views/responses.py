"""One response: the comments that it answers, what becomes of them, and what it changed."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.rules import Refused
from changes.merging import Clash
from changes.models import Change
from roadmaps import answering, history, similarity
from roadmaps.models import Comment, Response
from roadmaps.obstacles import WRITING
from roadmaps.responses import Disposition
from roadmaps.rules import can
from roadmaps.views.confirming import Question, ask, by_oneself, done, posted
from roadmaps.views.consultations import remark
from roadmaps.views.shelf import DOCUMENTS
from roadmaps.views.writing.desk import complain

MOST_CHANGES = 60
NEAR = ("submission__organisation", "submission__consultation")


class ResponseForm(forms.Form):
    """What becomes of the comments, in words for those who made them."""

    disposition = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"), choices=lambda: Disposition.choices
    )
    said = forms.CharField(
        label=gettext_lazy("You said"),
        help_text=gettext_lazy(
            "In a sentence, for the page that everybody reads. Left empty, the first comment is "
            "quoted."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label=gettext_lazy("What we did"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Needed wherever not everything is done as it was asked."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    changes = forms.MultipleChoiceField(
        label=gettext_lazy("Changes of the map that it led to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    assigned_to = forms.ModelChoiceField(
        label=gettext_lazy("Who answers"), queryset=User.objects.none(), required=False
    )
    more = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Answer these too"),
        queryset=Comment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    base = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, response, lines, alike, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["changes"].choices = lines
        self.fields["assigned_to"].queryset = answering.answerers(response.roadmap)
        self.fields["assigned_to"].label_from_instance = lambda person: person.called
        if not lines:
            del self.fields["changes"]
        if alike:
            rows = Comment.objects.filter(pk__in=[each.pk for each in alike])
            self.fields["more"].queryset = rows.select_related(*NEAR)
            self.fields["more"].label_from_instance = lambda it: f"{it.code}: {it.text}"
        else:
            del self.fields["more"]


@login_required
def response(request, key):
    """Write one response; it is told to those who commented when it is given."""
    it = _heard(request, key)
    comments = list(it.comments.select_related(*NEAR).order_by("submission", "number"))
    form = ResponseForm(
        posted(request),
        initial=_begins(it),
        response=it,
        lines=_lines(request.user, it, comments),
        alike=_alike(comments),
    )
    status = 200
    if form.is_bound:
        status = _keep(request.user, it, comments, form, "give" in request.POST)
        if status == 303:
            said = _("It is given to those who commented.") if "give" in request.POST else ""
            return done(request, reverse("response", args=[it.pk]), said)
        it = _heard(request, key)
        form.data = form.data.copy()
        form.data["base"] = it.revision
    text = DOCUMENTS.take([it.consultation.edition_id])[it.consultation.edition_id]
    context = {
        "it": it,
        "round": it.consultation,
        "map": text["roadmap"],
        "form": form,
        "comments": [remark(text, each) for each in comments],
    }
    return render(request, "roadmaps/consultations/response.html", context, status=status)


@by_oneself
@login_required
def discard(request, key):
    """Throw away a response that was not given, once that was confirmed."""
    it = _heard(request, key)
    question = Question(
        heading=_("Throw away response %(number)s") % {"number": it.number},
        button=_("Throw it away"),
        back=reverse("answers", args=[it.consultation_id]),
        notes=[_("Its comments wait for another response.")],
    )
    return ask(request, question, lambda: answering.discard(request.user, it))


def _begins(it) -> dict[str, Any]:
    names = ("disposition", "said", "text", "reason", "changes", "assigned_to")
    return {name: getattr(it, name) for name in names} | {"base": it.revision}


def _alike(comments) -> list[Comment]:
    """Comments in the words of the first one which nobody has taken up yet."""
    if not comments:
        return []
    found = similarity.alike(comments[0], most=20)
    return [each for each in found if not hasattr(each, "answered")][:5]


def _lines(actor, it, comments) -> list[tuple[str, str]]:
    """What was changed on the map since it was consulted on: what was spoken of first."""
    roadmap = it.roadmap
    since = Change.objects.within(roadmap).after(it.consultation.edition.map_revision)
    rows = since.filter(verb__in=WRITING).with_people().order_by("-revision")
    chosen = {*it.changes}
    told = history.told(actor, roadmap, [*rows[: MOST_CHANGES * 3]])
    spoken = {each.element.code for each in comments if each.element}
    told.sort(key=lambda line: (line["revision"] not in chosen, line["element"] not in spoken))
    return [(str(line["revision"]), line["sentence"]) for line in told[:MOST_CHANGES]]


def _keep(actor, it, comments, form, is_given) -> int:
    """Keep what was written, and give it where that was asked; nothing typed is lost."""
    if not form.is_valid():
        return 422
    said = dict(form.cleaned_data)
    base, more = said.pop("base"), list(said.pop("more", ()))
    if "changes" in said:
        said["changes"] = sorted(int(number) for number in said["changes"])
    if more:
        said["comments"] = [*comments, *more]
    try:
        with transaction.atomic():
            kept = answering.edit(actor, it, base, **said)
            if is_given:
                answering.require_whole({name: getattr(kept, name) for name in answering.SAID})
                answering.give(actor, [kept])
    except (Refused, Clash) as refusal:
        form.add_error(None, str(refusal))
        return 409
    except ValidationError as error:
        complain(form, error)
        return 422
    return 303


def _heard(request, key) -> Response:
    near = ("consultation__roadmap", "consultation__edition", "assigned_to")
    heavy = [f"consultation__edition__{name}" for name in ("content", "gzipped", "brotlied")]
    seen = Response.objects.visible_to(request.user).select_related(*near).defer(*heavy)
    it = seen.filter(pk=key).first()
    if it is None or not can(request.user, "hear", it):
        raise Http404
    return it

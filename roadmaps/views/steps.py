"""The life of a map: where it stands, which steps follow, what they do and what prevents them."""

from datetime import datetime, time

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import Refused
from roadmaps import consultations, obstacles, prospects, signoffs, workflow
from roadmaps.consultations import Audience
from roadmaps.roadmap import Roadmap
from roadmaps.rules import can, may_take
from roadmaps.stages import Stage
from roadmaps.steps import STEPS
from roadmaps.views import clearance, differences
from roadmaps.views.confirming import by_oneself, done, posted
from roadmaps.views.maps import show
from roadmaps.views.reading import HEAVY, asked, read
from roadmaps.views.shelf import DOCUMENTS
from roadmaps.views.writing.desk import sit_down
from terms.vocabulary import definition, label

ELSEWHERE = {"correct"}  # a step that begins where the fault stands
GRAVE = {"retire", "abandon_refresh"}
READ_BY_ALL = {"retire": gettext_lazy("Everybody reads it on the page of the map.")}


class StepForm(forms.Form):
    """What is said with every step."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Everybody who works on the map reads it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConsultationForm(StepForm):
    """What is asked, of whom, and until when."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    brief = forms.CharField(
        label=gettext_lazy("What is asked"), widget=forms.Textarea(attrs={"rows": 5})
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may answer"), choices=Audience.choices, initial=Audience.PUBLIC
    )
    questions = forms.CharField(
        label=gettext_lazy("Questions"),
        help_text=gettext_lazy("One a line, eight at most."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    notice = forms.CharField(
        label=gettext_lazy("What is kept confidential"),
        help_text=gettext_lazy("Left empty, the usual words are shown."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    closes_at = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    field_order = ("title", "brief", "questions", "notice", "audience", "closes_at", "reason")

    def clean_questions(self):
        return consultations.clean_questions(self.cleaned_data["questions"].splitlines())

    def clean_closes_at(self):
        return _end_of(self.cleaned_data["closes_at"])


class ExtensionForm(StepForm):
    """Until when now."""

    closes_at = forms.DateField(
        label=gettext_lazy("New last day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    field_order = ("closes_at", "reason")

    def clean_closes_at(self):
        return _end_of(self.cleaned_data["closes_at"])


class PublicationForm(forms.Form):
    """What is new in the edition, how it is called, and which text was read."""

    note = forms.CharField(
        label=gettext_lazy("What is new"),
        help_text=gettext_lazy("Everybody reads it beside the edition."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    label = forms.CharField(
        label=gettext_lazy("Name of the edition"), required=False, max_length=120
    )
    sha256 = forms.CharField(widget=forms.HiddenInput)


class EndForm(StepForm):
    """Why the map ends, and what takes its place."""

    successor = forms.ModelChoiceField(
        label=gettext_lazy("What takes its place"),
        queryset=Roadmap.objects.none(),
        to_field_name="slug",
        required=False,
    )
    field_order = ("reason", "successor")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_force = Roadmap.objects.published().exclude(stage=Stage.RETIRED)
        self.fields["successor"].queryset = in_force.order_by("title")


FORMS = {
    "retire": EndForm,
    "open_consultation": ConsultationForm,
    "extend_consultation": ExtensionForm,
    "publish": PublicationForm,
}


def steps(request, slug):
    """Where the map stands, and what may follow."""
    asked(request)
    reading = read(request.user, slug)
    if not reading.is_draft:
        raise Http404
    roadmap = reading.roadmap
    follows = [_told(roadmap, step, request.user) for step in _following(roadmap)]
    return show(
        request,
        reading,
        "steps",
        stages=[{"code": each, "is_now": each == roadmap.stage} for each in Stage],
        follows=follows,
        clearance=clearance.listed(roadmap, request.user),
        may_ask=can(request.user, "ask_signoff", roadmap),
        note=roadmap.stage_note,
    )


def _following(roadmap):
    return [step for step in STEPS.values() if roadmap.stage in step.begins]


def _told(roadmap, step, actor):
    return {
        "code": step.code,
        "label": str(step),
        "said": definition("map_transition", step.code),
        "roles": [label("map_role", role) for role in sorted(step.roles)],
        "is_mine": may_take(actor, step.code, roadmap),
        "is_elsewhere": step.code in ELSEWHERE,
        "obstacles": obstacles.standing(roadmap, step.code, actor),
    }


@by_oneself
def step(request, slug, code):
    """One step: what will happen, what stands in the way, what has changed, and the button."""
    roadmap = sit_down(request, slug, "view_draft").roadmap
    if code not in STEPS or code in ELSEWHERE or roadmap.stage not in STEPS[code].begins:
        raise Http404
    if not may_take(request.user, code, roadmap):
        raise Http404
    form = FORMS.get(code, StepForm)(posted(request))
    found = obstacles.standing(roadmap, code, request.user)
    _ask_why(form, roadmap, code, found)
    if form.is_valid():
        try:
            workflow.take(request.user, roadmap, code, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            roadmap.refresh_from_db()
            found = obstacles.standing(roadmap, code, request.user)
        else:
            return done(request, reverse("steps", args=[slug]), _("The step is taken."))
    context = {
        "form": form, "step": STEPS[code], "roadmap": roadmap, "map": roadmap, "obstacles": found,
        "will_happen": prospects.of(roadmap, STEPS[code], request.user),
        "is_grave": code in GRAVE, "back": reverse("steps", args=[slug]),
        **(_to_be_read(roadmap, form) if code == "publish" else {}),
    }  # fmt: skip
    return render(request, "roadmaps/step.html", context, status=422 if form.is_bound else 200)


def _ask_why(form, roadmap, code, found):
    """A reason is asked for where the step is not taken without one."""
    reason = form.fields.get("reason")
    if reason is None:
        return
    is_early = code == "close_consultation" and not consultations.is_over(roadmap)
    is_weighed = any(not obstacle.is_grave for obstacle in found)
    reason.required = STEPS[code].needs_reason or is_early or is_weighed
    reason.help_text = READ_BY_ALL.get(code, reason.help_text)


def _to_be_read(roadmap, form):
    """What an approver reads before it is published; the form carries the hash of that very text.

    After a refusal it is that of the text as it stands now, which the page tells again.
    """
    text = signoffs.text_of(roadmap)
    read_now = signoffs.hash_of(text)
    form.initial["sha256"] = read_now
    if form.is_bound and form.non_field_errors():
        form.data = form.data.copy()
        form.data["sha256"] = read_now
    current = roadmap.editions.current().exclude(kind="consultation").defer(*HEAVY).first()
    told = {"sha256": read_now, "former": current}
    if current is not None:
        told |= differences.between(DOCUMENTS.take([current.pk])[current.pk], text)
    return told


def _end_of(day):
    """The moment at which a day is over."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))

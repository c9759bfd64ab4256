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
from roadmaps import obstacles, workflow
from roadmaps.consultations import Audience
from roadmaps.rules import can, may_take
from roadmaps.stages import Stage
from roadmaps.steps import STEPS
from roadmaps.views import clearance
from roadmaps.views.confirming import by_oneself, done
from roadmaps.views.maps import show
from roadmaps.views.reading import asked, read
from roadmaps.views.writing.desk import sit_down
from terms.vocabulary import definition, label

ELSEWHERE = {"correct"}  # a step that needs more than a form: it begins where the fault stands
GRAVE = {"retire", "abandon_refresh"}
WILL_HAPPEN = {  # beyond the new stage, in sentences
    "submit_for_review": gettext_lazy("Only stewards write until it comes back; reviewers read."),
    "return_to_draft": gettext_lazy("Editors and stewards write again."),
    "open_consultation": gettext_lazy(
        "The text is frozen as a draft with a number, and everybody who is asked reads that one."
    ),
    "extend_consultation": gettext_lazy("Those who are asked have more time."),
    "close_consultation": gettext_lazy("Nobody comments any more; the answer is due in 84 days."),
    "skip_consultation": gettext_lazy("Nobody outside is asked."),
    "submit_for_approval": gettext_lazy("Nobody writes any more until it is decided."),
    "return_to_revision": gettext_lazy("Editors and stewards write again; everybody clears anew."),
    "publish": gettext_lazy(
        "The text becomes an edition that never changes, and everybody reads it."
    ),
    "open_refresh": gettext_lazy("Editors and stewards write on the next edition."),
    "abandon_refresh": gettext_lazy(
        "Everything that was written since the current edition is set back."
    ),
    "retire": gettext_lazy("The current edition is withdrawn, and its page says why."),
}


class StepForm(forms.Form):
    """What is said with every step."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
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
    closes_at = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    field_order = ("title", "brief", "audience", "closes_at", "reason")

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


class PublicationForm(StepForm):
    """What is new in the edition, and how it is called."""

    note = forms.CharField(
        label=gettext_lazy("What is new"), widget=forms.Textarea(attrs={"rows": 4})
    )
    label = forms.CharField(
        label=gettext_lazy("Name of the edition"), required=False, max_length=120
    )
    field_order = ("note", "label", "reason")


FORMS = {
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
        "is_mine": may_take(actor, step.code, roadmap) and step.code not in ELSEWHERE,
        "obstacles": obstacles.standing(roadmap, step.code, actor),
    }


@by_oneself
def step(request, slug, code):
    """One step: what will happen, what stands in the way, and the button."""
    roadmap = sit_down(request, slug, "view_draft").roadmap
    if code not in STEPS or code in ELSEWHERE or roadmap.stage not in STEPS[code].begins:
        raise Http404
    if not may_take(request.user, code, roadmap):
        raise Http404
    form = FORMS.get(code, StepForm)(request.POST or None)
    form.fields["reason"].required = STEPS[code].needs_reason
    if form.is_valid():
        try:
            workflow.take(request.user, roadmap, code, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            roadmap.refresh_from_db()
        else:
            return done(request, reverse("steps", args=[slug]), _("The step is taken."))
    context = {
        "form": form, "step": STEPS[code], "roadmap": roadmap, "map": roadmap,
        "will_happen": WILL_HAPPEN.get(code, ""), "is_grave": code in GRAVE,
        "stage": label("map_state", STEPS[code].ends),
        "obstacles": obstacles.standing(roadmap, code, request.user),
        "back": reverse("steps", args=[slug]),
    }  # fmt: skip
    return render(request, "roadmaps/step.html", context, status=422 if form.is_bound else 200)


def _end_of(day):
    """The moment at which a day is over."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))

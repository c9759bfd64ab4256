"""Correcting an edition in force: a slip in an element or a figure, and why, with what follows."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import Refused
from changes.merging import Clash
from roadmaps import elements, prospects, workflow
from roadmaps.corrections import correctable
from roadmaps.figures import Figure
from roadmaps.stages import Visibility
from roadmaps.steps import STEPS
from roadmaps.views.confirming import by_oneself, done, posted
from roadmaps.views.writing.desk import asks, clashed, complain, sit_down, with_theirs
from roadmaps.views.writing.forms import form_for, heading, names_of

STEP = STEPS["correct"]


class ReasonForm(forms.Form):
    """Why it is corrected; it becomes the change note of the edition."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is corrected"),
        help_text=gettext_lazy("Everybody reads it beside the edition."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@by_oneself
@asks()
def of_element(request, slug, code):
    """Correct what an element of the edition in force says."""
    desk = sit_down(request, slug, "correct")
    found = _published(desk.roadmap).filter(code=code).first()
    if found is None:
        raise Http404
    return _page(request, desk, elements.in_full(found), reverse("element", args=[slug, code]))


@by_oneself
@asks()
def of_figure(request, slug, key):
    """Correct what a figure of the edition in force says."""
    desk = sit_down(request, slug, "correct")
    figures = Figure.objects.standing().filter(visibility=Visibility.PUBLIC)
    here = figures.filter(on_roadmap=desk.roadmap)
    here |= figures.filter(element__in=_published(desk.roadmap))
    found = here.filter(pk=key).first()
    if found is None:
        raise Http404
    return _page(request, desk, found, f"{reverse('figures', args=[slug])}#figure-{found.pk}")


def _published(roadmap):
    """The elements that everybody reads; of others an edition says nothing that could be wrong."""
    return roadmap.elements.standing().filter(visibility=Visibility.PUBLIC)


def _page(request, desk, thing, back):
    allowed = correctable(thing)
    names = [name for name in names_of(thing) if name in allowed]
    form = form_for(thing, desk.roadmap, desk.sight, names, posted(request))
    why = ReasonForm(posted(request))
    status = 200
    if request.method == "POST":
        if name := request.POST.get("take"):
            form = with_theirs(form, name)
        form, status = _correct(request, desk, form, why)
        if status == 303:
            return done(request, back, _("The correction is published."))
        desk.roadmap.refresh_from_db()
    context = {
        "form": form, "why": why, "heading": heading(thing), "map": desk.roadmap, "back": back,
        "roadmap": desk.roadmap, "will_happen": prospects.of(desk.roadmap, STEP, request.user),
        "step": STEP,
    }  # fmt: skip
    return render(request, "roadmaps/correction.html", context, status=status)


def _correct(request, desk, form, why):
    """Do it, or give the form again with all that was typed and what is wrong with it."""
    if not (form.is_valid() & why.is_valid()):
        return form, 422
    edit = {"thing": form.thing, "fields": form.changes(), "base": form.cleaned_data["base"]}
    reason = why.cleaned_data["reason"]
    try:
        workflow.take(request.user, desk.roadmap, STEP.code, reason=reason, edits=[edit])
    except Clash as clash:
        form.roadmap.refresh_from_db()
        return clashed(request.user, form, clash), 409
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        complain(form, error)
    return form, (422 if form.errors else 303)

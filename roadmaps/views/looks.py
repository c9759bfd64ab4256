"""Seeing the site as others see it: as whom, and the way out."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import sessions
from accounts.models import Organisation
from roadmaps import looks, middleware
from roadmaps.stages import Role

OUTSIDER = "outsider"


class LookForm(forms.Form):
    """With whose eyes."""

    eyes = forms.ChoiceField(label=_("As whom"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        existing = Organisation.objects.existing()
        self.fields["eyes"].choices = [
            (OUTSIDER, _("An outsider, who has not signed in")),
            (
                _("Somebody with a role on my maps"),
                _labelled("role", Role.choices),
            ),
            (
                _("Somebody of an organisation"),
                [(f"organisation:{each.code}", each.name) for each in existing],
            ),
        ]


@login_required
def look(request):
    """Choose with whose eyes to look; from then on nothing can be changed."""
    if not looks.oversees(request.user, None):
        raise Http404
    form = LookForm(request.POST or None)
    if form.is_valid():
        begun = looks.begin(request.user, **_eyes(form.cleaned_data["eyes"]))
        request.session[looks.KEPT] = str(begun.pk)
        sessions.renew(request)  # maps that are open in other windows are closed
        return redirect("portfolio")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/look.html", {"form": form}, status=status)


@require_POST
def end(request):
    """See with one's own eyes again."""
    if looks.KEPT in request.session:
        middleware.end(request)
        sessions.renew(request)
    return redirect("portfolio")


def _eyes(text):
    kind, _colon, word = text.partition(":")
    match kind:
        case "organisation":
            return {"organisation": Organisation.objects.get(code=word)}
        case "role":
            return {"role": word}
    return {}


def _labelled(kind, pairs):
    return [(f"{kind}:{code}", label) for code, label in pairs]

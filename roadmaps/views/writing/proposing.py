"""Proposing a change by the forms with which others make it."""

from functools import wraps

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.models import lock, request_id
from roadmaps import proposals
from roadmaps.proposals.proposal import LONGEST
from roadmaps.roadmap import Refused

WHY = gettext_lazy("Why do you propose it?")


def proposing(view):
    """The same page for those who may not write: what they write there is proposed."""

    @wraps(view)
    def proposed(request, *args, **kwargs):
        request.is_proposing = True
        return view(request, *args, **kwargs)

    return proposed


def is_proposing(request) -> bool:
    """Whether what is done on this page is only proposed."""
    return getattr(request, "is_proposing", False)


def asking_why(form):
    """The form with the question why it should be so."""
    form.fields["why"] = forms.CharField(
        label=WHY, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    return form


@transaction.atomic
def by_form(request, desk, form, act):
    """Propose what was changed in a form. The same form sent twice makes one proposal."""
    lock(desk.roadmap)
    once = form.cleaned_data["once"]
    if (known := proposals.made_by(request.user, once)) is not None:
        return known
    request_id.set(once)
    changes = form.changes()
    if not changes and not form.thing._state.adding:
        raise Refused(_("This changes nothing on the map."))
    base = form.cleaned_data["base"]
    return propose(request, desk, lambda: act(base, changes), form.cleaned_data["why"])


def propose(request, desk, act, why):
    """Propose what an act would do, done by whoever tries it in the place of the reader."""

    def do(person):
        asker, request.user = request.user, person
        try:
            act()
        finally:
            request.user = asker

    return proposals.propose(request.user, desk.roadmap, do, why)

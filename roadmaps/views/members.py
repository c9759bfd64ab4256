"""Who belongs to an organisation: inviting, changing, ending, leaving."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import invitations, memberships
from accounts.models import Organisation
from roadmaps import departures
from roadmaps.views.colleagues import InviteForm, MemberForm
from roadmaps.views.confirming import Question, ask, attempt, by_oneself, done
from roadmaps.views.organisations import page


@login_required
@require_POST
@by_oneself
def invite(request, code):
    """Ask somebody by mail to join."""
    organisation = _managed(request, code)
    form = InviteForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        error = attempt(lambda: invitations.invite(request.user, organisation, **said))
        if not error:
            return done(request, _back(organisation), _("The invitation is on its way."))
        form.add_error(None, error)
    return page(request, code, invite=form)


@login_required
@by_oneself
def change(request, code, key):
    """Say what somebody is in the organisation."""
    organisation, membership = _take(request, code, key)
    begins = {name: getattr(membership, name) for name in memberships.WRITTEN}
    form = MemberForm(request.POST or None, initial=begins | {"base": organisation.revision})
    back = _back(organisation)
    if form.is_valid():
        error = attempt(lambda: memberships.edit(request.user, membership, **form.cleaned_data))
        if not error:
            return done(request, back)
        form.add_error(None, error)
        organisation.refresh_from_db()
        form.data = form.data.copy()
        form.data["base"] = organisation.revision  # to send it again is to mean it
    page = {"form": form, "membership": membership, "organisation": organisation, "back": back}
    return render(request, "accounts/member.html", page, status=422 if form.is_bound else 200)


@login_required
def remove(request, code, key):
    """End somebody's membership."""
    organisation, membership = _take(request, code, key)
    words = {"who": membership.user.called, "organisation": organisation.name}
    question = Question(
        heading=_("End the membership of %(who)s in %(organisation)s?") % words,
        button=_("End it"),
        back=_back(organisation),
        notes=[_("They lose every role that the organisation has on maps, at once.")],
    )
    return ask(request, question, lambda: departures.remove(request.user, membership))


@login_required
def leave(request, code):
    """End one's own membership."""
    own = request.user.memberships.select_related("organisation")
    membership = get_object_or_404(own, organisation__code=code)
    question = Question(
        heading=_("Leave %(organisation)s?") % {"organisation": membership.organisation.name},
        button=_("Leave it"),
        back=reverse("memberships"),
        notes=[
            _("You lose every role that the organisation has on maps, at once."),
            _("To come back you have to be invited again."),
        ],
    )
    return ask(request, question, lambda: departures.leave(request.user, membership))


@login_required
@require_POST
def withdraw(request, code, key):
    """Take an invitation back."""
    organisation = _managed(request, code)
    invitation = get_object_or_404(organisation.invitations, pk=key)
    attempt(lambda: invitations.withdraw(request.user, invitation))
    return done(request, _back(organisation))


def _take(request, code, key):
    organisation = _managed(request, code)
    membership = get_object_or_404(organisation.memberships.select_related("user"), pk=key)
    membership.organisation = organisation
    return organisation, membership


def _managed(request, code):
    """The organisation, for those who say who belongs to it; for others this is not there."""
    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None or not memberships.can(request.user, "view", organisation):
        raise Http404
    memberships.require(request.user, "manage", organisation)
    return organisation


def _back(organisation):
    return reverse("organisation", args=[organisation.code])

"""My organisations and roles: for whom I act, what I am asked to join, what I give up."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.acting import CHOSEN
from roadmaps.looks import oversees
from roadmaps.map_roles import MapRole
from roadmaps.views.confirming import done
from roadmaps.views.invitations import waiting


@login_required
def memberships(request):
    """Where I belong, with which roles, and for whom I act now."""
    person = request.user
    roles = MapRole.objects.filter(user=person.pk).counting().select_related("roadmap")
    own = person.memberships.select_related("organisation")
    page = {
        "memberships": own.order_by("organisation__name"),
        "roles": roles.order_by("roadmap__title", "role"),
        "letters": waiting(person),
        "chosen": person.acting.chosen,
        "may_look": oversees(person, None),
    }
    return render(request, "accounts/memberships.html", page)


@login_required
@require_POST
def act_for(request):
    """Choose the organisation for which one acts, until one signs out."""
    code = request.POST.get("organisation", "")
    own = set(request.user.organisations.values_list("code", flat=True))
    request.session[CHOSEN] = code if code in own else ""
    return done(request, reverse("memberships"))

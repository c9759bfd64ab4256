"""The page on which somebody sees where they are signed in, and ends what is not theirs."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import sessions


@login_required
@never_cache
@require_safe
def sessions_page(request):
    """My sessions, the one used last first."""
    listed = sessions.told(sessions.of(request.user), request.session.session_key)
    return render(request, "accounts/sessions.html", {"sessions": listed})


@login_required
@reauthentication_required
@require_POST
def end_session(request, pk):
    """End one of my sessions at once."""
    get_object_or_404(sessions.of(request.user), pk=pk).end()
    messages.success(request, _("The session has ended."))
    return redirect("sessions")


@login_required
@reauthentication_required
@require_POST
def end_others(request):
    """End all my sessions but this one."""
    sessions.end_all(request.user, but=request.session.session_key)
    messages.success(request, _("All other sessions have ended."))
    return redirect("sessions")

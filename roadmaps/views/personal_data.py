"""What we hold of me: to take along, and to end."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from roadmaps import personal_data
from roadmaps.views.confirming import attempt, by_oneself


class CloseForm(forms.Form):
    """The last question before an account ends."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail, to show that you mean it"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@login_required
@never_cache
@by_oneself
def page(request):
    """What can be done with it; to close the account one types one's own address."""
    form = CloseForm(request.POST or None)
    if form.is_valid():
        error = attempt(lambda: personal_data.close(request.user, form.cleaned_data["email"]))
        if not error:
            logout(request)
            messages.success(request, _("Your account is closed."))
            return redirect("portfolio")
        form.add_error(None, error)
    context = {"form": form, "alone_on": personal_data.alone_on(request.user)}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/personal_data.html", context, status=status)


@login_required
@never_cache
@require_safe
@reauthentication_required
def download(request):
    """All of it as one file."""
    response = JsonResponse(personal_data.collect(request.user), json_dumps_params={"indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="rumbo.json"'
    return response

"""The page about oneself: how one is called, and the way to everything else."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import people
from accounts.people import User


class PersonForm(forms.Form):
    """How somebody is called, and in which language mails are written to them."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of mails"), choices=lambda: settings.LANGUAGES
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """My name, my language, and where to find the rest."""
    now = {"name": request.user.name, "language": request.user.language}
    form = PersonForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_bound and form.is_valid():
        people.describe(request.user, User.objects.get(pk=request.user.pk), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("account")
    return render(request, "accounts/account.html", {"form": form})

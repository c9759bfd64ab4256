"""The pages about oneself: which keys one has, one more, one less."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts import keys
from terms.vocabulary import choices

SHOWN = 100  # those that were revoked first fall off the page, but not out of the API


class KeyForm(forms.Form):
    """What somebody says of a key before it is made."""

    name = forms.CharField(label=_("Name"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=lambda: choices("api_scope").choices,
        error_messages={"required": _("Say what the key is for: give it at least one scope.")},
    )
    days = forms.IntegerField(
        label=_("Days until it expires"),
        min_value=1,
        max_value=keys.MOST_DAYS,
        initial=keys.USUAL_DAYS,
    )


@login_required
@reauthentication_required(allow_get=True)
@never_cache  # the secret is in the answer, and nowhere else
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
def keys_page(request):
    """My keys; after one was made also its secret, this once."""
    form = KeyForm(request.POST) if request.method == "POST" else KeyForm()
    made = secret = None
    if form.is_bound and form.is_valid():
        try:
            made, secret = keys.make(request.user, **form.cleaned_data)
            form = KeyForm()
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "made": made,
        "secret": secret,
        "keys": request.user.keys.newest_first()[:SHOWN],
        "scopes": choices("api_scope").values,
    }
    return render(request, "accounts/keys.html", context)


@login_required
@require_POST
def revoke_key(request, pk):
    """End one of my keys."""
    keys.revoke(request.user, get_object_or_404(request.user.keys, pk=pk))
    return redirect("keys")

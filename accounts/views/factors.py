"""The pages on which somebody sets up second factors, and takes them back."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from accounts import factors, sessions
from accounts.people import User
from accounts.views import single_sign_on
from changes.models import lock

INDEX = reverse_lazy("mfa_index")


class Factors(base.IndexView):
    """Which second factors I have, and whether I need one."""

    def get_context_data(self, **kwargs):
        person = self.request.user
        more = {
            "factors": factors.of(person),
            "is_needed": person.needs_factor,
            "is_owed": factors.is_owed(self.request, person),
            "single_sign_on": single_sign_on.address(self.request),
            "provider": settings.OIDC_NAME,
        }
        return super().get_context_data(**kwargs) | more


class ShownFirst:
    """Who has a factor and has not shown it adds no other: it might be a thief's."""

    def dispatch(self, request, *args, **kwargs):
        if factors.is_owed(request, request.user) and factors.of(request.user).exists():
            return redirect(INDEX)
        return super().dispatch(request, *args, **kwargs)


@method_decorator(never_cache, name="dispatch")
class SetUpApp(ShownFirst, app.ActivateTOTPView):
    """Set up an authenticator app."""

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        _set_up(self.request, "totp")
        return response


class RemoveApp(app.DeactivateTOTPView):
    """Take back the authenticator app."""

    @transaction.atomic
    def form_valid(self, form):
        return _removed(self.request, self.authenticator, super().form_valid, form)


@method_decorator(never_cache, name="dispatch")
class AddPasskey(ShownFirst, passkeys.AddWebAuthnView):
    """Add a passkey."""

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        _set_up(self.request, "webauthn")
        return response


class RenamePasskey(passkeys.EditWebAuthnView):
    """Give a passkey another name."""

    success_url = INDEX


class RemovePasskey(passkeys.RemoveWebAuthnView):
    """Take back a passkey."""

    success_url = INDEX

    @transaction.atomic
    def form_valid(self, form):
        return _removed(self.request, self.object, super().form_valid, form)


class NewCodes(codes.GenerateRecoveryCodesView):
    """Get new codes for when the factor is lost; older ones are void."""

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        factors.tell(self.request.user, "codes_renewed")
        return response


class ShowPasskey(passkeys.ReauthenticateWebAuthnView):
    """Say by a passkey that it is still oneself."""

    def form_invalid(self, form):
        for sentence in form.errors.get("credential", []):
            messages.error(self.request, sentence)
        # Once more on the same page, and afterwards on to where they were going.
        return redirect(self.passthrough_next_url(self.request.path))


def _set_up(request, kind):
    """From now on the factor counts as shown here; sessions elsewhere, where it was not, end."""
    factors.tell(request.user, "factor_added")
    record_authentication(request, request.user, "mfa", type=kind)
    sessions.end_all(request.user, but=request.session.session_key)


def _removed(request, factor, remove, form):
    """Take back a factor, if its owner may be without it; then other sessions end."""
    lock(User.objects.get(pk=request.user.pk))
    if not factors.may_remove(factor):
        messages.error(request, get_adapter().error_messages["cannot_delete_authenticator"])
        return redirect(INDEX)
    response = remove(form)
    factors.tell(request.user, "factor_removed")
    if not factors.of(request.user).exists():
        factors.forget_shown(request, request.user)
    sessions.end_all(request.user, but=request.session.session_key)
    return response

"""The addresses of the pages about oneself, under /account/."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from accounts.views import addresses, factors, keys, passwords, sessions


def page(route, view, name):
    """A page to which a link in a mail leads, kept nowhere but on the screen."""
    return path(route, never_cache(view), name=name)


def own(route, view, name):
    """A page about oneself: of what somebody else posts here nothing is kept, not even a while."""
    return page(route, login_required(view), name)


urlpatterns = [
    path("", RedirectView.as_view(pattern_name="account")),
    own("keys", keys.keys_page, "keys"),
    own("keys/<uuid:pk>/revoke", keys.revoke_key, "revoke-key"),
    own("sessions", sessions.sessions_page, "sessions"),
    own("sessions/<int:pk>/end", sessions.end_session, "end-session"),
    own("sessions/end-others", sessions.end_others, "end-other-sessions"),
    own("password", passwords.ChangePassword.as_view(), "account_change_password"),
    own("password/first", account.password_set, "account_set_password"),
    own("email", addresses.ChangeEmail.as_view(), "account_email"),
    page("email/sent", account.email_verification_sent, "account_email_verification_sent"),
    page("email/release/<str:key>", addresses.release, "release-email"),
    page(
        "email/confirm/<str:key>", addresses.ConfirmEmail.as_view(), "account_confirm_email"
    ),
    own("is-it-you", account.reauthenticate, "account_reauthenticate"),
    own("is-it-you/code", mfa.reauthenticate, "mfa_reauthenticate"),
    own(
        "is-it-you/passkey", factors.ShowPasskey.as_view(), "mfa_reauthenticate_webauthn"
    ),
    own("second-factor", factors.Factors.as_view(), "mfa_index"),
    own("second-factor/app", factors.SetUpApp.as_view(), "mfa_activate_totp"),
    own("second-factor/app/remove", factors.RemoveApp.as_view(), "mfa_deactivate_totp"),
    own("second-factor/codes", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    own("second-factor/codes/new", factors.NewCodes.as_view(), "mfa_generate_recovery_codes"),
    own(
        "second-factor/codes/file", codes.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
    own("second-factor/passkeys/add", factors.AddPasskey.as_view(), "mfa_add_webauthn"),
    own(
        "second-factor/passkeys/<int:pk>/rename", factors.RenamePasskey.as_view(),
        "mfa_edit_webauthn",
    ),
    own(
        "second-factor/passkeys/<int:pk>/remove", factors.RemovePasskey.as_view(),
        "mfa_remove_webauthn",
    ),
]  # fmt: skip

"""The addresses by which one comes in and leaves: /sign-in, /sign-out, /sign-up.

The names are those under which allauth looks for its pages; ours stand beside the two that others
name.
"""

from allauth.account import views
from allauth.mfa.base.views import authenticate
from allauth.socialaccount.views import login_cancelled, login_error
from django.urls import path

from accounts.views import passwords, sign_in, single_sign_on

coming = sign_in.SignIn.as_view()
leaving = sign_in.SignOut.as_view()

urlpatterns = [
    path("sign-in", coming, name="sign-in"),
    path("sign-in", coming, name="account_login"),
    path("sign-in/second-step", authenticate, name="mfa_authenticate"),
    path("sign-in/code", sign_in.AskForCode.as_view(), name="account_request_login_code"),
    path("sign-in/code/sent", views.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/password", views.password_reset, name="account_reset_password"),
    path("sign-in/password/sent", views.password_reset_done, name="account_reset_password_done"),
    path(
        "sign-in/password/changed",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "sign-in/password/<str:uidb36>/<str:key>",
        passwords.NewPasswordByLink.as_view(),
        name="account_reset_password_from_key",
    ),
    path("sign-in/closed", views.account_inactive, name="account_inactive"),
    path("sign-in/with/<slug:provider_id>", single_sign_on.leave, name="openid_connect_login"),
    path("sign-in/cancelled", login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/failed", login_error, name="socialaccount_login_error"),
    path("sign-out", leaving, name="sign-out"),
    path("sign-out", leaving, name="account_logout"),
    path("sign-up", views.signup, name="account_signup"),
]

"""The pages by which one comes in and leaves."""

from allauth.account import views
from allauth.account.internal.stagekit import clear_login
from django.conf import settings

from accounts import sessions
from accounts.views import single_sign_on


class Anew:
    """Whoever comes here again half way begins anew."""

    def _redirect_to_pending_stage(self, request, stage):
        clear_login(request)


class SignIn(Anew, views.LoginView):
    """E-mail and password, or one of the other ways."""

    def get_context_data(self, **kwargs):
        where = single_sign_on.address(self.request)
        more = {"single_sign_on": where, "provider": settings.OIDC_NAME}
        return super().get_context_data(**kwargs) | more


class AskForCode(Anew, views.RequestLoginCodeView):
    """To which e-mail a code is to be sent."""


class SignOut(views.LogoutView):
    """To leave here is to leave everywhere."""

    def post(self, *args, **kwargs):
        if self.request.user.is_authenticated:
            sessions.end_all(self.request.user)
        return super().post(*args, **kwargs)

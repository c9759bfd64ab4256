"""The pages on which somebody gets another password, by a link or because they know the old one."""

from allauth.account import views
from allauth.account.internal.flows.password_change import finalize_password_change
from allauth.account.internal.flows.password_reset import finalize_password_reset
from django.shortcuts import redirect

from accounts import browsers, passwords


class ChangePassword(views.PasswordChangeView):
    """For whoever knows the present one; they say whether their programs go on."""

    def form_valid(self, form):
        if not form.cleaned_data["with_keys"]:
            return super().form_valid(form)
        passwords.change(form.user, form.cleaned_data["password1"], with_keys=True)
        finalize_password_change(self.request, form.user)
        return redirect(self.get_success_url())


class NewPasswordByLink(views.PasswordResetFromKeyView):
    """The page to which the link of a forgotten password leads."""

    def form_valid(self, form):
        """Set it. Who needs a link may have lost more than the old one, so keys end with it.

        Whoever followed the link to its end reads the mails of the account: they are no stranger,
        and whoever guesses meanwhile does not keep them from signing in.
        """
        passwords.change(self.reset_user, form.cleaned_data["password1"], with_keys=True)
        finalize_password_reset(self.request, self.reset_user)
        response = redirect(self.get_success_url())
        browsers.remember(response, self.request, self.reset_user)
        return response

    def logout(self):
        """Whoever is signed in here stays so: to follow a link changes nothing."""

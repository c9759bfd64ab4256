"""What people type to come in, with our sentences for what is missing or wrong."""

from contextlib import contextmanager

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import addresses, events, throttles

MISSING = {
    "login": _("Type your e-mail."),
    "email": _("Type an e-mail."),
    "password": _("Type your password."),
    "oldpassword": _("Type your present password."),
    "password1": _("Type a new password."),
    "password2": _("Type the new password a second time."),
    "code": _("Type the code."),
    "credential": _("Your device did not answer. Try again."),
    "name": _("Say by what name you will know it again."),
}
LONGEST_NAME = 60


@contextmanager
def noted(kind, person):
    """Note as an event that something was no good; person: whose it should have been, if known."""
    try:
        yield
    except ValidationError:
        known = {"person": person.pk} if person else {}
        events.note(kind, context.request, **known)
        raise


class Plain:
    """A form of allauth that says in whole sentences what is missing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in MISSING:
                field.error_messages["required"] = MISSING[name]
            if isinstance(field, forms.EmailField):
                sentence = _("An e-mail looks like this: name@ministry.example.")
                field.error_messages["invalid"] = sentence


class SignInForm(Plain, account.LoginForm):
    """E-mail and password."""

    def login(self, request, redirect_url=None):
        response = super().login(request, redirect_url)
        if request.user.is_authenticated:  # allauth has just given the session an end of its own
            get_adapter().begin_session(request)
        return response


class SignInCodeForm(Plain, account.RequestLoginCodeForm):
    """To whom a code is sent. The answer is the same whether they have an account or not."""

    def clean_email(self):
        email = super().clean_email()
        throttles.mail(context.request, "code", email)
        self._user = addresses.owner(email)
        return email


class ConfirmSignInCodeForm(Plain, account.ConfirmLoginCodeForm):
    """The code that was sent."""

    def clean_code(self):
        request = context.request
        asked = request._login_stage
        throttles.sent_code(request, asked.state["at"])
        person = asked.login.user
        with noted("sign-in-failed", person):
            return super().clean_code()


class NewPasswordForm(Plain, account.ResetPasswordForm):
    """To whom a link is sent. The answer is the same whether they have an account or not."""

    def clean_email(self):
        email = super().clean_email()
        throttles.mail(context.request, "link", email)
        owner = addresses.owner(email)
        self.users = [owner] if owner else []
        return email


class LinkForm(account.UserTokenForm):
    """What the link of a mail carries. It opens no account that is closed."""

    def _get_user(self, uidb36):
        found = super()._get_user(uidb36)
        return found if found and found.is_active else None


class NewPasswordByLinkForm(Plain, account.ResetPasswordKeyForm):
    """The new password, twice."""


class SetPasswordForm(Plain, account.SetPasswordForm):
    """A first password, twice."""


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """The present password, and the new one twice."""

    with_keys = forms.BooleanField(label=_("Revoke my keys too"), required=False)

    def clean_oldpassword(self):
        password = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):  # which counts the tries
            raise get_adapter().validation_error("enter_current_password")
        return password


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    """The password, from somebody who has come in already."""


class ChangeEmailForm(Plain, account.AddEmailForm):
    """Another e-mail."""

    email = EmailField(required=True, max_length=254)  # as long as an account can keep

    def clean_email(self):
        email = super().clean_email()
        # A mail goes to the present one, and nothing is kept before it may go.
        throttles.mail(context.request, "release", self.user.email)
        return email


class CodeForm:
    """A code of an app, or one for when the app is lost. Each is good once."""

    def clean_code(self):
        attempt = throttles.factor(context.request, self.user)
        with noted("factor-failed", self.user):
            code = super().clean_code()
            if not throttles.is_first_use(self.user, code):
                raise get_adapter().validation_error("incorrect_code")
        attempt.give_back()
        return code


class SecondStepForm(CodeForm, Plain, mfa.AuthenticateForm):
    """The code with which somebody comes in."""


class ReauthenticateByCodeForm(CodeForm, Plain, mfa.ReauthenticateForm):
    """The code, from somebody who has come in already."""


class SetUpAppForm(CodeForm, Plain, ActivateTOTPForm):
    """The first code of a new app, to see that it works."""


@contextmanager
def understood():
    """What a device says is JSON in which anything may stand, and much may be missing."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class AddPasskeyForm(Plain, AddWebAuthnForm):
    """What a device says when it makes a passkey, and what its owner calls it."""

    name = forms.CharField(max_length=LONGEST_NAME)

    def clean_name(self):
        return self.cleaned_data["name"]

    def clean(self):
        with understood():
            return super().clean()


class PasskeyForm:
    """What a device says when it is asked for a passkey."""

    def clean_credential(self):
        with noted("factor-failed", self.user), understood():
            return super().clean_credential()


class SecondStepByPasskeyForm(PasskeyForm, Plain, AuthenticateWebAuthnForm):
    """The passkey with which somebody comes in."""


class ReauthenticateByPasskeyForm(PasskeyForm, Plain, ReauthenticateWebAuthnForm):
    """The passkey, from somebody who has come in already."""


class RenamePasskeyForm(Plain, EditWebAuthnForm):
    """What the owner of a passkey calls it."""

    name = forms.CharField(max_length=LONGEST_NAME)

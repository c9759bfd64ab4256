"""What allauth asks us when somebody comes in, and what it may not do without us."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import (
    addresses,
    browsers,
    callers,
    events,
    factors,
    hashing,
    mails,
    passwords,
    sealing,
    sessions,
    throttles,
)

BEGUN_WITH = "begun_with"  # in a session: what changes with the password
MAILS = {  # what allauth wants to write, and our mail for it
    "account/email/login_code": "sign_in_code",
    "account/email/password_reset_key": "new_password",
    "account/email/unknown_account": "no_account",
}
NOTICES = {  # what has changed in how somebody comes in
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_set": _("Your account was given a password."),
    "account/email/password_reset": _(
        "Your password was set anew, by a link from a mail to you. All your sessions have ended, "
        "and keys that you had for programs are revoked."
    ),
    "account/email/email_changed": _("Your account now has another e-mail; this one left it."),
    "mfa/email/totp_activated": _("An authenticator app was set up for your account."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your account."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
    "mfa/email/recovery_codes_generated": _("Your account was given new recovery codes."),
    "socialaccount/email/account_connected": _("Single sign-on now opens your account."),
}
SAID = {  # what is said on the next page
    "account/messages/password_changed.txt": _("Your password is changed. Sign in with it."),
    "account/messages/password_set.txt": _("Your password is set. Sign in with it."),
    "account/messages/email_confirmed.txt": _("Your new e-mail is confirmed. It is yours now."),
    "account/messages/email_confirmation_failed.txt": _("This e-mail belongs to another account."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("These codes are new. Keep them."),
}


class AccountAdapter(DefaultAccountAdapter):
    """E-mail, password, and everything that happens when somebody signs in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "duplicate_email": _("This is your e-mail already."),
        "email_password_mismatch": _("E-mail and password do not belong together."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right, or its time is over, or it was used."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link is no longer good."),
        "too_many_login_attempts": _("Too many tries. Have a new code sent."),
    }

    def is_open_for_signup(self, request):
        return False  # accounts are made by invitation

    def get_client_ip(self, request):
        return callers.network_of(request).partition("/")[0]

    def authenticate(self, request, **credentials):
        """The person with this e-mail and password. Each try is counted, and costs one hash."""
        email = credentials["email"]
        attempt = throttles.password(request, email)
        with hashing.place():
            person = super().authenticate(request, **credentials)
        # An e-mail that somebody is only moving to does not open the account yet.
        owner = addresses.owner(email)
        if person is None or owner != person:
            known = {"person": owner.pk} if owner else {}
            events.note("sign-in-failed", request, **known)
            return None
        attempt.give_back()
        return person

    def is_ajax(self, request):
        return False  # our pages never ask so, and that answer would repeat what was typed

    def pre_login(self, request, user, **kwargs):
        """Note with which password somebody began to come in, before they are asked for more."""
        if response := super().pre_login(request, user, **kwargs):
            return response
        request.session[BEGUN_WITH] = user.get_session_auth_hash()
        return None

    def login(self, request, user):
        begun_with = request.session.pop(BEGUN_WITH, "")
        person = factors.backend().get_user(user.pk)
        if person is None or begun_with != person.get_session_auth_hash():
            clear_login(request)  # meanwhile they got another password, or lost the account
            raise ImmediateHttpResponse(redirect("sign-in"))
        super().login(request, user)
        request.session.pop(STATE_SESSION_KEY, None)  # perhaps of whoever used the browser before
        sessions.begin(request.session, person)

    def begin_session(self, request):
        sessions.begin(request.session, factors.backend().get_user(request.user.pk))

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        browsers.remember(response, request, user)
        return response

    def is_reauthentication_required(self, *, app, **kwargs):
        """Who has just come in has just said who they are."""
        return not sessions.is_fresh(self.request)

    def set_password(self, user, password):
        passwords.change(user, password)

    def get_password_change_redirect_url(self, request):
        return reverse("sign-in")

    @transaction.atomic
    def confirm_email(self, request, email_address):
        """The new e-mail said yes after the present one had: from now on it opens the account."""
        if not addresses.take(email_address.user, email_address):
            sentence = SAID["account/messages/email_confirmation_failed.txt"]
            messages.error(request, sentence)
            return False
        return super().confirm_email(request, email_address)

    def get_email_verification_redirect_url(self, email_address):
        return reverse("account_email" if self.request.user.is_authenticated else "sign-in")

    def send_confirmation_mail(self, request, emailconfirmation, signup):
        """Ask the present e-mail first: only when its owner agrees the new one is asked."""
        address = emailconfirmation.email_address
        person = address.user
        key = addresses.release_key(address)
        words = {"person": person, "email": address.email, "key": key}
        mails.send("release_address", person.email, person.language, **words)

    def send_mail(self, template_prefix, email, context):
        person = context.get("user") or addresses.owner(email)
        language = person.language if person else get_language()
        words = {name: context[name] for name in ("uid", "key", "code") if name in context}
        mails.send(MAILS[template_prefix], email, language, person=person, email=email, **words)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        if what := NOTICES.get(template_prefix):
            to, network = email or user.email, self.get_client_ip(self.request)
            words = {"email": to, "what": what, "at": timezone.now(), "network": network}
            mails.send("notice", to, user.language, **words)

    def add_message(self, request, level, message_template=None, *args, message=None, **kwargs):
        """Say it in our words, and only what is worth saying."""
        if sentence := message or SAID.get(message_template):
            messages.add_message(request, level, sentence)


class MfaAdapter(DefaultMFAAdapter):
    """The second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "You need a second factor: set up another one before you remove this one."
        ),
        "incorrect_code": _("This code is not right, or its time is over, or it was used."),
    }

    def encrypt(self, text):
        return sealing.seal(text)

    def decrypt(self, encrypted_text):
        return sealing.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator):
        return factors.may_remove(authenticator)

    def generate_authenticator_name(self, user, type):
        return ""  # people say themselves by what they will know it again

"""The second factor: who has to show one, who has one, and who has shown it."""

from typing import Any

from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import load_backend
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import mails, sessions
from accounts.people import User
from changes.models import record

# What allauth notes of a session when somebody showed a factor, or came by single sign-on.
PROOFS = {"mfa", "socialaccount"}
CODES = Authenticator.Type.RECOVERY_CODES  # they stand in for a factor, and are none


def backend() -> Any:
    """Who lets people in here, and knows them."""
    (path,) = settings.AUTHENTICATION_BACKENDS
    return load_backend(path)


def needed() -> Q:
    """Whether a person may only come in with a second factor, as a condition on rows of people.

    What the maps have to say about it is known to the backend that lets people in.
    """
    return backend().needs_factor()


def spared() -> Q:
    """Whether a person comes by single sign-on, which sees to it that they are who they say."""
    if not settings.SINGLE_SIGN_ON:
        return Q(pk__in=[])
    come = SocialAccount.objects.filter(user=OuterRef("pk"), provider=settings.SINGLE_SIGN_ON)
    return Q(Exists(come))


def had(key: str) -> Exists:
    """Whether a person has a second factor. key: the column in which rows name the person."""
    return Exists(Authenticator.objects.filter(user=OuterRef(key)).exclude(type=CODES))


def is_needed(person) -> bool:
    """May this person only come in with a second factor?"""
    return User.objects.filter(needed() & ~spared(), pk=person.pk).exists()


def is_lacking(person) -> bool:
    """Does this person need a second factor, and has none yet?"""
    return not of(person).exists() and is_needed(person)


def is_shown(request, person) -> bool:
    """Did this person show a second factor when they came, or come by single sign-on?"""
    records = get_authentication_records(request, person)
    return any(each["method"] in PROOFS for each in records)


def forget_shown(request, person):
    """What was shown no longer counts; to have come by single sign-on still does."""
    records = get_authentication_records(request, person)
    left = [each for each in records if each["method"] != "mfa"]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = left


def is_owed(request, person) -> bool:
    """Has this person to show a second factor before anything else?"""
    return person.is_authenticated and person.needs_factor and not is_shown(request, person)


def of(person):
    """The second factors of a person, without the codes for when they are lost."""
    return Authenticator.objects.filter(user=person.pk).exclude(type=CODES).order_by("pk")


def may_remove(factor) -> bool:
    """Nobody who needs a second factor is left without one."""
    if of(factor.user).exclude(pk=factor.pk).exists():
        return True
    return not User.objects.filter(needed() & ~spared(), pk=factor.user_id).exists()


@transaction.atomic
def tie_app(person, secret):
    """Tie an authenticator app that holds this secret to an account."""
    TOTP.activate(person, secret)
    return tell(person, "factor_added")


@transaction.atomic
def take_back(person):
    """Take back the factors of somebody who has lost them; only who runs the server can do it."""
    Authenticator.objects.filter(user=person).delete()
    sessions.end_all(person)
    record(None, "factor_removed", person)
    what = _("Your second factors were removed by those who run the server.")
    words = {"email": person.email, "what": what, "at": timezone.now()}
    mails.send("notice", person.email, person.language, **words)


def tell(person, verb):
    """Write in the log that somebody's second factors changed."""
    return record(person, verb, User.objects.get(pk=person.pk))

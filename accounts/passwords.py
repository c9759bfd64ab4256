"""Passwords: what one may be, and how somebody gets another one."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts import hashing, keys, sessions
from accounts.people import User
from changes.models import record

LONGEST = 128
OF_ONES_OWN = 6  # characters that have to be left without the words of the e-mail and the name


class NotTooLong:
    """A password has an end, so that nobody makes the server hash a book."""

    def validate(self, password, user=None):
        if len(password) > LONGEST:
            most = {"most": LONGEST}
            message = _("This password is too long. It may have %(most)s characters at most.")
            raise ValidationError(message % most, code="password_too_long")

    def get_help_text(self):
        return _("A password may have %(most)s characters at most.") % {"most": LONGEST}


class NotTheName:
    """A password does not consist of the e-mail or the name, which others know."""

    def validate(self, password, user=None):
        known = f"{getattr(user, 'email', '')} {getattr(user, 'name', '')}"
        left = whole = password.casefold()
        for word in sorted(re.findall(r"\w{3,}", known.casefold()), key=len, reverse=True):
            left = left.replace(word, "")
        if left != whole and len(re.sub(r"\W", "", left)) < OF_ONES_OWN:
            message = _("This password is hardly more than your e-mail or name. Add other words.")
            raise ValidationError(message, code="password_too_personal")

    def get_help_text(self):
        return _("A password is more than your e-mail or name.")


@sensitive_variables("password")
def change(person, password, with_keys=False):
    """Give oneself another password; every session that was begun with the old one ends.

    with_keys: where others may have known the old one, the keys that it made end too.
    """
    kept = hashing.hashed(password)  # before anything is held that others wait for
    with transaction.atomic():
        changed = User.objects.get(pk=person.pk)
        record(person, "password_changed", changed, password=kept)
        sessions.end_all(person)
        if with_keys:
            keys.revoke_all(person)

"""Questions about who is asking. Each app has its own table of rules made from such questions."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from changes.models import record


class Refused(Exception):
    """The actor may do it, but not now; the message says what is missing."""


class Rule:
    """A yes-or-no question about an actor and a subject. Combine with &, | and ~."""

    def __init__(self, holds):
        self.holds = holds

    def __call__(self, actor, subject):
        return bool(self.holds(actor, subject))

    def __and__(self, other):
        return Rule(lambda actor, subject: self(actor, subject) and other(actor, subject))

    def __or__(self, other):
        return Rule(lambda actor, subject: self(actor, subject) or other(actor, subject))

    def __invert__(self):
        return Rule(lambda actor, subject: not self(actor, subject))


@Rule
def maintains(actor, subject):
    """Does this person keep the registers of organisations, sectors, sources and indicators?"""
    return actor.is_authenticated and actor.is_active and actor.is_staff


def require(actor, rule, subject):
    if not rule(actor, subject):
        raise PermissionDenied(_("You may not do this."))


def enter(actor, thing, **fields):
    """Write a row of a register for the first time."""
    require(actor, maintains, thing)
    record(actor, "added", thing, **fields)
    return thing

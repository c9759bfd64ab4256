"""How often somebody may try to come in. What is counted does not depend on who exists.

A try that succeeds is given back, so that only failures add up. Limits end after a quarter of an
hour at the latest, and browsers in which a person has signed in before are counted alone.
"""

import logging

from allauth.core.exceptions import ImmediateHttpResponse
from django.shortcuts import render

from accounts import callers, limits
from accounts.browsers import mark_of

LOG = logging.getLogger(__name__)
ACCOUNT = "10 per 15 minute"
NETWORK = "100 per 15 minute"
FACTOR = "10 per 15 minute"
ONCE = "1 per 2 minute"  # a code of an app is right for half a minute
MAILS = "5 per 15 minute"
MAILS_OF_NETWORK = "50 per 15 minute"


class Try:
    """One try, counted under several names at once; refused where one of the limits is reached."""

    def __init__(self, request, *counted: tuple[str, ...]):
        self.counted = counted
        for limit, *who in counted:
            standing = limits.count(limit, *who)
            if not standing.is_allowed:
                LOG.warning("Too many tries: %s from %s.", who[0], callers.network_of(request))
                raise ImmediateHttpResponse(refusal(request, standing.seconds))

    def give_back(self):
        """It succeeded, and does not count."""
        for limit, *who in self.counted:
            limits.give_back(limit, *who)


def password(request, email: str) -> Try:
    """A try to come in with a password."""
    if mark := mark_of(request, email):
        return Try(request, (ACCOUNT, "password", "browser", mark))
    network = callers.network_of(request)
    mine = (ACCOUNT, "password", "account", email.lower())
    return Try(request, mine, (NETWORK, "password", "network", network))


def factor(request, person) -> Try:
    """A try to show a second factor; only who knows the password gets as far."""
    return Try(request, (FACTOR, "factor", str(person.pk)))


def is_first_use(person, code: str) -> bool:
    """Whether nobody has come in with this code yet, in whatever process."""
    plain = "".join(filter(str.isalnum, code))
    return limits.count(ONCE, "code", str(person.pk), plain).is_allowed


def mail(request, email: str) -> Try:
    """A mail that somebody has sent to an address, perhaps not their own."""
    network = callers.network_of(request)
    theirs = (MAILS, "mail", "address", email.lower())
    return Try(request, theirs, (MAILS_OF_NETWORK, "mail", "network", network))


def refusal(request, seconds: int):
    """The page for those who have tried too often."""
    minutes = -(-seconds // 60)
    context = {"is_error": True, "minutes": minutes}
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response

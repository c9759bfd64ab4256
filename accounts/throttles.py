"""How often somebody may try to come in. What is counted does not depend on who exists.

A try that succeeds is given back, so that only failures add up. Limits end after a quarter of an
hour at the latest, and browsers in which a person has signed in before are counted alone. The
network is counted first: one that has to wait uses up nothing of anybody's account.
"""

from allauth.core.exceptions import ImmediateHttpResponse
from django.shortcuts import render

from accounts import callers, events, limits
from accounts.browsers import mark_of

ACCOUNT = "10 per 15 minute"
NETWORK = "100 per 15 minute"
FACTOR = "10 per 15 minute"
ONCE = "1 per 2 minute"  # a code of an app is right for half a minute
SENT_CODE = "3 per 15 minute"
MAILS = "5 per 15 minute"  # of one kind to one address, for one network
MAILS_TO_ADDRESS = "15 per 15 minute"  # the same for all networks
MAILS_OF_NETWORK = "50 per 15 minute"


class Try:
    """One try, counted under several names at once; refused where one of the limits is reached."""

    def __init__(self, request, *counted: tuple[str, ...]):
        self.counted = counted
        for limit, *who in counted:
            standing = limits.count(limit, *who)
            if not standing.is_allowed:
                events.note("throttled", request, budget=who[0])
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
    return Try(request, (NETWORK, "password", "network", network), mine)


def factor(request, person) -> Try:
    """A try to show a second factor; only who knows the password gets as far."""
    return Try(request, (FACTOR, "factor", str(person.pk)))


def sent_code(request, at: float) -> Try:
    """A try with a code that was sent by mail; at: when this browser asked for it."""
    return Try(request, (SENT_CODE, "sent-code", request.session.session_key, str(at)))


def is_first_use(person, code: str) -> bool:
    """Whether nobody has come in with this code yet, in whatever process."""
    plain = "".join(filter(str.isalnum, code))
    return limits.count(ONCE, "code", str(person.pk), plain).is_allowed


def mail(request, kind: str, email: str) -> Try:
    """A mail that somebody has sent to an address, perhaps not their own.

    Each kind is counted alone, and each network too: whoever has codes sent to somebody else does
    not keep them from having one sent themselves, or a link.
    """
    name, network = f"mail-{kind}", callers.network_of(request)
    if mark := mark_of(request, email):
        mine: list[tuple[str, ...]] = [(MAILS, name, "browser", mark)]
    else:
        mine = [
            (MAILS, name, "address", email.lower(), network),
            (MAILS_TO_ADDRESS, name, "address", email.lower()),
        ]
    return Try(request, (MAILS_OF_NETWORK, "mail", "network", network), *mine)


def refusal(request, seconds: int):
    """The page for those who have tried too often."""
    minutes = -(-seconds // 60)
    context = {"is_error": True, "minutes": minutes}
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response

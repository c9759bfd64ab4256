"""How much one caller may ask for, and how much of it is left."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from accounts import limits
from accounts.callers import credential_of, network_of

READING = ("GET", "HEAD", "OPTIONS")
HEALTH = "/health"  # supervisors ask it again and again
# What takes us long, or is taken away as a whole.
TYPED = re.compile(r"/narratives/[0-9a-f-]{36}/steps$")  # a text, letter by letter
HEAVY = re.compile(r"\.(?:png|pdf|csv|zip|xlsx|ods|docx|pptx)$|/(?:search|exports?)$")


@dataclass(frozen=True)
class Spent:
    """What a request has taken from one budget."""

    budget: str
    standing: limits.Standing

    @property
    def policy(self) -> str:
        """The size of the budget, as the header `RateLimit-Policy` has it."""
        window = limits.parse(settings.BUDGETS[self.budget]).get_expiry()
        return f'"{self.budget}";q={self.standing.most};w={window}'

    @property
    def left(self) -> str:
        """What is left of it, as the header `RateLimit` has it."""
        return f'"{self.budget}";r={self.standing.left};t={self.standing.seconds}'


def spend(request) -> list[Spent]:
    """Count a request before anybody has looked who asks; the last one tells whether it may go on.

    Whoever brings something is counted by that, good or bad, and all who come from one network
    together, so that nobody gets further with names that they make up.
    """
    network = network_of(request)
    asked = [("network", network)]
    if request.path_info == HEALTH:
        return _taken(asked)
    kind, name = credential_of(request)
    asked.append((kind or "anonymous", name or network))
    if HEAVY.search(request.path_info):
        asked.append(("files", network))
    return _taken(asked)


def spend_as(person: Any, request) -> list[Spent]:
    """Count the same request for the person, once it is known who asks, by whichever key."""
    return _taken([("person", _name(person)), *_costly(_name(person), request)])


def spend_as_nobody(request) -> list[Spent]:
    """Count what is costly for the network, once what was brought has turned out to be nobody's."""
    return _taken(_costly(network_of(request), request))


def _name(person):
    """Whoever looks with other eyes is counted as themselves."""
    return str(getattr(person, "looker", person).pk)


def _costly(who, request):
    if HEAVY.search(request.path_info):
        yield "heavy", who
    if request.method not in READING:
        yield "typing" if TYPED.search(request.path_info) else "writes", who


def is_over(spent: list[Spent]) -> bool:
    """Whether there is nothing left to spend."""
    return bool(spent) and not spent[-1].standing.is_allowed


def _taken(asked) -> list[Spent]:
    spent: list[Spent] = []
    for budget, who in asked:
        spent.append(Spent(budget, limits.count(settings.BUDGETS[budget], budget, who)))
        if is_over(spent):
            break
    return spent

"""For which organisation a person acts: the only one they belong to, or the one they chose."""

from functools import cached_property
from typing import Any

from accounts.organisations import Organisation

CHOSEN = "acting_for"  # in a session: the code of the organisation


class Acting:
    """How somebody does what they do now: for whom, and by which key. The log keeps both.

    wish: code of the organisation that they named; empty where they named none.
    """

    def __init__(self, person: Any, wish: str = "", credential: Any = None):
        self.person = person
        self.wish = wish
        self.credential = credential

    @cached_property
    def chosen(self) -> Organisation | None:
        """The organisation that they named, as long as they belong to it."""
        own = Organisation.objects.of(self.person)
        return own.filter(code=self.wish).first() if self.wish else None

    @cached_property
    def organisation(self) -> Organisation | None:
        """The one they named, or else the only one there is; of several nobody picks one."""
        return self.chosen or self._only_one()

    def _only_one(self):
        found = list(Organisation.objects.of(self.person)[:2])
        return found[0] if len(found) == 1 else None

"""Who has a map open, in this process and in others, and where on it they are."""

from dataclasses import dataclass, field
from time import monotonic
from typing import Any

EXPIRES = 40.0  # seconds after which a process that says nothing is taken to be gone
COLOURS = 8


@dataclass
class Presence:
    """The people of one map: those of this process, and what other processes say of theirs."""

    elsewhere: dict[str, tuple[float, list[dict[str, Any]]]] = field(default_factory=dict)

    def hear(self, process: str, people: list[dict[str, Any]]) -> None:
        if people:
            self.elsewhere[process] = monotonic(), people
        else:
            self.elsewhere.pop(process, None)

    def forget_the_silent(self) -> bool:
        """Leave out processes that have died; says whether there were any."""
        now = monotonic()
        silent = [name for name, (at, _) in self.elsewhere.items() if now - at > EXPIRES]
        for name in silent:
            del self.elsewhere[name]
        return bool(silent)

    def all(self, here: list[dict[str, Any]]) -> list[dict[str, Any]]:
        others = [person for _at, people in self.elsewhere.values() for person in people]
        return sorted(here + others, key=lambda person: (person["name"], person["id"]))


def described(identity: str, user, where: str | None, name: str | None) -> dict[str, Any]:
    """A person as others see them: a name and initials, never an e-mail."""
    called = (user.name or user.email).partition("@")[0].strip() or "?"
    words = [word for word in called.split() if word[0].isalnum()] or [called]
    return {
        "id": identity,
        "name": called,
        "initials": "".join(word[0] for word in (words[0], *words[-1:][: len(words) - 1])).upper(),
        "colour": user.pk.int % COLOURS,
        "where": where,
        "field": name,
    }

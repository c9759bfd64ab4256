"""Who has a map open, and where on it they are; people are known by their names alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from roadmaps.models import Element

BEAT = 15  # seconds after which a process says again who is there
EXPIRES = 40  # seconds after which people of a silent process are gone
COLOURS = 8
MOST_PEOPLE = 100  # in one message

Person = dict[str, Any]
MEMBERS = {"id", "name", "initials", "colour", "where", "field"}
NOWHERE = {"where": None, "field": None}


def person(connection) -> Person:
    """Somebody at a map, as the others may know them."""
    user, place = connection.seat.user, connection.place
    name = user.called.partition("@")[0]  # a name, too, may be written like an address
    words = name.split() or ["?"]
    return {
        "id": connection.id,
        "name": name,
        "initials": "".join(word[0] for word in (words[0], *words[1:][-1:])).upper(),
        "colour": user.pk.int % COLOURS,
        "where": place.where,
        "field": place.field,
    }


def as_seen(people: Iterable[Person], roadmap, sights) -> dict[Any, list[Person]]:
    """The same people for each sight: nobody learns from them of an element that is hidden."""
    people = list(people)[:MOST_PEOPLE]
    codes = {each["where"] for each in people if each["where"]}
    found = Element.objects.filter(roadmap=roadmap, code__in=codes) if codes else ()
    degrees = {element.code: element.visibility for element in found}
    return {sight: [_as_seen(each, sight, degrees) for each in people] for sight in sights}


def _as_seen(each, sight, degrees):
    where = each["where"]
    if where is None or degrees.get(where) in sight.visibilities:
        return each
    return each | NOWHERE


def heard(said: Any) -> list[Person]:
    """The people of another process, as far as they are told as ours are."""
    people = said if isinstance(said, list) else []
    return [each for each in people if isinstance(each, dict) and each.keys() == MEMBERS]


@dataclass
class Others:
    """The people of a map whom other processes have told of, until when they count."""

    told: dict[str, tuple[float, list[Person]]] = field(default_factory=dict)

    def hear(self, name: str, people: list[Person], now: float) -> bool:
        """Whether this is news."""
        before = self.told.pop(name, (0, []))[1]
        if people:
            self.told[name] = (now + EXPIRES, people)
        return before != people

    def expire(self, now: float) -> bool:
        """Whether somebody is gone of whom nobody has told for a long time."""
        gone = [name for name, (until, _people) in self.told.items() if until < now]
        for name in gone:
            del self.told[name]
        return bool(gone)

    def people(self) -> list[Person]:
        return [each for _until, people in self.told.values() for each in people]

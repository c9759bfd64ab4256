"""Walks through doors as somebody of the cast, and says what was read that is not for them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import islice

from django.db import transaction

from accounts import limits
from tests.leaks import doors
from tests.leaks.canaries import read
from tests.leaks.scene import Scene

SHUT = 405  # a door that nobody goes through in this way
FEED = f"/{doors.API}changes"


@dataclass(frozen=True)
class Answer:
    """What was said at a door."""

    status: int
    said: list[bytes]
    way: str = ""  # the address to which it sends one on


@dataclass
class Walk:
    """What somebody of the cast saw on the way."""

    leaks: list[str] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)


def knock(client, method, address, headers=None, body="{}") -> Answer:
    """Ask at a door; whatever that changed is taken back, also in the browser."""
    cookies, more = client.cookies.output(header=""), {}
    limits._limiters.cache_clear()  # nobody knocks too often
    if method != "get" and address.startswith(f"/{doors.API}"):
        more = {"data": body, "content_type": "application/json"}
    with transaction.atomic():
        response = getattr(client, method)(address, **more, headers=headers or {})
        said = read(response)
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    return Answer(response.status_code, said, response.headers.get("Location", ""))


def along(scene: Scene, thin=False) -> Iterator[list[str]]:
    """All addresses of each route: with everything behind it, and all that can be asked besides.

    thin: in one language, and of each map only the first and the last thing behind a door.
    """
    for route in doors.routes():
        found = [
            address
            for slug in (scene.maps if route.names else ("open",))
            for address in _some(doors.addresses(scene, route, slug), thin)
        ]
        asked = [
            f"{address}?{query}"
            for query in [*doors.ways(route), *doors.pages(route)]
            for address in (found if query == "draft=true" else {found[0], found[-1]})
        ]
        in_spanish = [] if route.is_api or thin else [f"/es{found[-1]}"]
        yield list(dict.fromkeys([*found, *asked, *in_spanish]))


def _some(addresses, thin):
    return dict.fromkeys((addresses[0], addresses[-1])) if thin else addresses


def walk(scene: Scene, name: str, headers=None, share=1) -> Walk:
    """Everything that somebody reads; what is not meant for them and what breaks is told."""
    seen = Walk()
    for _address in steps(scene, name, seen, headers, share):
        pass
    return seen


def steps(scene: Scene, name: str, seen: Walk, headers=None, share=1) -> Iterator[str]:
    """The same, address by address, for those who need not go to the end.

    share: of so many routes one is tried, and of what is behind it the first and the last.
    """
    client = scene.client(name)
    for addresses in islice(along(scene, thin=share > 1), None, None, share):
        for address in addresses:
            answer = knock(client, "get", address, headers)
            if answer.status == SHUT:
                break
            note(scene, seen, name, address, answer)
            yield address
    for answer in along_the_feed(client, headers):
        note(scene, seen, name, FEED, answer)
        yield FEED


def note(scene, seen, name, address, answer):
    """Keep what was read, and what of it should not have been."""
    if answer.status >= 500:
        seen.leaks.append(f"{address} broke with {answer.status} for {name}")
    words = {word for said in answer.said for word in scene.words.heard(said)}
    seen.heard |= words
    for place in scene.words.not_for(reader_of(scene, name, address), words):
        seen.leaks.append(f"{address} told {name}: {place}")


def reader_of(scene, name, address):
    """Whoever comes with the link of a mail is taken for whom it was sent to.

    Who has signed in opens no invitation of somebody else.
    """
    page = address.removeprefix("/es")
    may_be_anybody = name == "anonymous" or page.startswith("/account/email/")
    return scene.links.get(page, name) if may_be_anybody else name


def along_the_feed(client, headers) -> Iterator[Answer]:
    """The feed from its beginning to its end."""
    address, place = f"{FEED}?limit=100", None
    while True:
        answer = knock(client, "get", address, headers)
        yield answer
        following = json.loads(answer.said[-1]).get("next")
        if following in (None, place):
            return
        place, address = following, f"{FEED}?limit=100&after={following}"

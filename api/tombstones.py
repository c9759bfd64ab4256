"""What is answered in the place of a map that was retired: why, what it said last, what follows it.

All of it was public: the farewell, the edition that was withdrawn, and what this one and the
editions of other maps say of one another.
"""

import json
from typing import Any

from django.http import HttpResponse

from api.errors import problem
from roadmaps.models import Edition, Entry, Roadmap

WENT_INTO = ("merged_into", "part_merged_into")  # said by the map that is no more
CAME_FROM = ("renamed_from", "split_from", "refreshed_from")  # said by those that are there
ROOT = "/api/v1/roadmaps"
Successor = dict[str, Any]


def tombstone(slug: str, key: Any) -> HttpResponse:
    """The answer 410 for a map whose last edition, with this key, was withdrawn."""
    edition = Edition.objects.defer(*Edition.UNTOLD).get(pk=key)
    farewell = Roadmap.objects.values_list("farewell", flat=True).get(slug=slug)
    known = successors(slug, key)
    here = f"{ROOT}/{slug}/editions"
    last = {
        "number": edition.number,
        "status": edition.status,
        "sha256": edition.sha256,
        "published_at": edition.published_at.isoformat().replace("+00:00", "Z"),
        "address": f"{here}/{edition.number}",
    }
    links = [f'<{here}>; rel="version-history"', f'<{last["address"]}>; rel="latest-version"']
    return problem(
        410,
        farewell or None,
        headers={"Link": ", ".join([*links, *as_links(known)])},
        more={"farewell": farewell or None, "edition": last, "successors": known},
    )


def successors(slug: str, key: Any) -> list[Successor]:
    """The maps that took the place of this one, as far as editions say so."""
    content = Edition.objects.values_list("content", flat=True).get(pk=key)
    own = json.loads(bytes(content))["roadmap"]["relations"]
    found = [_told(each, each["slug"], each["name"]) for each in own if each["kind"] in WENT_INTO]
    names = {each["slug"] for each in found}
    for said in _said_of(slug):
        kinds = [each for each in said["relations"] if each["slug"] == slug]
        follows = next((each for each in kinds if each["kind"] in CAME_FROM), None)
        if follows and said["slug"] not in names:
            found.append(_told(follows, said["slug"], said["title"]))
    return found


def as_links(known: list[Successor]) -> list[str]:
    """Those that can be read here, as the header `Link` names them."""
    return [f'<{each["address"]}>; rel="successor-version"' for each in known if each["address"]]


def _said_of(slug):
    """The maps in force that say what they have to do with this one."""
    named = {"relations": [{"slug": slug}]}
    rows = Entry.objects.of_kind("roadmap").filter(data__contains=named)
    return rows.order_by("key").values_list("data", flat=True)


def _told(relation, slug, name) -> Successor:
    address = slug and f"{ROOT}/{slug}"
    return {"kind": relation["kind"], "slug": slug, "name": name, "address": address}

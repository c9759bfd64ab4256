"""What is answered in the place of a map that was retired: why, what it said last, what follows it.

All of it was public: the farewell, the edition that was withdrawn, and what this one and the
editions of other maps say of one another.
"""

import json
from typing import Any

from django.http import HttpResponse

from api.errors import problem
from roadmaps import successors
from roadmaps.models import Edition, Roadmap

ROOT = "/api/v1/roadmaps"


def tombstone(slug: str, key: Any) -> HttpResponse:
    """The answer 410 for a map whose last edition, with this key, was withdrawn."""
    edition = Edition.objects.defer(*Edition.UNTOLD).get(pk=key)
    roadmap = Roadmap.objects.only(*Roadmap.OPEN).get(slug=slug)
    farewell, known = roadmap.farewell, _successors(roadmap, key)
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


def successors_of(slug: str, key: Any) -> list[dict[str, Any]]:
    """The maps that took the place of this one, as far as its last edition and theirs say so."""
    return _successors(Roadmap.objects.only(*Roadmap.OPEN).get(slug=slug), key)


def _successors(roadmap, key):
    content = Edition.objects.values_list("content", flat=True).get(pk=key)
    said = json.loads(bytes(content))["roadmap"]["relations"]
    return [_told(each) for each in successors.of(roadmap, said)]


def as_links(known: list[dict[str, Any]]) -> list[str]:
    """Those that can be read here, as the header `Link` names them."""
    return [f'<{each["address"]}>; rel="successor-version"' for each in known if each["address"]]


def _told(successor) -> dict[str, Any]:
    address = successor.slug and f"{ROOT}/{successor.slug}"
    said = {"kind": successor.relation, "slug": successor.slug, "name": successor.name}
    return said | {"address": address}

"""The links of a map, and those that come in from other maps.

What another map is still drafting must not show through a link. Of a map on which the reader has
no role only what stands in its current edition is told, in the words of that edition.
"""

from roadmaps.document.rows import bounds, plain, row
from roadmaps.entries import Entry
from roadmaps.links import Link
from roadmaps.map_roles import MapRole

LINK = ("id", "kind", "strength", "reason", "is_finish_only", "certainty")
END = {
    "code": "code",
    "kind": "kind",
    "title": "title",
    "translations": "translations",
    "roadmap": "roadmap__slug",
    "period": "period",
}
TOLD = (*END, "earliest", "latest")
SIDES = ("source", "target")


def links(roadmap, actor, own: dict[str, dict], when) -> list[dict]:
    """Every link that this actor may see.

    own: the elements that they see here, by their codes. when: the rows as they are or as they
    were; what stands on other maps is told as it is, also where it comes in from there.
    """
    inside = _slugs_of_own_maps(actor) | {roadmap.slug}
    ends = {code: _told(element, roadmap.slug) for code, element in own.items()}
    drawn = [_link(values, ends) for values in _rows(roadmap, inside, when)]
    told = _published({link["target"]["code"] for link in drawn if _is_foreign(link, inside)})
    seen = [_with_published_target(link, told, inside) for link in drawn]
    lawful = [link for link in seen if link and _both_ends_here_are_seen(link, roadmap, own)]
    lawful += [link for link in _incoming(roadmap, inside) if link["target"]["code"] in own]
    return sorted(lawful, key=lambda link: (link["source"]["code"], link["kind"], link["id"]))


def _slugs_of_own_maps(actor):
    if not actor.is_authenticated:
        return set()
    return set(MapRole.objects.held_by(actor).values_list("roadmap__slug", flat=True))


def _rows(roadmap, inside, when):
    """Links drawn from this map, and those drawn to it from maps that the reader works on."""
    columns = [f"{side}__{column}" for side in SIDES for column in END.values()]
    others = inside - {roadmap.slug}
    here = Link.objects.filter(source__roadmap=roadmap)
    there = Link.objects.filter(target__roadmap=roadmap, source__roadmap__slug__in=others)
    for found in (here, there):  # no rows, and no query, where there are no others
        yield from when.rows(found, (*LINK, "evidence__code", *columns), is_withdrawn=False)


def _link(values, here):
    ends = {side: here.get(values[f"{side}__code"]) or _end(values, side) for side in SIDES}
    return row(values, LINK) | {"evidence": values["evidence__code"]} | ends


def _told(element, slug):
    """An element of this map as the end of a link, in the words in which the map tells it."""
    return {name: element[name] for name in TOLD if name != "roadmap"} | {"roadmap": slug}


def _end(values, side):
    end = {name: plain(values[f"{side}__{column}"]) for name, column in END.items()}
    return end | bounds(end["period"])


def _is_foreign(link, inside):
    return link["target"]["roadmap"] not in inside


def _published(codes):
    if not codes:
        return {}
    entries = Entry.objects.filter(key__in=codes)
    return {entry.key: {name: entry.data[name] for name in TOLD} for entry in entries}


def _with_published_target(link, told, inside):
    if not _is_foreign(link, inside):
        return link
    target = told.get(link["target"]["code"])
    return link | {"target": target} if target else None


def _both_ends_here_are_seen(link, roadmap, own):
    here = [link[side]["code"] for side in SIDES if link[side]["roadmap"] == roadmap.slug]
    return own.keys() >= set(here)


def _incoming(roadmap, inside):
    entries = Entry.objects.of_kind("link").exclude(roadmap__slug__in=inside)
    told = entries.filter(data__contains={"target": {"roadmap": roadmap.slug}})
    return [{name: entry.data[name] for name in (*LINK, "evidence", *SIDES)} for entry in told]

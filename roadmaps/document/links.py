"""The links of a map, and those that come in from other maps.

What another map is still drafting must not show through a link. Of a map on which the reader has
no role only what stands in its current edition is told, in the words of that edition.
"""

from roadmaps.document.rows import bounds, plain, row
from roadmaps.entries import Entry
from roadmaps.links import Link
from roadmaps.roadmap import MapRole

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


def links(roadmap, actor, own: set[str]) -> list[dict]:
    """Every link that this actor may see. own: the codes of the elements that they see here."""
    inside = _slugs_of_own_maps(actor) | {roadmap.slug}
    drawn = [_link(values) for values in _rows(roadmap, inside)]
    told = _published({link["target"]["code"] for link in drawn if _is_foreign(link, inside)})
    seen = [_with_published_target(link, told, inside) for link in drawn]
    lawful = [link for link in seen if link and _both_ends_here_are_seen(link, roadmap, own)]
    lawful += [link for link in _incoming(roadmap, inside) if link["target"]["code"] in own]
    return sorted(lawful, key=lambda link: (link["source"]["code"], link["kind"], link["id"]))


def _slugs_of_own_maps(actor):
    if not actor.is_authenticated:
        return set()
    return set(MapRole.objects.held_by(actor).values_list("roadmap__slug", flat=True))


def _rows(roadmap, inside):
    """Links drawn from this map, and those drawn to it from maps that the reader works on."""
    columns = [f"{side}__{column}" for side in SIDES for column in END.values()]
    others = inside - {roadmap.slug}
    here = Link.objects.standing().filter(source__roadmap=roadmap)
    there = Link.objects.standing().filter(
        target__roadmap=roadmap, source__roadmap__slug__in=others
    )
    for rows in (here, there):  # no rows, and no query, where there are no others
        yield from rows.values(*LINK, "evidence__code", *columns)


def _link(values):
    ends = {side: _end(values, side) for side in SIDES}
    return row(values, LINK) | {"evidence": values["evidence__code"]} | ends


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
    return own.issuperset(here)


def _incoming(roadmap, inside):
    entries = Entry.objects.of_kind("link").exclude(roadmap__slug__in=inside)
    told = entries.filter(data__contains={"target": {"roadmap": roadmap.slug}})
    return [{name: entry.data[name] for name in (*LINK, "evidence", *SIDES)} for entry in told]

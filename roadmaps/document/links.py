"""The links of a map, and those that come in from other maps.

What another map is still drafting must not show through a link. Of a map on which the reader has
no role, and of what is not meant for them there, only what stands in its current edition is told,
in the words of that edition.
"""

from roadmaps.document.rows import bounds, plain, row
from roadmaps.entries import Entry
from roadmaps.links import Link
from roadmaps.map_roles import MapRole
from roadmaps.roadmap import Roadmap
from roadmaps.stages import Visibility

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
ALL = tuple(Visibility)


def links(roadmap, actor, own: dict[str, dict], when) -> list[dict]:
    """Every link that this actor may see.

    own: the elements that they see here, by their codes. when: the rows as they are or as they
    were; what stands on other maps is told as it is, also where it comes in from there.
    """
    sights = {roadmap.slug: ALL} | _sights_elsewhere(actor, roadmap)
    ends = {code: _told(element, roadmap.slug) for code, element in own.items()}
    rows = [each for each in _rows(roadmap, sights, when) if _is_seen(each, "source", sights)]
    drawn = [(_link(values, ends), _is_seen(values, "target", sights)) for values in rows]
    told = _published({link["target"]["code"] for link, is_seen in drawn if not is_seen})
    seen = [link if is_seen else _as_published(link, told) for link, is_seen in drawn]
    lawful = [link for link in seen if link and _both_ends_here_are_seen(link, roadmap, own)]
    lawful += [link for link in _incoming(roadmap, sights) if link["target"]["code"] in own]
    return sorted(lawful, key=lambda link: (link["source"]["code"], link["kind"], link["id"]))


def _sights_elsewhere(actor, roadmap):
    """What the reader may see of the working copies of the other maps on which they work."""
    if not actor.is_authenticated:
        return {}
    mine = MapRole.objects.held_by(actor).values("roadmap")
    others = list(Roadmap.objects.filter(pk__in=mine).exclude(pk=roadmap.pk))
    if others:
        Roadmap.objects.know_roles(actor, others)
    return {each.slug: each.sight_of(actor).visibilities for each in others}


def _rows(roadmap, sights, when):
    """Links drawn from this map, and those drawn to it from maps that the reader works on."""
    columns = [f"{side}__{column}" for side in SIDES for column in (*END.values(), "visibility")]
    others = sights.keys() - {roadmap.slug}
    here = Link.objects.filter(source__roadmap=roadmap)
    there = Link.objects.filter(target__roadmap=roadmap, source__roadmap__slug__in=others)
    for found in (here, there):  # no rows, and no query, where there are no others
        yield from when.rows(found, (*LINK, "evidence__code", *columns), is_withdrawn=False)


def _is_seen(values, side, sights):
    """Whether an end is meant for the reader; those of this map are looked at on their own."""
    return values[f"{side}__visibility"] in sights.get(values[f"{side}__roadmap__slug"], ())


def _link(values, here):
    ends = {side: here.get(values[f"{side}__code"]) or _end(values, side) for side in SIDES}
    return row(values, LINK) | {"evidence": values["evidence__code"]} | ends


def _told(element, slug):
    """An element of this map as the end of a link, in the words in which the map tells it."""
    return {name: element[name] for name in TOLD if name != "roadmap"} | {"roadmap": slug}


def _end(values, side):
    end = {name: plain(values[f"{side}__{column}"]) for name, column in END.items()}
    return end | bounds(end["period"])


def _published(codes):
    if not codes:
        return {}
    entries = Entry.objects.filter(key__in=codes)
    return {entry.key: {name: entry.data[name] for name in TOLD} for entry in entries}


def _as_published(link, told):
    target = told.get(link["target"]["code"])
    return link | {"target": target} if target else None


def _both_ends_here_are_seen(link, roadmap, own):
    here = [link[side]["code"] for side in SIDES if link[side]["roadmap"] == roadmap.slug]
    return own.keys() >= set(here)


def _incoming(roadmap, sights):
    entries = Entry.objects.of_kind("link").exclude(roadmap__slug__in=sights)
    told = entries.filter(data__contains={"target": {"roadmap": roadmap.slug}})
    return [{name: entry.data[name] for name in (*LINK, "evidence", *SIDES)} for entry in told]

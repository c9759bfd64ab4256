"""Why each thing stands on a map: its links as a picture, as sentences and as a grid."""

from collections import defaultdict

from roadmaps import network
from roadmaps.views.maps import LINK_KINDS, show
from roadmaps.views.reading import ANY, asked, read


def links(request, slug):
    """The network of a map, perhaps only the thread through one element."""
    reading = read(request.user, slug, request.GET.get("as_of", ""))
    focus = asked(request, focus=reading.elements, as_of=ANY)["focus"]
    document = reading.document
    shown = [link for link in document["links"] if not focus or focus in _codes(link)]
    return show(
        request,
        reading,
        "links",
        picture=network.draw(document, focus=focus or None) if document["links"] else "",
        focus=reading.elements.get(focus),
        groups=by_kind(shown),
        grid=None if focus else grid(document),
    )


def by_kind(links: list[dict]) -> list[tuple[str, list[dict]]]:
    """The links in the order of the vocabulary; kinds that are not drawn are left out."""
    groups = defaultdict(list)
    for link in links:
        groups[link["kind"]].append(link)
    return [(kind, groups[kind]) for kind in LINK_KINDS if groups[kind]]


def grid(document: dict) -> dict:
    """What addresses which challenge, and how strongly: our initiatives and whatever else does."""
    standing = [element for element in document["elements"] if not element["is_withdrawn"]]
    challenges = [each for each in standing if each["kind"] == "challenge"]
    strengths = _strengths(document["links"], {each["code"] for each in challenges})
    columns = _columns(document, standing, strengths)
    rows = [
        {
            "challenge": challenge,
            "strengths": [
                strengths.get((column["code"], challenge["code"]), (0, None))[0]
                for column in columns
            ],
        }
        for challenge in challenges
    ]
    return {"columns": columns, "rows": rows if columns else []}


def _strengths(links, challenges):
    """The strength of each link that addresses one of our challenges, and where it comes from."""
    return {
        (link["source"]["code"], link["target"]["code"]): (link["strength"], link["source"])
        for link in links
        if link["kind"] == "addresses" and link["target"]["code"] in challenges
    }


def _columns(document, standing, strengths):
    slug = document["roadmap"]["slug"]
    own = [each | {"roadmap": slug} for each in standing if each["kind"] == "initiative"]
    known = {each["code"] for each in own}
    others = {source["code"]: source for _strength, source in strengths.values()}
    return own + [others[code] for code in sorted(others.keys() - known)]


def _codes(link):
    return link["source"]["code"], link["target"]["code"]

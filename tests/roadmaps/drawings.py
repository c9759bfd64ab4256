"""Documents to be drawn, and what can be seen on a drawing."""

import xml.etree.ElementTree as ElementTree

from hypothesis import strategies as st

KINDS = [
    "challenge", "goal", "fdi_target", "technology", "skill", "infrastructure", "initiative",
]  # fmt: skip
LETTERS = dict(zip(KINDS, "CGFTSNI", strict=True))
NAMESPACE = "{http://www.w3.org/2000/svg}"


def element(kind, number, **said):
    """An element of a document, with nothing on it but what is said."""
    return {
        "code": f"MAP-{LETTERS[kind]}{number:02d}",
        "kind": kind,
        "number": number,
        "title": f"Element {number}",
        "pillar": None,
        "period": None,
        "earliest": None,
        "latest": None,
        "is_withdrawn": False,
        "certainty": "sourced",
        "translations": {},
        "figures": [],
    } | said


def link(source, target, kind="addresses"):
    ends = {
        side: {"code": end["code"], "kind": end["kind"], "title": end["title"]}
        | {"roadmap": "map", "translations": {}}
        for side, end in (("source", source), ("target", target))
    }
    return {"kind": kind, "strength": 2} | ends


def document(elements, links=()):
    years = {"base_year": 2025, "short_until": 2027, "medium_until": 2030, "vision_year": 2035}
    head = {"slug": "map", "title": "A map", "translations": {}, "horizons": years}
    return {"roadmap": head, "elements": list(elements), "links": list(links)}


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314


def boxes(svg):
    """The links of a drawing that stand for elements, by code."""
    anchors = parsed(svg).iter(f"{NAMESPACE}a")
    return {anchor.get("data-code"): anchor for anchor in anchors}


def frame(anchor):
    """Where the box of an element lies: left, top, right, bottom."""
    box = anchor.find(f"{NAMESPACE}rect")
    x, y, width, height = (float(box.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def ways(svg):
    """The corners of each link, and of the head of its arrow."""
    for path in parsed(svg).iter(f"{NAMESPACE}path"):
        if "link" in (path.get("class") or ""):
            yield from corners_of(path)


def corners_of(path):
    for part in path.get("d").split("M")[1:]:
        yield [tuple(map(float, pair.split())) for pair in part.split("L")]


TITLES = st.text(alphabet="abcdefg ñÉ<&\"'W", min_size=1, max_size=120)
YEARS = st.integers(2010, 2045)


@st.composite
def documents(draw):
    """Maps of all shapes: dated and undated, short and long words, links between anything."""
    made = []
    for number in range(draw(st.integers(0, 25))):
        start, end = sorted((draw(YEARS), draw(YEARS)))
        dated = draw(st.sampled_from(["both", "start", "end", "none"]))
        earliest = f"{start}-02-10" if dated in ("both", "start") else None
        latest = f"{end}-11-30" if dated in ("both", "end") else None
        period = f"{start}/{end}~" if dated != "none" else None
        said = {"title": draw(TITLES), "period": period, "earliest": earliest, "latest": latest}
        said["certainty"] = draw(st.sampled_from(["sourced", "illustrative"]))
        said["pillar"] = draw(st.sampled_from([None, "innovation", "jobs_skills"]))
        made.append(element(draw(st.sampled_from(KINDS)), number + 1, **said))
    pairs = st.tuples(st.sampled_from(made), st.sampled_from(made)) if made else st.nothing()
    drawn = draw(st.lists(pairs, max_size=12)) if made else []
    return document(made, [link(*pair) for pair in drawn if pair[0] is not pair[1]])

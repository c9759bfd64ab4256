"""The links of a map as a net: from what is done, by what it brings, to why it is done."""

from collections import defaultdict

from django.utils.translation import gettext as _

from roadmaps.lettering import wrap
from roadmaps.picture import svg
from roadmaps.picture.arrows import arrow
from roadmaps.picture.svg import COLOURS, PAPER, QUIET
from roadmaps.picture.words import Words
from terms.translations import in_language
from terms.vocabulary import label

COLUMNS = (
    ("initiative",),
    ("skill", "technology", "infrastructure", "fdi_target"),
    ("challenge", "goal"),
)
WIDTH, HEAD, MARGIN = 1180, 34, 10
NODE, BOX, STEP = 250, 34, 42
APART = (WIDTH - 2 * MARGIN - NODE) / (len(COLUMNS) - 1)  # of the columns
SWEEPS = 4  # from left to right and back, each time with fewer crossings
SIZE = 12.0


def draw(document: dict, focus: str | None = None) -> str:
    """The net of this document as SVG. focus: a code; then only its golden thread is shown."""
    nodes = _nodes(document)
    if focus and focus in nodes:
        thread = golden_thread(document, focus)
        nodes = {code: node for code, node in nodes.items() if code in thread}
    links = [link for link in document["links"] if _ends(link) <= nodes.keys()]
    columns = _ordered(nodes, links)
    places = _places(columns)
    height = HEAD + STEP * max(1, *map(len, columns)) + MARGIN
    content = [
        svg.rect(0, 0, WIDTH, height, fill=PAPER),
        *_heads(),
        *(_edge(link, places) for link in links),
        *(_node(nodes[code], place, document) for code, place in places.items()),
    ]
    title = in_language(document["roadmap"], "title")
    name = _("Links of “%(title)s”") % {"title": title}
    said = _("%(nodes)d elements and %(links)d links. The list says the same.")
    description = said % {"nodes": len(nodes), "links": len(links)}
    return svg.document(WIDTH, height, name, description, "".join(content))


def golden_thread(document: dict, code: str) -> set[str]:
    """Everything that leads to an element, and everything to which it leads."""
    forwards, backwards = defaultdict(set), defaultdict(set)
    for link in document["links"]:
        source, target = link["source"]["code"], link["target"]["code"]
        forwards[source].add(target)
        backwards[target].add(source)
    return _reached(code, forwards) | _reached(code, backwards)


def _reached(start, ways):
    seen, edge = {start}, {start}
    while edge:
        edge = {code for each in edge for code in ways[each]} - seen
        seen |= edge
    return seen


def _nodes(document):
    """Every element that is linked, of this map and of others, by its code."""
    standing = {
        element["code"]: element | {"roadmap": document["roadmap"]["slug"]}
        for element in document["elements"]
        if not element["is_withdrawn"]
    }
    ends = [link[side] for link in document["links"] for side in ("source", "target")]
    own = document["roadmap"]["slug"]
    foreign = {end["code"]: end for end in ends if end["roadmap"] != own}
    linked = {end["code"] for end in ends}
    return {code: node for code, node in sorted((foreign | standing).items()) if code in linked}


def _ends(link):
    return {link["source"]["code"], link["target"]["code"]}


def _ordered(nodes, links):
    """The codes of each column, in an order in which few links cross."""
    columns = [[code for code, node in nodes.items() if node["kind"] in kinds] for kinds in COLUMNS]
    near = defaultdict(list)
    for link in links:
        source, target = link["source"]["code"], link["target"]["code"]
        near[source].append(target)
        near[target].append(source)
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            place = {
                code: (number + 0.5) / len(each)
                for each in columns
                for number, code in enumerate(each)
            }
            middle = {code: _mean([place[other] for other in near[code]]) for code in column}
            column.sort(key=lambda code: (middle[code], code))
    return columns


def _mean(places):
    return sum(places) / len(places) if places else 0.5


def _places(columns):
    """Where each node stands: columns side by side, each spread over the whole height."""
    tallest = max(map(len, columns))
    places = {}
    for number, column in enumerate(columns):
        step = STEP * tallest / len(column) if column else STEP
        for row, code in enumerate(column):
            y = HEAD + step * (row + 0.5) - BOX / 2
            places[code] = (MARGIN + number * APART, y)
    return places


def _heads():
    for number, kinds in enumerate(COLUMNS):
        words = " · ".join(label("element_kind", kind) for kind in kinds)
        lines = wrap(words, NODE + 60, SIZE, 1, True)
        yield svg.text(MARGIN + number * APART, 20, lines[0], SIZE, bold=True, fill=QUIET)


def _edge(link, places):
    """A smooth line between two nodes, leaving and arriving level."""
    (x1, y1), (x2, y2) = (places[link[side]["code"]] for side in ("source", "target"))
    y1, y2 = y1 + BOX / 2, y2 + BOX / 2
    if abs(x1 - x2) > APART * 1.5:  # past the middle column, between two of its boxes
        return arrow(link, _past_the_middle(x1, y1, x2, y2, places), Words())
    if x1 == x2:  # within one column it swings out into the free space beside it
        x1 = x2 = x1 + NODE
        bend = x1 + 46
        curve = f"M{x1:.1f} {y1:.1f}C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    else:
        start, end = (x1 + NODE, x2) if x1 < x2 else (x1, x2 + NODE)
        half = (start + end) / 2
        curve = f"M{start:.1f} {y1:.1f}C{half:.1f} {y1:.1f} {half:.1f} {y2:.1f} {end:.1f} {y2:.1f}"
    return arrow(link, curve, Words())


def _past_the_middle(x1, y1, x2, y2, places):
    """A smooth line that goes level through the free space nearest to its straight way."""
    if x1 > x2:
        x1, y1, x2, y2 = x2, y2, x1, y1
    left = MARGIN + APART
    tops = sorted(y for x, y in places.values() if x == left)
    free = [HEAD - 4.0, *(y + BOX + (STEP - BOX) / 2 for y in tops)]
    gap = min(free, key=lambda y: abs(y - (y1 + y2) / 2))
    right, x1 = left + NODE, x1 + NODE
    one, other = (x1 + left) / 2, (right + x2) / 2
    first = f"M{x1:.1f} {y1:.1f}C{one:.1f} {y1:.1f} {one:.1f} {gap:.1f} {left:.1f} {gap:.1f}"
    second = f"C{other:.1f} {gap:.1f} {other:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return f"{first}L{right:.1f} {gap:.1f}{second}"


def _node(node, place, document):
    x, y = place
    paper, line = COLOURS[node["kind"]]
    foreign = node["roadmap"] != document["roadmap"]["slug"]
    name = f"{node['code']}, {label('element_kind', node['kind'])}: {in_language(node, 'title')}"
    lines = wrap(in_language(node, "title"), NODE - 16, SIZE, 2)
    top = y + (14 if len(lines) == 2 else 21)
    frame = {"fill": paper, "stroke": line, "stroke_dasharray": "5 3" if foreign else None}
    content = [
        svg.title(name),
        svg.rect(x, y, NODE, BOX, rx=4, **frame),
        *(svg.text(x + 8, top + 13 * row, words, SIZE) for row, words in enumerate(lines)),
    ]
    return svg.element(
        "a",
        "".join(content),
        href=Words().address(node["roadmap"], node["code"]),
        aria_label=name,
        class_=f"box {node['kind']}",
        data_code=node["code"],
    )

"""How a link looks: a thin line with the colour and the dashes of its kind, and a head."""

from roadmaps.picture import svg
from roadmaps.picture.words import Words

Point = tuple[float, float]
LOOKS = {  # kind: colour, dashes; colour alone never tells two kinds apart
    "motivates": ("#1f5fa8", "6 2"),
    "addresses": ("#b03a2e", None),
    "contributes_to": ("#1f5fa8", None),
    "delivers": ("#2c7335", None),
    "requires": ("#8a6100", "4 2"),
    "depends_on": ("#673ca0", "2 2"),
    "shared_with": ("#4f5b69", "1.5 2"),
    "conflicts_with": ("#b03a2e", "6 2 1.5 2"),
    "replaces": ("#4f5b69", "6 2"),
}
HEAD, HALF = 4.0, 2.4  # of an arrow: its length, and half its width


def straight(corners: list[Point]) -> str:
    """Corners as the data of a path."""
    return "M" + "L".join([f"{x:.1f} {y:.1f}" for x, y in corners])


def head_down(x: float, y: float) -> str:
    """The head of an arrow that comes from above; y: where it points to."""
    return straight([(x - HALF, y - HEAD), (x, y), (x + HALF, y - HEAD)])


def head_up(x: float, y: float) -> str:
    """The head of an arrow that comes from below."""
    return straight([(x - HALF, y + HEAD), (x, y), (x + HALF, y + HEAD)])


def head_right(x: float, y: float) -> str:
    """The head of an arrow that comes from the left."""
    return straight([(x - HEAD, y - HALF), (x, y), (x - HEAD, y + HALF)])


def head_left(x: float, y: float) -> str:
    """The head of an arrow that comes from the right."""
    return straight([(x + HEAD, y - HALF), (x, y), (x + HEAD, y + HALF)])


def arrow(link: dict, way: str, words: Words) -> str:
    """One link, which the page can show, hide or bring out. way: data of a path."""
    kind = link["kind"]
    colour, dashes = LOOKS[kind]
    return svg.element(
        "path",
        svg.title(words.link(link)),
        d=way,
        fill="none",
        stroke=colour,
        stroke_width=0.6 + 0.35 * link["strength"],
        stroke_opacity=0.42,
        stroke_linejoin="round",
        stroke_dasharray=dashes,
        class_=f"link link-{kind}",
        data_source=link["source"]["code"],
        data_target=link["target"]["code"],
    )

"""The marks of a picture as SVG. Colours are attributes, so that it is right wherever it is shown.

Nothing here has a style attribute: the pages forbid them.
"""

from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from roadmaps.lettering import FAMILY, width

INK, QUIET, LINE, PAPER, ACCENT = "#1d1a20", "#5c5563", "#d9d5de", "#ffffff", "#7a1f3d"
COLOURS = {  # kind: paper, line
    "challenge": ("#fdeceb", "#b03a2e"),
    "goal": ("#e5effb", "#1f5fa8"),
    "fdi_target": ("#fdf3d9", "#8a6100"),
    "technology": ("#e3f4f1", "#12705c"),
    "skill": ("#f1eafa", "#673ca0"),
    "infrastructure": ("#edeff2", "#4f5b69"),
    "initiative": ("#e8f4e6", "#2c7335"),
}


def element(name: str, content: str = "", **attributes: Any) -> str:
    """One element of SVG; an underscore in the name of an attribute is a hyphen."""
    said = _attributes(attributes)
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def rect(x: float, y: float, wide: float, high: float, **more: Any) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    return f"<rect {place}{_attributes(more)}/>"


def line(x1: float, y1: float, x2: float, y2: float, **more: Any) -> str:
    place = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f"<line {place}{_attributes(more)}/>"


def diamond(x: float, y: float, size: float, **more: Any) -> str:
    """A rhombus around its middle."""
    corners = f"{x - size:.1f},{y:.1f} {x:.1f},{y - size:.1f} {x + size:.1f},{y:.1f}"
    return f'<polygon points="{corners} {x:.1f},{y + size:.1f}"{_attributes(more)}/>'


def text(x: float, y: float, words: str, size: float, bold: bool = False, **more: Any) -> str:
    """Words that are as wide as they were measured, in whatever font they are shown."""
    if not words:
        return ""
    weight = ' font-weight="600"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{weight}'
    length = f'textLength="{width(words, size, bold):.1f}" lengthAdjust="spacingAndGlyphs"'
    return f"<text {place} {length}{_attributes(more)}>{escape(words)}</text>"


def title(words: str) -> str:
    return f"<title>{escape(words)}</title>"


def document(
    wide: float, high: float, name: str, description: str, content: str, **more: Any
) -> str:
    """A whole picture, with its name and description for those who cannot see it."""
    said = title(name) + element("desc", escape(description))
    return element(
        "svg",
        said + content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {wide:g} {high:g}",
        width=wide,
        height=high,
        role="group",
        aria_label=name,
        font_family=f"{FAMILY}, 'Segoe UI', Helvetica, Arial, sans-serif",
        fill=INK,
        class_="picture-svg",
        **more,
    )


def _attributes(named):
    return "".join([_attribute(*pair) for pair in named.items() if pair[1] is not None])


# Most attributes of a picture say the same a thousand times; typed, for 1 and 1.0 look different.
@lru_cache(maxsize=20_000, typed=True)
def _attribute(name, value):
    said = f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
    return f" {name.strip('_').replace('_', '-')}={quoteattr(said)}"

"""How wide words are in print, so that labels can be cut where their box ends.

The widths are those of the very font in which the pages show the pictures.
"""

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

FAMILY = "Source Sans Pro"
FOLDER = Path(str(find_spec("font_source_sans_pro").origin)).parent / "files"  # type: ignore[union-attr]
FONT_FILES = {
    False: FOLDER / "SourceSansPro-Regular.ttf",
    True: FOLDER / "SourceSansPro-Semibold.ttf",
}
ELLIPSIS = "…"


@cache
def _widths(bold: bool) -> tuple[dict[str, float], float]:
    """The width of every letter, in parts of the size, and that of an unknown one."""
    font = TTFont(FONT_FILES[bold], lazy=True)
    unit, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
    letters = {chr(code): metrics[name][0] / unit for code, name in font.getBestCmap().items()}
    return letters, metrics[".notdef"][0] / unit


@lru_cache(maxsize=20_000)
def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is, in the unit of the size."""
    letters, unknown = _widths(bold)
    return size * sum(letters.get(letter, unknown) for letter in text)


@lru_cache(maxsize=20_000)
def cut(text: str, room: float, size: float, bold: bool = False) -> str:
    """The text, or as much of it as the room allows, with an ellipsis where it was cut."""
    if width(text, size, bold) <= room:
        return text
    while text and width(text + ELLIPSIS, size, bold) > room:
        text = text[:-1].rstrip()
    return text + ELLIPSIS if text else ""


@lru_cache(maxsize=20_000)
def wrap(text: str, room: float, size: float, lines: int, bold: bool = False) -> tuple[str, ...]:
    """The text in at most so many lines; the last one is cut where the rest has no room."""
    words = text.split()
    done: list[str] = []
    while words and len(done) < lines - 1:
        taken = 1
        while taken < len(words) and width(" ".join(words[: taken + 1]), size, bold) <= room:
            taken += 1
        done.append(cut(" ".join(words[:taken]), room, size, bold))
        words = words[taken:]
    if words:
        done.append(cut(" ".join(words), room, size, bold))
    return tuple(done)

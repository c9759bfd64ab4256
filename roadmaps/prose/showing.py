"""What one text says otherwise than another one, as words that people can compare."""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from prosemirror.model import Node

from roadmaps.prose.telling import Things, as_markdown, as_words

LEFT_OUT = "…"  # what is the same in both


def told_apart(old: Node, new: Node, things: Things) -> tuple[str, str]:
    """The lines that are not the same in both texts, of each of them.

    Words are enough where nothing but words is different; otherwise it is told in Markdown what is
    bold, where links lead, and what is a list.
    """
    is_of_words = Counter(_forms(old)) == Counter(_forms(new))
    for tell in (as_words, as_markdown) if is_of_words else (as_markdown, as_words):
        sides = _different(tell(old, things).split("\n"), tell(new, things).split("\n"))
        if sides[0] != sides[1]:
            return sides
    return "", ""


def _different(old: list[str], new: list[str]) -> tuple[str, str]:
    befores, afters = [], []
    for verb, start, end, begin, stop in SequenceMatcher(None, old, new, False).get_opcodes():
        if verb != "equal":
            befores.append("\n".join(old[start:end]))
            afters.append("\n".join(new[begin:stop]))
    between = f"\n{LEFT_OUT}\n"
    return between.join(befores), between.join(afters)


def _forms(node: Node, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """What plain words do not say: marks with their words, and blocks that are no paragraph."""
    for at in range(node.child_count):
        each: Any = node.child(at)
        if each.is_text:
            yield from ((each.text, str(mark.to_json())) for mark in each.marks)
            continue
        here = (*path, each.type.name, str(each.attrs))
        if each.is_textblock and here != ("paragraph", "{}"):
            yield here
        yield from _forms(each, here)

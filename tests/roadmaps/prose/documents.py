"""Texts and what people do to them, at random."""

from random import Random
from typing import Any

from prosemirror.transform import Transform, can_split

from roadmaps.prose import document

WORDS = ("steel", "ágil", "México", "two words", "10 %", "a_b", "*", "[x]", "🙂", "1. no", "<b>")
KEYS = {
    "AUT-C03": ("element", "00000000-0000-4000-8000-000000000001"),
    "AUT-C03/low": ("figure", "00000000-0000-4000-8000-000000000002"),
}
HREF = "https://example.org/a?b=(c)"


class Author:
    """Somebody who writes at random; a seed makes them write it again."""

    def __init__(self, seed: int):
        self.chance = Random(seed)  # noqa: S311
        self.fresh = 0x4E00  # each sign that they put in is one of its kind

    def document(self, blocks: int = 6):
        """A text of some blocks of all kinds."""
        count = self.chance.randrange(1, blocks + 1)
        return document({"type": "doc", "content": [self.block() for _number in range(count)]})

    def block(self) -> dict[str, Any]:
        sorts = (self.paragraph, self.paragraph, self.heading, self.quote, self.items, self.table)
        return self.chance.choice(sorts)()

    def paragraph(self) -> dict[str, Any]:
        inside = self.inline()
        return {"type": "paragraph", **({"content": inside} if inside else {})}

    def heading(self):
        level = self.chance.choice((2, 3, 4))
        return {"type": "heading", "attrs": {"level": level},
                "content": [{"type": "text", "text": "Why this"}]}  # fmt: skip

    def quote(self):
        return {"type": "quote", "content": [self.filled() for _number in range(2)]}

    def items(self):
        sort = self.chance.choice(("bullet_list", "ordered_list"))
        items = [
            {"type": "list_item", "content": [self.filled()]}
            for _number in range(self.chance.randrange(1, 4))
        ]
        return {"type": sort, "content": items}

    def table(self):
        def row(kind):
            cells = [{"type": kind, "content": [self.paragraph()]} for _number in range(2)]
            return {"type": "table_row", "content": cells}

        return {"type": "table", "content": [row("table_header"), row("table_cell")]}

    def filled(self):
        return {"type": "paragraph", "content": [{"type": "text", "text": "Said so."}]}

    def inline(self) -> list[dict[str, Any]]:
        """Words with marks, between them what is mentioned and noted; no two alike side by side."""
        found: list[dict[str, Any]] = []
        for number in range(self.chance.randrange(0, 4)):
            sort = self.chance.randrange(6)
            if sort == 0:
                kind, key = self.chance.choice(list(KEYS.values()))
                found.append({"type": "mention", "attrs": {"kind": kind, "id": key}})
            elif sort == 1:
                attrs = {"text": "Count [2024] of it", "source": "census"}
                found.append({"type": "footnote", "attrs": attrs})
            else:
                marks = [[], [{"type": "strong"}], [{"type": "em"}],
                         [{"type": "link", "attrs": {"href": HREF}}]][sort - 2]  # fmt: skip
                text = f"so{number}x" if marks else f" {self.chance.choice(WORDS)} "
                found.append({"type": "text", "text": text, **({"marks": marks} if marks else {})})
        return _apart(found)

    def steps(self, doc):
        """What somebody does to a text in one go: some steps, and the text after them."""
        transform = Transform(doc)
        for _number in range(self.chance.randrange(1, 4)):
            self._act(transform)
        return transform

    def sign(self) -> str:
        self.fresh += 1
        return chr(self.fresh)

    def _act(self, transform):
        doc, chance = transform.doc, self.chance
        act, place = chance.randrange(10), self._place(doc)
        if place is None or act < 6:
            if place is not None:
                transform.insert(place, doc.type.schema.text(self.sign()))
        elif act == 6:
            end = min(place + chance.randrange(1, 12), doc.content.size)
            transform.delete(place, end)
        elif act == 7 and can_split(doc, place):
            transform.split(place)
        elif act == 8:
            end = min(place + chance.randrange(1, 9), doc.content.size)
            transform.add_mark(place, end, doc.type.schema.mark("strong"))
        elif act == 9:
            block = doc.type.schema.node_from_json(self.paragraph())
            transform.insert(doc.content.size, block)

    def _place(self, doc):
        """A position at which words can stand."""
        for _attempt in range(20):
            place = self.chance.randrange(0, doc.content.size + 1)
            if _is_between_pairs(doc, place) and doc.resolve(place).parent.is_textblock:
                return place
        return None


def _apart(nodes):
    kept: list[dict[str, Any]] = []
    for node in nodes:
        is_alike = kept and node["type"] == kept[-1]["type"] == "text"
        if not (is_alike and node.get("marks") == kept[-1].get("marks")):
            kept.append(node)
    return kept


def _is_between_pairs(doc, place):
    """Whether a place lies between characters, and not within one that counts twice."""
    try:
        doc.slice(0, place)
        doc.slice(place, doc.content.size)
    except UnicodeDecodeError:
        return False
    return True

"""A text as HTML, as Markdown and as plain words.

What a text mentions is drawn as it is today: with the name and the value that it has for whoever
reads. What they may not see is told as “…” and leads nowhere.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from prosemirror.model import Node

UNSEEN = "…"
LOWEST = 6  # heading of HTML
TAGS = {
    "paragraph": "p", "quote": "blockquote", "bullet_list": "ul", "ordered_list": "ol",
    "list_item": "li", "table_row": "tr", "table_cell": "td", "table_header": "th",
}  # fmt: skip
MARKED = {"strong": ("<strong>", "</strong>"), "em": ("<em>", "</em>")}
# What means something to those who read Markdown.
SPECIAL = str.maketrans({each: f"\\{each}" for each in "\\`*_[]<>|^"})
NUMBERED = re.compile(r"^(\d{1,9})([.)])")
AT_START = ("#", "-", "+", ">", "=", "~")


@dataclass(frozen=True)
class Thing:
    """What is mentioned, as its reader sees it today."""

    code: str  # by which Markdown names it: AUT-C03, or AUT-C03/low for a figure
    words: str  # the title of an element; the name and the value of a figure
    address: str = ""


Things = Mapping[tuple[str, str], Thing]


@dataclass
class Notes:
    """The footnotes of one text, as they are met. prefix: tells them from those of other texts."""

    prefix: str
    things: Things
    met: list[Node] = field(default_factory=list)

    def refer(self, node: Node) -> str:
        """The number at the place of a footnote."""
        self.met.append(node)
        number = len(self.met)
        here, there = f"{self.prefix}ref-{number}", f"{self.prefix}note-{number}"
        return f'<sup><a id="{here}" href="#{there}">{number}</a></sup>'

    def listed(self) -> str:
        """What stands below the text."""
        if not self.met:
            return ""
        items = "".join(
            f'<li id="{self.prefix}note-{number}">{_note_html(each, self.things)} '
            f'<a href="#{self.prefix}ref-{number}" aria-label="↑ {number}">↑</a></li>'
            for number, each in enumerate(self.met, 1)
        )
        return f'<ol class="notes">{items}</ol>'


def as_html(document: Node, things: Things, prefix: str = "", below: int = 1) -> str:
    """Safe HTML without styles, scripts or images; its footnotes stand below as a list.

    prefix: of the ids in it, where several texts stand on one page. below: the level of the heading
    under which the text stands; its own ones are lower.
    """
    notes = Notes(prefix, things)
    return _inside(document, lambda node: _html(node, below, notes)) + notes.listed()


def _html(node: Node, below: int, notes: Notes) -> str:
    name = node.type.name
    if node.is_text:
        return _marked_html(node)
    if name == "hard_break":
        return "<br>"
    if name == "mention":
        return _mention_html(node, notes.things)
    if name == "footnote":
        return notes.refer(node)
    inside = _inside(node, lambda each: _html(each, below, notes))
    if name == "heading":
        level = min(int(str(node.attrs["level"])) + below - 1, LOWEST)
        return f"<h{level}>{inside}</h{level}>"
    if name == "table":  # a wide one moves within itself, and the keyboard can move it
        return f'<div class="wide" tabindex="0"><table><tbody>{inside}</tbody></table></div>'
    return f"<{TAGS[name]}>{inside}</{TAGS[name]}>"


def _marked_html(node) -> str:
    said = escape(node.text)
    for mark in reversed(node.marks):
        if mark.type.name == "link":
            said = f'<a href="{escape(mark.attrs["href"])}" rel="noopener nofollow">{said}</a>'
        else:
            begin, end = MARKED[mark.type.name]
            said = f"{begin}{said}{end}"
    return said


def _mention_html(node, things) -> str:
    thing = things.get((node.attrs["kind"], node.attrs["id"]))
    if thing is None:
        return f'<span class="mention">{UNSEEN}</span>'
    said = f'<span class="code">{escape(thing.code)}</span> {escape(thing.words)}'
    if not thing.address:
        return f'<span class="mention">{said}</span>'
    return f'<a class="mention" href="{escape(thing.address)}">{said}</a>'


def _note_html(node, things) -> str:
    source = things.get(("source", node.attrs["source"]))
    if source is None:
        return escape(_note(node))
    link = f'<a href="{escape(source.address)}">{escape(source.words)}</a>'
    return f"{escape(node.attrs['text'])} ({link})"


def as_markdown(document: Node, things: Things) -> str:
    """Markdown that `marking.parse` reads back to the same text.

    A mention is [[AUT-C03]], a footnote ^[its text](code of its source).
    """
    return _blocks(document, things).rstrip("\n") + "\n"


def _blocks(node, things, between="\n\n") -> str:
    told, before, turn = [], "", 0
    for at in range(node.child_count):
        each = node.child(at)
        turn = turn + 1 if each.type.name == before else 0
        if said := _block(each, things, turn % 2 == 1):  # an empty paragraph says nothing
            told.append(said)
            before = each.type.name
    return between.join(told)


def _block(node: Any, things: Things, is_next: bool) -> str:
    """is_next: a list behind another one of its kind is not to be read as one with it."""
    name = node.type.name
    if name == "paragraph":
        return "\n".join(_guarded(line) for line in _line(node, things).split("\n"))
    if name == "heading":
        return f"{'#' * node.attrs['level']} {_line(node, things)}".rstrip()
    if name == "quote":
        return _indented(_blocks(node, things), "> ", "> ")
    if name == "table":
        return _table(node, things)
    return _list(node, things, "*)" if is_next else "-.")


def _list(node, things, signs) -> str:
    items = []
    for at in range(node.child_count):
        bullet = f"{signs[0]} " if node.type.name == "bullet_list" else f"{at + 1}{signs[1]} "
        items.append(_indented(_blocks(node.child(at), things), bullet, " " * len(bullet)))
    return "\n".join(items)


def _table(node, things) -> str:
    """Rows between bars. The first one is the head; a cell of several paragraphs has breaks."""
    rows = []
    for at in range(node.child_count):
        row = node.child(at)
        cells = [_cell(row.child(number), things) for number in range(row.child_count)]
        rows.append(f"| {' | '.join(cells)} |")
        if at == 0:
            rows.append(f"|{' --- |' * row.child_count}")
    return "\n".join(rows)


def _cell(node, things) -> str:
    return _blocks(node, things, "<br>").replace("\n", "<br>").replace("\\<br>", "<br>")


def _line(node: Node, things: Things) -> str:
    return _inside(node, lambda each: _inline(each, things)).strip(" ")


def _inline(node: Any, things: Things) -> str:
    name = node.type.name
    if name == "hard_break":
        return "\\\n"
    if name == "mention":
        thing = things.get((node.attrs["kind"], node.attrs["id"]))
        return f"[[{thing.code}]]" if thing else UNSEEN
    if name == "footnote":
        said = node.attrs["text"].replace("\n", " ").translate(SPECIAL)
        source = f"({node.attrs['source']})" if node.attrs["source"] else ""
        return f"^[{said}]{source}"
    said = node.text.replace("\n", " ").translate(SPECIAL)
    for mark in reversed(node.marks):
        if mark.type.name == "link":
            said = f"[{said}](<{mark.attrs['href'].replace('>', '%3E')}>)"
        else:
            sign = "**" if mark.type.name == "strong" else "*"
            said = f"{sign}{said}{sign}"
    return said


def _guarded(line: str) -> str:
    """A line that begins like something else says that it is none."""
    line = line.strip(" ")
    return f"\\{line}" if line.startswith(AT_START) else NUMBERED.sub(r"\1\\\2", line)


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        (first if at == 0 else others) + line if line or at == 0 else others.rstrip()
        for at, line in enumerate(lines)
    )


def as_words(document: Node, things: Things) -> str:
    """Plain words: a line for each paragraph, footnotes in brackets where they stand."""
    return "\n".join(words_of(node, things) for node in blocks_of_words(document))


def blocks_of_words(node: Node) -> list[Node]:
    """The paragraphs and headings within a node, wherever they stand."""
    if node.is_textblock:
        return [node]
    inner = [node.child(at) for at in range(node.child_count)]
    return [each for one in inner for each in blocks_of_words(one)]


def words_of(node: Node, things: Things) -> str:
    """The plain words of one paragraph or heading."""

    def say(each: Any) -> str:
        name = each.type.name
        if name == "hard_break":
            return "\n"
        if name == "mention":
            thing = things.get((each.attrs["kind"], each.attrs["id"]))
            return f"{thing.code} {thing.words}" if thing else UNSEEN
        return f" [{_note(each)}]" if name == "footnote" else each.text

    return _inside(node, say)


def _note(node) -> str:
    source = node.attrs["source"]
    return f"{node.attrs['text']} ({source})" if source else node.attrs["text"]


def _inside(node: Node, say: Callable[[Node], str]) -> str:
    return "".join(say(node.child(at)) for at in range(node.child_count))

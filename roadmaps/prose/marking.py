"""A text that is read from Markdown: CommonMark with tables, mentions and footnotes, no HTML.

A mention is [[AUT-C03]], a footnote ^[its text](code of its source). What a text cannot hold
(images, code, lines across) is read as the words in it.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from roadmaps.prose.schema import LEVELS, is_address

MENTION = re.compile(r"\[\[([A-Za-z0-9][A-Za-z0-9./-]{0,78})\]\]")
SOURCE = re.compile(r"\(([a-z0-9][a-z0-9-]{0,79})\)")
ESCAPED = re.compile(r"\\([\\`*_\[\]<>|^])")
WRAPPING = {
    "blockquote": "quote", "bullet_list": "bullet_list", "ordered_list": "ordered_list",
    "list_item": "list_item", "table": "table", "tr": "table_row", "td": "table_cell",
    "th": "table_header",
}  # fmt: skip
UNWRAPPED = {"thead", "tbody"}

Told = dict[str, Any]
Keys = Mapping[str, tuple[str, str]]  # the code of a thing: its kind and its id


def parse(markdown: str, keys: Keys) -> Told:
    """The document in JSON. keys: what can be mentioned, by the codes that Markdown names."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.inline.ruler.before("link", "mention", _mention)
    reader.inline.ruler.before("link", "footnote", _footnote)
    reader.inline.ruler.before("link", "break", _break)
    keys = {code.upper(): thing for code, thing in keys.items()}
    root: Told = {"type": "doc", "content": []}
    open_now = [root]
    for token in reader.parse(markdown):
        _block(token, open_now, keys)
    return {"type": "doc", "content": _filled(root["content"])}


def _block(token, open_now, keys):
    """Take up one token: something begins, ends, or stands there."""
    name = token.type.removesuffix("_open").removesuffix("_close")
    if name in WRAPPING or name in ("paragraph", "heading"):
        if token.nesting > 0:
            _begin(open_now, _named(name, token))
        else:
            _end(open_now)
    elif token.type == "inline":
        _add_inline(open_now, _inline(token.children, keys))
    elif token.type in ("fence", "code_block"):
        _begin(open_now, {"type": "paragraph", "content": []})
        _add_inline(open_now, _text(token.content.rstrip("\n"), []))
        _end(open_now)
    # A line across says nothing, and what wraps the rows of a table is not told apart.


def _named(name, token) -> Told:
    if name == "heading":
        level = min(max(int(token.tag[1]), LEVELS[0]), LEVELS[-1])
        return {"type": "heading", "attrs": {"level": level}, "content": []}
    return {"type": WRAPPING.get(name, name), "content": []}


def _begin(open_now, node):
    open_now[-1]["content"].append(node)
    open_now.append(node)


def _end(open_now):
    node = open_now.pop()
    if node["type"] == "list_item":
        node["content"] = _as_item(node["content"])
    elif node["type"] in ("quote", "table_cell", "table_header"):
        node["content"] = _flat(node["content"]) or [{"type": "paragraph"}]
    elif not node["content"]:
        del node["content"]


def _add_inline(open_now, nodes):
    """Put words where they belong: cells hold paragraphs, which Markdown does not say."""
    here = open_now[-1]
    if here["type"] in ("table_cell", "table_header"):
        here["content"] += _split_at_breaks(nodes)
    else:
        here["content"] += nodes


def _split_at_breaks(nodes) -> list[Told]:
    lines: list[list[Told]] = [[]]
    for node in nodes:
        if node["type"] == "hard_break":
            lines.append([])
        else:
            lines[-1].append(node)
    return [{"type": "paragraph", "content": each} if each else {"type": "paragraph"}
            for each in lines]  # fmt: skip


def _as_item(content) -> list[Told]:
    """An item begins with a paragraph, and holds paragraphs and lists."""
    kept = [each for one in content for each in ([one] if _is_list(one) else _flat([one]))]
    begins_well = kept and kept[0]["type"] == "paragraph"
    return kept if begins_well else [{"type": "paragraph"}, *kept]


def _is_list(node) -> bool:
    return node["type"] in ("bullet_list", "ordered_list")


def _flat(content) -> list[Told]:
    """Only paragraphs: what is more than that is told as the words in it."""
    found: list[Told] = []
    for node in content:
        if node["type"] in ("paragraph", "heading"):
            inside = {"content": node["content"]} if node.get("content") else {}
            found.append({"type": "paragraph", **inside})
        else:
            found += _flat(node.get("content", ()))
    return found


def _filled(content) -> list[Told]:
    return content or [{"type": "paragraph"}]


def _inline(tokens, keys) -> list[Told]:
    found: list[Told] = []
    marks: list[Told] = []
    for token in tokens or ():
        if token.type in ("strong_open", "em_open", "link_open"):
            marks.append(_mark(token))
        elif token.type in ("strong_close", "em_close", "link_close"):
            marks.pop()
        elif token.type in ("softbreak", "hardbreak"):
            is_hard = token.type == "hardbreak"
            found += [{"type": "hard_break"}] if is_hard else _text(" ", marks)
        elif token.type == "mention":
            found.append(_mentioned(token.content, keys))
        elif token.type == "footnote":
            found.append(_noted(token.content, token.info))
        else:  # text, code, what an image would say
            found += _text(token.content, marks)
    return _joined(found)


def _mark(token) -> Told:
    if token.type != "link_open":
        return {"type": token.type.removesuffix("_open")}
    href = str(token.attrGet("href") or "")
    if not is_address(href):
        words = {"address": href[:80]}
        raise ValidationError(_("A link cannot lead to “%(address)s”.") % words)
    return {"type": "link", "attrs": {"href": href}}


def _text(text, marks) -> list[Told]:
    if not text:
        return []
    sorts = ("strong", "em", "link")  # in the order of the schema
    ordered = sorted(marks, key=lambda mark: sorts.index(mark["type"]))
    once = [mark for at, mark in enumerate(ordered) if mark not in ordered[:at]]
    return [{"type": "text", "text": text, **({"marks": once} if once else {})}]


def _joined(nodes) -> list[Told]:
    """Neighbours that say their words in the same way are one."""
    found: list[Told] = []
    for node in nodes:
        last = found[-1] if found else {}
        if node["type"] == last.get("type") == "text" and node.get("marks") == last.get("marks"):
            found[-1] = last | {"text": last["text"] + node["text"]}
        else:
            found.append(node)
    return found


def _mentioned(code, keys) -> Told:
    if code.upper() not in keys:
        message = _("There is nothing on this map that is called “%(code)s”.")
        raise ValidationError(message % {"code": code})
    kind, key = keys[code.upper()]
    return {"type": "mention", "attrs": {"kind": kind, "id": key}}


def _noted(content, source) -> Told:
    text = ESCAPED.sub(r"\1", content).strip()
    return {"type": "footnote", "attrs": {"text": text, "source": source}}


def _mention(state: StateInline, silent: bool) -> bool:
    """A rule of Markdown: two brackets around a code."""
    found = MENTION.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("mention", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _footnote(state: StateInline, silent: bool) -> bool:
    """A rule of Markdown: a caret before what stands in brackets."""
    if not state.src.startswith("^[", state.pos):
        return False
    end = _closing(state.src, state.pos + 2)
    if end < 0:
        return False
    source = SOURCE.match(state.src, end + 1)
    if not silent:
        token = state.push("footnote", "", 0)
        token.content, token.info = state.src[state.pos + 2 : end], source[1] if source else ""
    state.pos = source.end() if source else end + 1
    return True


def _break(state: StateInline, silent: bool) -> bool:
    """A rule of Markdown: the one tag that is read, because a cell cannot say it otherwise."""
    if not state.src.startswith("<br>", state.pos):
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos += len("<br>")
    return True


def _closing(text, at) -> int:
    """Where the bracket closes that was opened before; -1 where it does not."""
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "]":
            return at
        at += 1
    return -1

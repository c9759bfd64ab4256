"""What a text may consist of, and the refusal of everything else."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from prosemirror.model import Node, ResolvedPos, Schema

LEVELS = (2, 3, 4)  # of headings; the first level is that of the page
MENTIONED = ("element", "figure")
PROTOCOLS = ("http", "https", "mailto")
LONGEST_TEXT = 250_000  # positions of a document: about a hundred pages
LARGEST = 1_000_000  # bytes of a document in JSON
DEEPEST = 24  # nodes within nodes
LONGEST = {"text": 2000, "href": 2000, "source": 80}  # characters of an attribute

NODES: dict[str, dict[str, Any]] = {
    "doc": {"content": "block+"},
    "paragraph": {"content": "inline*", "group": "block"},
    "heading": {"content": "inline*", "group": "block", "attrs": {"level": {"default": 2}}},
    "quote": {"content": "paragraph+", "group": "block"},
    "bullet_list": {"content": "list_item+", "group": "block"},
    "ordered_list": {"content": "list_item+", "group": "block"},
    "list_item": {"content": "paragraph (paragraph | bullet_list | ordered_list)*"},
    "table": {"content": "table_row+", "group": "block"},
    "table_row": {"content": "(table_cell | table_header)+"},
    "table_cell": {"content": "paragraph+"},
    "table_header": {"content": "paragraph+"},
    "text": {"group": "inline"},
    "hard_break": {"group": "inline", "inline": True},
    "mention": {"group": "inline", "inline": True, "atom": True,
                "attrs": {"kind": {}, "id": {}}},
    "footnote": {"group": "inline", "inline": True, "atom": True,
                 "attrs": {"text": {}, "source": {"default": ""}}},
}  # fmt: skip
MARKS: dict[str, dict[str, Any]] = {
    "strong": {},
    "em": {},
    "link": {"attrs": {"href": {}}, "inclusive": False},
}
# The library remembers the places that were looked up in a document, and with each of them all of
# the document, for ever: every letter that is typed would stay in memory with the text around it.
ResolvedPos.resolve_cached = ResolvedPos.resolve  # type: ignore[method-assign]

SCHEMA: Schema = Schema({"nodes": NODES, "marks": MARKS})  # type: ignore[typeddict-item]
EMPTY: dict[str, Any] = {"type": "doc", "content": [{"type": "paragraph"}]}

KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What no text of people holds: characters that control machines, halves of pairs, noncharacters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# What the library raises at what does not fit; it was not written to be asked by strangers.
MISFITS = (
    ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, RecursionError,
)  # fmt: skip


class Unsound(ValidationError):
    """This is no text that could stand here; why is said in a sentence."""


def document(told: Any) -> Node:
    """The document that is told in JSON, or a refusal."""
    require_bounded(told)
    try:
        found = SCHEMA.node_from_json(told)
        found.check()
    except MISFITS as error:
        raise Unsound(_("This is no text as it can stand here.")) from error
    if found.type.name != "doc":
        raise Unsound(_("This is a piece of a text, and not a whole one."))
    require_sound(found)
    return found


def require_bounded(told: Any):
    """Refuse what is too large or too deep, before anybody looks into it."""
    try:
        said = json.dumps(told)
    except RecursionError as error:
        raise Unsound(_("This is nested too deeply.")) from error
    except (TypeError, ValueError) as error:
        raise Unsound(_("This is no text as it can stand here.")) from error
    if len(said) > LARGEST:
        raise Unsound(_("A text has %(most)s bytes at most.") % {"most": f"{LARGEST:,}"})
    # What opens fewer than so many brackets cannot be deeper, and that is quickly counted.
    if said.count("{") + said.count("[") > 2 * DEEPEST < _depth(told):
        raise Unsound(_("This is nested too deeply."))


def require_sound(document: Node, start: int = 0, end: int | None = None):
    """Refuse what no schema can say: attributes, characters, size. start, end: what changed."""
    size = document.content.size
    if size > LONGEST_TEXT:
        most = {"most": f"{LONGEST_TEXT:,}"}
        raise Unsound(_("A text has %(most)s characters at most.") % most)
    end = size if end is None else min(end, size)

    def look(node, _position, _parent, _index):
        _require_sound_node(node)
        return True

    if end > start:
        document.nodes_between(max(start, 0), end, look)


def _require_sound_node(node):
    if node.is_text and UNPRINTABLE.search(node.text):
        raise Unsound(_("There is a character in it that no text holds."))
    for name, value in node.attrs.items():
        _require_sound_value(ATTRIBUTES[node.type.name, name], name, value)
    for mark in node.marks:
        for name, value in mark.attrs.items():
            _require_sound_value(ATTRIBUTES[mark.type.name, name], name, value)


def _require_sound_value(is_sound, name, value):
    if isinstance(value, str) and (len(value) > LONGEST.get(name, 80) or UNPRINTABLE.search(value)):
        raise Unsound(_("“%(name)s” is too long, or holds what no text holds.") % {"name": name})
    if not is_sound(value):
        raise Unsound(_("“%(name)s” cannot be this.") % {"name": name})


def is_address(value) -> bool:
    """Whether a link may lead there: to a page or to a mailbox, and nowhere else."""
    if not isinstance(value, str) or value != value.strip():
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in PROTOCOLS and bool(parts.netloc or parts.scheme == "mailto")


ATTRIBUTES: Mapping[tuple[str, str], Callable[[Any], bool]] = {
    ("heading", "level"): lambda value: type(value) is int and value in LEVELS,
    ("mention", "kind"): lambda value: value in MENTIONED,
    ("mention", "id"): lambda value: isinstance(value, str) and bool(KEY.fullmatch(value)),
    ("footnote", "text"): lambda value: isinstance(value, str) and bool(value.strip()),
    ("footnote", "source"): lambda value: isinstance(value, str),
    ("link", "href"): is_address,
}


def mentioned(told: dict[str, Any]) -> set[tuple[str, str]]:
    """The things that a document in JSON names: kind and id."""
    return {
        (node["attrs"]["kind"], node["attrs"]["id"])
        for node in everything(told)
        if node["type"] == "mention"
    }


def cited(told: dict[str, Any]) -> set[str]:
    """The codes of the sources in the footnotes of a document in JSON."""
    notes = (node["attrs"] for node in everything(told) if node["type"] == "footnote")
    return {attrs.get("source") or "" for attrs in notes} - {""}


def everything(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A node in JSON and all within it, as they are read."""
    yield told
    for each in told.get("content", ()):
        yield from everything(each)


def _depth(told: Any) -> int:
    """How deep lists and objects stand within one another, counted without recursion."""
    deepest, waiting = 0, [(told, 1)]
    while waiting:
        each, depth = waiting.pop()
        deepest = max(deepest, depth)
        if depth > 4 * DEEPEST:
            break
        inner = each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        waiting += [(one, depth + 1) for one in inner]
    return deepest
